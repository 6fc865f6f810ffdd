import type { CachedCompressed } from '../pipeline/compressor.ts'
import type { ResolvedCompress } from '../resolve-options.ts'
import type { ModuleReport } from '../report/build-report.ts'
import type { HookContext, OutputBundle } from './types.ts'

/**
 * Emits the siblings of a module and returns what was emitted; a sibling that is not smaller is not made.
 *
 * A sibling that another plugin made is taken over, so that it surely decodes to the bytes beside it.
 */
export function emitSiblings(
  context: HookContext,
  bundle: OutputBundle,
  fileName: string,
  sizeBytes: number,
  compressed: readonly CachedCompressed[],
  options: false | ResolvedCompress,
): ModuleReport['siblings'] {
  if (options === false || sizeBytes < options.thresholdBytes) return []
  const siblings: ModuleReport['siblings'][number][] = []
  for (const { format, bytes, encoder } of compressed) {
    if (!options.formats.includes(format) || bytes.length >= sizeBytes) continue
    const sibling = `${fileName}.${format}`
    const source = Buffer.from(bytes)
    const existing = bundle[sibling]
    if (existing?.type === 'asset') existing.source = source
    else context.emitFile({ type: 'asset', fileName: sibling, source })
    siblings.push({ fileName: sibling, format, encoder, sizeBytes: bytes.length })
  }
  return siblings
}
