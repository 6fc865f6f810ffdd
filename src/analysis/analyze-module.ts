import { countImports, readModule } from '../wasm/module.ts'
import { partitionModule } from './partition.ts'
import type { SizeReport } from './size-report.ts'
import { collectSymbols, type Symbols } from './symbols.ts'

/** Options of {@link analyzeModule}. */
export interface AnalyzeOptions {
  /** Names from outside, for a module whose own were stripped; indices are those of the module. */
  readonly symbols?: Symbols
}

/**
 * Says where every byte of a module is.
 *
 * @throws {WasmParseError} a module that cannot be read.
 */
export function analyzeModule(bytes: Uint8Array, options: AnalyzeOptions = {}): SizeReport {
  const module = readModule(bytes)
  const symbols = collectSymbols(module, options.symbols)
  const { items, sections } = partitionModule(module, symbols)
  const firstDefined = countImports(module, 'function')
  const endDefined = firstDefined + module.bodies.count
  let namedFunctionCount = 0
  // A name section may name functions that are not there.
  for (const index of symbols.functions.keys())
    if (index >= firstDefined && index < endDefined) namedFunctionCount++
  return {
    version: 1,
    sizeBytes: bytes.length,
    sections,
    items,
    functionCount: module.bodies.count,
    namedFunctionCount,
    producers: module.producers,
  }
}
