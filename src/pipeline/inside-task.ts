import { analyzeModule } from '../analysis/analyze-module.ts'
import { ModuleAnalysis } from '../analysis/module-analysis.ts'
import { insideOf, type ModuleInside } from '../report/module-inside.ts'
import { readModule } from '../wasm/module.ts'
import { WasmParseError } from '../wasm/parse-error.ts'

/** A task of the worker pool: looks into what ships, with the names of an unstripped twin; undefined where it cannot be read. */
export function lookInside(task: {
  bytes: Uint8Array
  source: Uint8Array
  twin?: Uint8Array | undefined
  wireBytes?: number | undefined
  usedExports?: readonly string[] | undefined
}): ModuleInside | undefined {
  const { bytes, source, twin, wireBytes, usedExports } = task
  try {
    const analysis = new ModuleAnalysis(bytes, {
      ...(twin === undefined ? {} : { symbols: readModule(twin).names }),
      ...(wireBytes === undefined ? {} : { wireSizeBytes: wireBytes }),
      ...(usedExports === undefined ? {} : { usedExports }),
    })
    const isSame = source.length === bytes.length
    return insideOf(analysis, isSame ? undefined : analyzeModule(source))
  } catch (error) {
    if (error instanceof WasmParseError) return undefined
    throw error
  }
}
