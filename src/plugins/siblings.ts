import { posix } from 'node:path'
import type { Finding } from '../finding.ts'
import type { CompressedModule } from '../pipeline/compressor.ts'
import type { ResolvedCompress } from '../resolve-options.ts'
import type { ModuleReport } from '../report/build-report.ts'
import type { ExistingSibling } from './existing-siblings.ts'
import type { HookContext, OutputBundle } from './types.ts'

type Sibling = ModuleReport['siblings'][number]

/** Which siblings a module gets, in the order of the formats. */
export interface SiblingPlan {
  /** Those that ship, both kept and fresh. */
  readonly siblings: readonly Sibling[]
  /** Those that have to be written. */
  readonly fresh: readonly (Sibling & { readonly bytes: Uint8Array })[]
}

/**
 * Decides about siblings: one that is there and decodes to what ships is kept, and one that is not smaller is not made.
 *
 * `sizeBytes` is the size of the module, `existing` is what lies beside it already.
 */
export function planSiblings(
  fileName: string,
  sizeBytes: number,
  compressed: readonly CompressedModule[],
  options: false | ResolvedCompress,
  existing: readonly ExistingSibling[] = [],
): SiblingPlan {
  const siblings: Sibling[] = []
  const fresh: SiblingPlan['fresh'][number][] = []
  for (const { format, bytes, encoder, integrity } of compressed) {
    const sibling = `${fileName}.${format}`
    const kept = existing.find((found) => found.format === format && found.decodesTo === 'shipped')
    if (kept !== undefined) {
      siblings.push({ fileName: sibling, format, encoder: 'existing', sizeBytes: kept.sizeBytes, integrity })
      continue
    }
    if (options === false || sizeBytes < options.thresholdBytes) continue
    if (!options.formats.includes(format) || bytes.length >= sizeBytes) continue
    const made = { fileName: sibling, format, encoder, sizeBytes: bytes.length, integrity }
    siblings.push(made)
    fresh.push({ ...made, bytes })
  }
  return { siblings, fresh }
}

/**
 * Emits fresh siblings.
 *
 * A sibling that another plugin made is taken over, so that it surely decodes to the bytes beside it.
 */
export function emitSiblings(context: HookContext, bundle: OutputBundle, { fresh }: SiblingPlan): void {
  for (const { fileName, bytes } of fresh) {
    const source = Buffer.from(bytes)
    const existing = bundle[fileName]
    if (existing?.type === 'asset') existing.source = source
    else context.emitFile({ type: 'asset', fileName, source })
  }
}

/** Tells which siblings were wrong from the beginning, and not only since the module was optimised. */
export function findStaleSiblings(
  fileName: string,
  existing: readonly ExistingSibling[],
  { fresh }: SiblingPlan,
): Finding[] {
  return existing
    .filter(({ decodesTo }) => decodesTo === 'other')
    .map(({ format }) => {
      const sibling = `${fileName}.${format}`
      const replaced = fresh.some((made) => made.fileName === sibling)
      const args = { sibling: posix.basename(sibling), replaced }
      return { code: 'sibling-stale', severity: 'warn', asset: fileName, args }
    })
}
