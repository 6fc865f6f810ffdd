import { assemble, concat, customSection, moduleOf, noise } from '../support/wasm-fixtures.ts'

// Few modules are shared by all ways: with one cache, the pipeline then works on each only once.

/** A module above every limit for inlining; `run(7)` is {@link printed}. */
export const big = (seed: number): Uint8Array => moduleOf(seed)

/** A module below every limit for inlining. */
export const tiny = (seed: number): Uint8Array => moduleOf(seed, { dataBytes: 16 })

/** What `run(7)` of a module of this seed returns. */
export const printed = (seed: number): number => 7 * seed + seed

/** Shapes of modules that are imported as modules of JavaScript. */
export interface Importable {
  readonly dataBytes?: number
  /** Text of imports, and what `run` calls first. */
  readonly imports?: string
  readonly calls?: string
  /** Further text. */
  readonly more?: string
}

/** A module without imports unless told otherwise; its `run` is that of {@link big}. */
export function importable(seed: number, { dataBytes = 5000, ...text }: Importable = {}): Uint8Array {
  const data = [...noise(dataBytes, seed)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
  const wat = `(module
    ${text.imports ?? ''}
    (memory (export "memory") 1)
    ${text.more ?? ''}
    (func $run_it (export "run") (param i32) (result i32)
      ${text.calls ?? ''}
      local.get 0 i32.const ${seed} i32.mul i32.const ${seed} i32.add)
    (data (i32.const 0) "${data}"))`
  return concat(assemble(wat), customSection('.debug_info', `of module ${seed}`.repeat(3)))
}
