import { brotliCompressSync, gzipSync } from 'node:zlib'
import { analyzeModule } from '../../src/analysis/analyze-module.ts'
import { summarize } from '../../src/analysis/summary.ts'
import type { BuildReport, ModuleReport } from '../../src/report/build-report.ts'
import { sha256 } from './app.ts'
import { buildReportOf, moduleReportOf } from './reports.ts'

/** The report of a real module as it would be if it shipped as it is. */
export function analyzedModuleOf(
  fileName: string,
  bytes: Uint8Array,
  rest: Partial<ModuleReport> = {},
): ModuleReport {
  const sizes = {
    rawBytes: bytes.length,
    gzipBytes: gzipSync(bytes, { level: 9 }).length,
    brotliBytes: brotliCompressSync(bytes).length,
  }
  return moduleReportOf(fileName, bytes.length, {
    originalNames: [`src/${fileName}`],
    sha256: sha256(bytes),
    sourceSha256: sha256(bytes),
    before: sizes,
    after: sizes,
    summary: summarize(analyzeModule(bytes)),
    ...rest,
  })
}

/** The report of an output that these modules are all of, with the tools that made it. */
export function toolsReportOf(
  modules: readonly ModuleReport[],
  rest: Partial<BuildReport> = {},
): BuildReport {
  return buildReportOf(modules, {
    encoders: { br: 'node-brotli@1.1.0', gz: 'node-gzip@1.3.1' },
    tools: { package: 'vite-plugin-wasm-budget@0.1.0', node: '20.0.0', engine: 'binaryen@132.0.0' },
    ...rest,
  })
}
