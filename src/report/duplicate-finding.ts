import type { Finding } from '../finding.ts'
import type { ModuleReport, Sizes } from './build-report.ts'

type Duplicated = Pick<ModuleReport, 'fileName' | 'sourceSha256' | 'after'>

const SIZE_OF = { brotli: 'brotliBytes', gzip: 'gzipBytes', raw: 'rawBytes' } as const satisfies Record<
  string,
  keyof Sizes
>

/** Finds modules that ship more than once, as several files, as base64 or as both; one finding each, the worst first. */
export function duplicateFindings(
  modules: readonly Duplicated[],
  metric: keyof typeof SIZE_OF,
): Extract<Finding, { code: 'module-duplicated' }>[] {
  const bySource = new Map<string, Duplicated[]>()
  for (const module of modules) {
    const same = bySource.get(module.sourceSha256) ?? []
    bySource.set(module.sourceSha256, same)
    same.push(module)
  }
  return [...bySource.values()]
    .filter(({ length }) => length > 1)
    .map((copies) => {
      const sizes = copies.map(({ after }) => after[SIZE_OF[metric]])
      const sum = sizes.reduce((total, sizeBytes) => total + sizeBytes, 0)
      const places = copies.map(({ fileName }) => fileName).sort()
      return { places, wastedBytes: sum - Math.min(...sizes) }
    })
    .sort((a, b) => b.wastedBytes - a.wastedBytes || ((a.places[0] ?? '') < (b.places[0] ?? '') ? -1 : 1))
    .map((args) => ({ code: 'module-duplicated', severity: 'warn', args: { ...args, metric } }))
}
