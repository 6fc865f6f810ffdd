import { ModuleAnalysis, type AnalyzeOptions } from './module-analysis.ts'
import type { SizeReport } from './size-report.ts'

/**
 * Says where every byte of a module is, whose it is, and what keeps it.
 *
 * @throws {WasmParseError} a module that cannot be read.
 */
export function analyzeModule(bytes: Uint8Array, options: AnalyzeOptions = {}): SizeReport {
  return new ModuleAnalysis(bytes, options).report
}
