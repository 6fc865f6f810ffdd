import { custom, functions, nameMap, nameSection } from '../support/wasm-builder.ts'

const HEADER_AND_NOPS = [0, 0x0b]
const MODULE_NAME = 0
const FUNCTION_NAMES = 1

/** A module whose bytes compress badly, by a custom section that no build takes out; about `sizeBytes` large. */
export function noise(sizeBytes: number, seed = 1): Uint8Array<ArrayBuffer> {
  let state = seed
  const bytes = Array.from({ length: sizeBytes }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state >>> 24
  })
  return join(functions(HEADER_AND_NOPS), custom('noise', bytes))
}

/** A module with function names. */
export function named(...names: readonly string[]): Uint8Array<ArrayBuffer> {
  return join(
    functions(...names.map(() => HEADER_AND_NOPS)),
    nameSection(
      [MODULE_NAME, 1, 0],
      nameMap(
        FUNCTION_NAMES,
        names.map((name, index) => [index, name]),
      ),
    ),
  )
}

function join(module: Uint8Array, section: readonly number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...module, ...section])
}
