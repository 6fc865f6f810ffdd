import { collectFeatures, withImpliedFeatures } from '../wasm/features.ts'
import { describeInterface, type ModuleInterface } from '../wasm/interface.ts'
import { readModule } from '../wasm/module.ts'
import { removeSections } from '../wasm/strip.ts'
import { readTargetFeatures } from '../wasm/target-features.ts'
import { isAccepted } from '../wasm/validate.ts'
import { planStrip } from './strip-plan.ts'

/** What has to be known of an input before candidates are made; made in a worker. */
export interface Inspection {
  readonly source: Uint8Array
  readonly interface: ModuleInterface
  /** Features that candidates may use; absent where the engine cannot be used. */
  readonly features?: readonly string[]
  /** Why the engine cannot be used. */
  readonly engineProblem?: string
  /** Names of the custom sections that every candidate loses. */
  readonly leaks: readonly string[]
  /** Names of those that only some candidates lose. */
  readonly metadata: readonly string[]
  /** Without what always goes; the input itself where nothing does. */
  readonly base: Uint8Array
  /** Without everything that may go; absent where that is the same as `base`. */
  readonly stripped?: Uint8Array
  /** What the engine is given: stripped, with names. */
  readonly engineInput: Uint8Array
  /** Whether this runtime accepts the module; it may only veto candidates where it does. */
  readonly accepted: boolean
}

// They hold offsets into the code, or indices, that are wrong once an engine has moved it.
const HOLDS_OFFSETS =
  /^(?:\.debug_|reloc\.|metadata\.code\.)|^(?:linking|sourceMappingURL|external_debug_info)$/

/**
 * Reads an input and makes the candidates that need no engine.
 *
 * @throws {WasmParseError} an input that cannot be read.
 */
export function inspect(
  bytes: Uint8Array,
  strip: 'auto' | 'always' | false,
  keepSections: readonly string[],
): Inspection {
  const module = readModule(bytes)
  const plan = planStrip(strip, keepSections)
  const base = removeSections(bytes, plan.always)
  const stripped = removeSections(bytes, plan.everything)
  const custom = module.sections.filter(({ id }) => id === 0)
  const stale = custom.find((section) => HOLDS_OFFSETS.test(section.name) && !plan.everything(section))
  return {
    source: bytes,
    interface: describeInterface(module),
    ...(stale === undefined
      ? findFeatures(module)
      : { engineProblem: `the section ${stale.name}, which is kept, holds offsets into the code` }),
    leaks: custom.filter(plan.always).map(({ name }) => name),
    metadata: custom
      .filter((section) => plan.everything(section) && !plan.always(section))
      .map(({ name }) => name),
    base,
    ...(stripped.length === base.length ? {} : { stripped }),
    engineInput: removeSections(bytes, (section) => section.name !== 'name' && plan.everything(section)),
    accepted: isAccepted(bytes),
  }
}

function findFeatures(
  module: ReturnType<typeof readModule>,
): { features: string[] } | { engineProblem: string } {
  try {
    const used = collectFeatures(module)
    const built = readTargetFeatures(module.bytes, module.sections)
    return { features: [...withImpliedFeatures(new Set([...used, ...built]))].sort() }
  } catch (error) {
    return { engineProblem: (error as Error).message }
  }
}
