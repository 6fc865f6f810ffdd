import { section, vector, wasm } from '../../../support/wasm-builder.ts'

/** A function with one parameter and two locals that are references and cannot be null, which no assembler here writes. */
export function functionOfReferences(code: readonly number[]): Uint8Array {
  return wasm(
    section(1, vector([0x60, 1, 0x64, 0x70, 0])),
    section(3, vector([0])),
    section(10, vector([code.length + 4, 1, 2, 0x64, 0x70, ...code])),
  )
}
