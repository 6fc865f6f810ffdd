import type { InstructionReader } from '../../../wasm/instruction-reader.ts'
import { Difference } from './difference.ts'
import type { Locals } from './local-types.ts'
import { isPureValue, type PureValues } from './pure-values.ts'

const GET = 0x20
const TEE = 0x22
const DROP = 0x1a
const NOP = 0x01

/** More than a module has that locals can be of. */
const MAX_TYPES = 2 ** 21
const NO_CLAIMS: readonly number[] = []

/** Says whether an instruction only moves values between locals and the operand stack. */
export function isLocalMove(opcode: number): boolean {
  return (opcode >= GET && opcode <= TEE) || opcode === DROP
}

/** Says the same of those too that push a value without an operand, and of `nop`. */
export function isAnyMove(opcode: number): boolean {
  return isLocalMove(opcode) || opcode === NOP || isPureValue(opcode)
}

/**
 * What the locals and the operand stack of one body hold, as symbols: a number from 0 on is a value that came into the block or was made
 * in it, `~local` is what that local held at the beginning of the block.
 */
export class LocalSide {
  readonly locals: Locals
  /** What was pushed since the last instruction that is no move, above what that left. */
  readonly stack: number[] = []
  /** How many of the values that were there before have been popped; their symbols are `firstValue` and up, from the top down. */
  popped = 0
  /** Locals written in the block, each once. */
  readonly #written: number[] = []
  readonly #values: PureValues
  readonly #symbols: Int32Array
  readonly #periods: Int32Array
  #period = 1
  /** What locals that are written in a block hold at its end, by `block * locals + local`. */
  readonly #ends = new Map<number, number>()
  /** What was done since they were last cleared that is valid only for values of some type: see {@link LocalSide.claims}. */
  readonly #claims: number[] | undefined
  /** Whether some block ends with a local that holds what a local held at its beginning. */
  hasCopies = false

  /** With `hasClaims`, {@link claims} is kept. */
  constructor(locals: Locals, values: PureValues, hasClaims: boolean) {
    this.#claims = hasClaims ? [] : undefined
    this.locals = locals
    this.#values = values
    this.#symbols = new Int32Array(locals.types.length)
    this.#periods = new Int32Array(locals.types.length)
  }

  /** Follows a move; `moment` is the number of instructions that are none so far. */
  move(reader: InstructionReader, firstValue: number, moment: number): void {
    const { opcode, index } = reader
    if (opcode === NOP) return
    if (opcode === DROP) {
      this.#pop(firstValue)
      return
    }
    if (opcode < GET || opcode > TEE) {
      const symbol = this.#values.symbolOf(reader, moment)
      this.stack.push(symbol)
      this.#claims?.push(symbol * MAX_TYPES)
      return
    }
    if (index >= this.locals.types.length)
      throw new Difference(`local ${index} of ${this.locals.types.length}`)
    if (opcode === GET) {
      this.stack.push(this.#periods[index] === this.#period ? (this.#symbols[index] as number) : ~index)
      return
    }
    const value = this.#pop(firstValue)
    if (opcode === TEE) this.stack.push(value)
    this.#claim(value, this.locals.types[index] as number)
    if (this.#periods[index] !== this.#period) {
      this.#periods[index] = this.#period
      this.#written.push(index)
    }
    this.#symbols[index] = value
  }

  #claim(value: number, type: number): void {
    if (this.#claims === undefined) return
    if (value >= 0) this.#claims.push(value * MAX_TYPES + 1 + type)
    else if (this.locals.types[~value] !== type)
      throw new Difference('a value of another type is written to a local')
  }

  /**
   * Which value was written to a local of which type, and which constant or global was read, since the stack was last cleared: what is
   * valid in one body is in the other, where nobody knows the types of values.
   */
  get claims(): readonly number[] {
    return this.#claims ?? NO_CLAIMS
  }

  #pop(firstValue: number): number {
    return this.stack.pop() ?? firstValue + this.popped++
  }

  /** Puts back what was popped until `popped` values of those that were there before are part of the stack. */
  extend(popped: number, firstValue: number): void {
    for (; this.popped < popped; this.popped++) this.stack.unshift(firstValue + this.popped)
  }

  clearStack(): void {
    this.stack.length = 0
    this.popped = 0
    if (this.#claims !== undefined) this.#claims.length = 0
  }

  /** Ends a block, -1 for code that cannot be reached; what follows is another. */
  endBlock(block: number): void {
    if (block >= 0) {
      for (const local of this.#written) {
        const symbol = this.#symbols[local] as number
        if (symbol < 0) this.hasCopies = true
        this.#ends.set(block * this.#symbols.length + local, symbol)
      }
    }
    this.#written.length = 0
    this.#period++
  }

  /** What a local holds at the end of a block. */
  endOf(block: number, local: number): number {
    return this.#ends.get(block * this.#symbols.length + local) ?? ~local
  }
}
