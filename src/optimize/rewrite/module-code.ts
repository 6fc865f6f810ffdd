import type { WasmModule } from '../../wasm/module.ts'

/** Index, in {@link ModuleCode.functionIndices}, of a function that is gone. */
export const REMOVED = 0xffffffff

/**
 * A module taken apart for rewriting: `decodeModule` makes it, a pass returns a changed copy, `encodeModule` makes bytes of it.
 *
 * Whatever is not listed here is copied from `module` as it is.
 */
export interface ModuleCode {
  readonly module: WasmModule
  /** The instructions of all bodies one after the other, with every integer in its shortest form. */
  readonly code: Uint8Array
  /** Every value type that parameters and locals have, in binary form; elsewhere a type is its index here. */
  readonly valueTypes: readonly Uint8Array[]
  /** Defined functions in the order they will have. */
  readonly functions: readonly FunctionCode[]
  /**
   * Index that a function will have, by the one it has in `module` (imports included); absent where all keep theirs.
   *
   * Operands in `functions` stay indices of `module`: the encoder translates them, as it does all others.
   */
  readonly functionIndices?: Uint32Array
  /** Active segments of memory 0 that replace all of the module's. */
  readonly data?: readonly ActiveSegment[]
}

/** The code of one function; the arrays have an entry for every instruction, the closing `end` among them. */
export interface FunctionCode {
  readonly typeIndex: number
  readonly parameters: Int32Array
  /** Types of the declared locals, one entry a local: local `i` is `parameters` first. */
  readonly locals: Int32Array
  /** `byte` or `prefix << 16 | sub-opcode`. */
  readonly opcodes: Int32Array
  /**
   * First number of the instruction: local, function, label or any other index, signed `i32.const` value, block type (negative: inline),
   * alignment of a memory access as it is written (with bit 6 where a memory index follows); 0 where there is none.
   *
   * The encoder writes those of locals, functions and alignments from here, and copies the rest from `code`.
   */
  readonly operands: Int32Array
  /** Where each instruction begins in `ModuleCode.code`. */
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

/** Bytes at a constant address. */
export interface ActiveSegment {
  readonly address: number
  readonly bytes: Uint8Array
}
