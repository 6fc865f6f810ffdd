import type { SizeSummary } from '../../src/analysis/summary.ts'
import type { BudgetVerdict } from '../../src/budget/evaluate.ts'
import type { BuildReport, ModuleReport, Sizes } from '../../src/report/build-report.ts'

/** Sizes of which gzip is half and brotli a quarter. */
export function sizesOf(rawBytes: number): Sizes {
  return { rawBytes, gzipBytes: rawBytes / 2, brotliBytes: rawBytes / 4 }
}

/** A summary of nothing but what is given. */
export function summaryOf(rest: Partial<SizeSummary> = {}): SizeSummary {
  return {
    sizeBytes: 100_000,
    functionCount: 0,
    namedFunctionCount: 0,
    sections: [],
    crates: [],
    generics: [],
    largest: [],
    ...rest,
  }
}

/** A module that shipped as it was. */
export function moduleReportOf(
  fileName: string,
  rawBytes: number,
  rest: Partial<ModuleReport> = {},
): ModuleReport {
  return {
    fileName,
    place: 'asset',
    originalNames: [],
    sha256: fileName,
    sourceSha256: fileName,
    before: sizesOf(rawBytes),
    after: sizesOf(rawBytes),
    chosen: 'keep',
    tries: [],
    removedSections: [],
    siblings: [],
    uses: [],
    importers: [],
    fromCache: false,
    ...rest,
  }
}

/** A verdict on one asset by brotli bytes. */
export function verdictOf(rest: Partial<BudgetVerdict>): BudgetVerdict {
  return {
    budget: 'b',
    scope: 'asset',
    metric: 'brotli',
    subject: 'a.wasm',
    subjectKey: 'a.wasm',
    sizeBytes: 0,
    state: 'ok',
    modules: [],
    workers: [],
    ...rest,
  }
}

/** A report of modules, each counted once. */
export function buildReportOf(
  modules: readonly ModuleReport[],
  rest: Partial<BuildReport> = {},
): BuildReport {
  return {
    version: 1,
    environment: 'client',
    metric: 'brotli',
    encoders: { br: 'x@1', gz: 'y@1' },
    modules,
    total: sizesOf(modules.reduce((sum, { after }) => sum + after.rawBytes, 0)),
    budgets: [],
    findings: [],
    ...rest,
  }
}
