import type { Finding, FindingArguments } from '../finding.ts'
import type { BuildReport, ModuleReport } from './build-report.ts'

/**
 * Size of an inlined module, decoded, above which it is worth a warning.
 *
 * Above what bundlers inline by themselves, because a request costs more than the base64: 4096 bytes in Vite
 * (`assetsInlineLimit`), 14,336 in @rollup/plugin-wasm (`maxFileSize`).
 */
export const INLINED_WARN_BYTES = 16_000

/** Says of a module that it is inlined and what that costs; nothing of others. */
export function inlinedFinding(
  { fileName, inlined, after }: Pick<ModuleReport, 'fileName' | 'inlined' | 'after'>,
  metric: BuildReport['metric'],
  bundler: FindingArguments['module-inlined']['bundler'],
): Finding[] {
  if (inlined === undefined) return []
  const { file, moduleBytes, base64Bytes, asFile } = inlined
  const severity = moduleBytes > INLINED_WARN_BYTES ? 'warn' : 'info'
  const [wireBytes, asFileBytes] = [after[`${metric}Bytes`], asFile[`${metric}Bytes`]]
  const args = { file, moduleBytes, base64Bytes, metric, wireBytes, asFileBytes, bundler }
  return [{ code: 'module-inlined', severity, asset: fileName, args }]
}
