import type { WasmModule } from '../wasm/module.ts'

/** Names by index, from a module's own name section or from an unstripped twin of it. */
export interface Symbols {
  readonly functions: ReadonlyMap<number, string>
  readonly globals: ReadonlyMap<number, string>
  readonly data: ReadonlyMap<number, string>
}

/**
 * Collects what names there are for a module: its own name section, then those given from outside, then the names under
 * which functions and globals are exported and imported.
 */
export function collectSymbols(module: WasmModule, given?: Symbols): Symbols {
  const functions = new Map([...module.names.functions, ...(given?.functions ?? [])])
  const globals = new Map([...module.names.globals, ...(given?.globals ?? [])])
  const data = new Map([...module.names.data, ...(given?.data ?? [])])
  const targets = { function: functions, global: globals }
  for (const { kind, index, name } of module.exports) {
    if ((kind === 'function' || kind === 'global') && !targets[kind].has(index))
      targets[kind].set(index, name)
  }
  return { functions, globals, data }
}
