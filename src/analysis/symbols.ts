import { countImports, type WasmModule } from '../wasm/module.ts'
import type { DataRanges } from './data-ranges.ts'
import { linkedNames, linkedRangeNames } from './linked-names.ts'
import type { LinkedReferences } from './linked-references.ts'

/** Names by index, from a module's own name section or from an unstripped twin of it. */
export interface Symbols {
  readonly functions: ReadonlyMap<number, string>
  readonly globals: ReadonlyMap<number, string>
  readonly data: ReadonlyMap<number, string>
}

/** What is known to be called how: one entry an index, undefined where there is no name. */
export interface NameTable {
  readonly functions: readonly (string | undefined)[]
  readonly globals: readonly (string | undefined)[]
  /** Segments. */
  readonly data: readonly (string | undefined)[]
  /** Ranges of data, by number: names of symbols, which only a module with relocations has; empty for all others. */
  readonly ranges: readonly (string | undefined)[]
}

/**
 * Collects what names there are for a module: those given from outside, then its own name section, then its symbol table, then
 * the names under which functions and globals are exported.
 *
 * Names of what is not there are left out.
 */
export function collectNames(
  module: WasmModule,
  given?: Symbols,
  linked?: { readonly links: LinkedReferences; readonly ranges: DataRanges },
): NameTable {
  const own = linked === undefined ? undefined : linkedNames(module, linked.links.linking)
  const functionCount = countImports(module, 'function') + module.bodies.count
  const globalCount = countImports(module, 'global') + module.globals.length
  const functions = merge(functionCount, own?.functions, module.names.functions, given?.functions)
  const globals = merge(globalCount, own?.globals, module.names.globals, given?.globals)
  const targets = { function: functions, global: globals }
  for (const { kind, index, name } of module.exports) {
    if (kind !== 'function' && kind !== 'global') continue
    const names = targets[kind]
    if (index < names.length) names[index] ??= name
  }
  const data = merge(module.data.count, own?.data, module.names.data, given?.data)
  const ranges = linked === undefined ? [] : linkedRangeNames(module, linked.links, linked.ranges)
  return { functions, globals, data, ranges }
}

function merge(count: number, ...layers: readonly (ReadonlyMap<number, string> | undefined)[]) {
  const names: (string | undefined)[] = Array.from({ length: count })
  for (const layer of layers) {
    if (layer !== undefined) for (const [index, name] of layer) if (index < count) names[index] = name
  }
  return names
}
