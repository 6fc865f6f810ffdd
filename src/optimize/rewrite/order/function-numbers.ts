import type { WasmModule } from '../../../wasm/module.ts'

/**
 * Says whether functions may get other indices: whether no custom section may hold any that nobody would rewrite.
 *
 * The encoder rewrites `name`. What is not known here may hold indices, or offsets into bodies as DWARF and source maps do.
 */
export function mayRenumberFunctions({ sections }: WasmModule): boolean {
  return sections.every(
    ({ id, name }) => id !== 0 || WITHOUT_INDICES.has(name) || name.startsWith(COMPONENT_TYPE),
  )
}

/**
 * Conventions of tools: https://github.com/WebAssembly/tool-conventions (`dylink.0`, `producers`, `target_features`,
 * `build_id`), and the build id that Go writes.
 */
const WITHOUT_INDICES: ReadonlySet<string> = new Set([
  'name',
  'dylink.0',
  'dylink',
  'producers',
  'target_features',
  'build_id',
  'go.buildid',
])

/** The interface of a component in its own types and names, as wit-bindgen writes it for `wasm-tools component new`. */
const COMPONENT_TYPE = 'component-type:'
