import type { Finding } from '../finding.ts'
import type { ResolvedCompress } from '../resolve-compress.ts'

/** Says what the work on a module has to do without; `engine` is what is to be said of there being no engine for it. */
export function missingTools(
  compress: false | Pick<ResolvedCompress, 'encoder'>,
  engine: Finding | undefined,
): Finding[] {
  const wantsNative = compress !== false && compress.encoder === 'native'
  const isPortable = wantsNative && process.versions['brotli'] === undefined
  return [
    ...(engine === undefined ? [] : [engine]),
    ...(isPortable ? [{ code: 'brotli-portable', severity: 'warn', args: {} } as const] : []),
  ]
}
