import { collectFeatures, withImpliedFeatures } from '../wasm/features.ts'
import { compareInterfaces, describeInterface, type ModuleInterface } from '../wasm/interface.ts'
import { readModule } from '../wasm/module.ts'
import { removeSections } from '../wasm/strip.ts'
import { isAccepted } from '../wasm/validate.ts'
import type { Inspection } from './inspect.ts'
import { planStrip } from './strip-plan.ts'

/** What a candidate must keep to. */
export interface Demands {
  readonly interface: ModuleInterface
  readonly features: readonly string[]
  readonly accepted: boolean
  readonly strip: 'auto' | 'always' | false
  readonly keepSections: readonly string[]
}

/** Says what candidates for a module must keep to. */
export function demandsOn(
  { interface: wanted, features = [], accepted }: Inspection,
  { strip, keepSections }: Pick<Demands, 'strip' | 'keepSections'>,
): Demands {
  return { interface: wanted, features, accepted, strip, keepSections }
}

/** An engine's output, stripped; or why it cannot ship. */
export type Judgement =
  | { readonly bytes: Uint8Array; readonly problem?: undefined }
  | { readonly problem: string }

/** Checks an engine's output against its input and strips it; made in a worker. */
export function judge(output: Uint8Array, demands: Demands): Judgement {
  try {
    const bytes = removeSections(output, planStrip(demands.strip, demands.keepSections).everything)
    const module = readModule(bytes)
    const difference = compareInterfaces(demands.interface, describeInterface(module))
    if (difference !== undefined) return { problem: `it has another interface: ${difference}` }
    const allowed = new Set(demands.features)
    const extra = [...withImpliedFeatures(collectFeatures(module))].filter((feature) => !allowed.has(feature))
    if (extra.length > 0) return { problem: `it uses ${extra.sort().join(', ')}, which the input does not` }
    if (demands.accepted && !isAccepted(bytes)) {
      return { problem: 'this runtime rejects it, and accepts the input' }
    }
    return { bytes }
  } catch (error) {
    return { problem: `it cannot be read: ${(error as Error).message}` }
  }
}
