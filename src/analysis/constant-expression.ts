import { Cursor } from '../wasm/cursor.ts'
import { countImports, type WasmModule } from '../wasm/module.ts'
import { Op } from '../wasm/opcodes.ts'

/** Reads a constant expression that is one integer constant, unsigned; undefined for any other. */
export function readConstant(bytes: Uint8Array, offset: number): number | undefined {
  return readConstantAt(new Cursor(bytes, offset))
}

function readConstantAt(cursor: Cursor): number | undefined {
  const opcode = cursor.u8()
  if (opcode !== Op.i32Const && opcode !== Op.i64Const) return undefined
  const value = opcode === Op.i32Const ? cursor.s33() >>> 0 : Number(BigInt.asUintN(64, cursor.s64()))
  return cursor.u8() === Op.end ? value : undefined
}

/**
 * Evaluates constant expressions of a module as far as its bytes tell, unsigned.
 *
 * Known are integer constants, sums, differences and products of them, and immutable globals that the module itself defines by
 * such; what is imported, as `__memory_base` is, is not.
 */
export class ConstantEvaluator {
  readonly #module: WasmModule
  readonly #cursor: Cursor
  #globals: readonly (bigint | undefined)[] | undefined

  constructor(module: WasmModule) {
    this.#module = module
    this.#cursor = new Cursor(module.bytes)
  }

  /** Evaluates the expression at an offset in the file; undefined where its value is not known. */
  evaluate(offset: number): number | undefined {
    const { bytes } = this.#module
    // Nearly all are one constant, and a Go module has a hundred thousand of them.
    this.#cursor.offset = offset
    const constant = readConstantAt(this.#cursor)
    if (constant !== undefined) return constant
    this.#globals ??= this.#evaluateGlobals()
    const value = evaluate(bytes, offset, this.#globals)
    return value === undefined ? undefined : Number(value)
  }

  // A global refers to earlier ones only, so that one pass knows all.
  #evaluateGlobals(): (bigint | undefined)[] {
    const { bytes, globals } = this.#module
    const values = Array.from<bigint | undefined>({ length: countImports(this.#module, 'global') })
    for (const { type, initializerOffset } of globals) {
      const isFixed = type.kind === 'global' && !type.mutable && initializerOffset !== undefined
      values.push(isFixed ? evaluate(bytes, initializerOffset, values) : undefined)
    }
    return values
  }
}

/** Operators of https://github.com/WebAssembly/extended-const: `i32.add`, `sub`, `mul`, then the same of `i64`. */
const OPERATORS: Readonly<Record<number, (left: bigint, right: bigint) => bigint>> = {
  0x6a: (left, right) => BigInt.asUintN(32, left + right),
  0x6b: (left, right) => BigInt.asUintN(32, left - right),
  0x6c: (left, right) => BigInt.asUintN(32, left * right),
  0x7c: (left, right) => BigInt.asUintN(64, left + right),
  0x7d: (left, right) => BigInt.asUintN(64, left - right),
  0x7e: (left, right) => BigInt.asUintN(64, left * right),
}

function evaluate(
  bytes: Uint8Array,
  offset: number,
  globals: readonly (bigint | undefined)[],
): bigint | undefined {
  const cursor = new Cursor(bytes, offset)
  const stack: bigint[] = []
  for (let opcode = cursor.u8(); opcode !== Op.end; opcode = cursor.u8()) {
    const operator = OPERATORS[opcode]
    let value: bigint | undefined
    if (opcode === Op.i32Const) value = BigInt.asUintN(32, BigInt(cursor.s33()))
    else if (opcode === Op.i64Const) value = BigInt.asUintN(64, cursor.s64())
    else if (opcode === Op.globalGet) value = globals[cursor.u32()]
    else if (operator !== undefined) {
      const right = stack.pop()
      const left = stack.pop()
      if (left !== undefined && right !== undefined) value = operator(left, right)
    }
    if (value === undefined) return undefined
    stack.push(value)
  }
  return stack.length === 1 ? stack[0] : undefined
}
