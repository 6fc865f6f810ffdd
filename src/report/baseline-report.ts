import { COPY, type Baseline } from '../budget/baseline.ts'
import type { Figures } from '../budget/figures.ts'
import { isOfEnvironment } from '../budget/module-key.ts'
import type { CrateSummary, SizeSummary } from '../analysis/summary.ts'
import type { BuildReport, ModuleReport, Sizes } from './build-report.ts'
import type { HtmlReport } from './html-data.ts'

/** Makes of a baseline what a page compares a report with: modules by their keys, with the figures that a baseline has. */
export function baselineReport(
  { modules, tools }: Baseline,
  { environment, metric }: Pick<BuildReport, 'environment' | 'metric'>,
): HtmlReport {
  const own = Object.entries(modules).filter(([key]) => isOfEnvironment(key, environment))
  const prefix = environment === 'client' ? '' : `${environment}: `
  const counted = own
    .filter(([, figures]) => figures[COPY] === undefined)
    .map(([, figures]) => sizesOf(figures))
  const sum = (size: keyof Sizes) => counted.reduce((total, sizes) => total + sizes[size], 0)
  return {
    title: 'the baseline',
    isBaseline: true,
    report: {
      version: 1,
      environment,
      metric,
      encoders: tools,
      modules: own.map(([key, figures]) => moduleOf(key.slice(prefix.length), figures)),
      total: { rawBytes: sum('rawBytes'), gzipBytes: sum('gzipBytes'), brotliBytes: sum('brotliBytes') },
      budgets: [],
      findings: [],
    },
  }
}

function moduleOf(key: string, figures: Figures): ModuleReport {
  const sizes = sizesOf(figures)
  return {
    fileName: key,
    place: 'asset',
    originalNames: [key],
    sha256: '',
    sourceSha256: '',
    before: sizes,
    after: sizes,
    chosen: 'keep',
    tries: [],
    removedSections: [],
    summary: summaryOf(figures, sizes.rawBytes),
    siblings: [],
    uses: [],
    importers: [],
    fromCache: false,
  }
}

function summaryOf(figures: Figures, sizeBytes: number): SizeSummary {
  const crates = new Map<string, CrateSummary>()
  for (const [figure, bytes] of Object.entries(figures)) {
    const [, name, kind] = /^crate ([^]*) (code|data)$/.exec(figure) ?? []
    if (name === undefined) continue
    const known = crates.get(name) ?? { name, sizeBytes: 0 }
    crates.set(name, {
      ...known,
      sizeBytes: known.sizeBytes + bytes,
      ...(kind === 'data' ? { dataBytes: bytes } : {}),
    })
  }
  return {
    sizeBytes,
    functionCount: 0,
    namedFunctionCount: 0,
    sections: [],
    crates: [...crates.values()],
    generics: [],
    largest: [],
  }
}

function sizesOf({ raw = 0, gzip = 0, brotli = 0 }: Figures): Sizes {
  return { rawBytes: raw, gzipBytes: gzip, brotliBytes: brotli }
}
