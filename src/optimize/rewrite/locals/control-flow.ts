import { Cursor } from '../../../wasm/cursor.ts'
import type { FunctionCode } from '../module-code.ts'
import { Control } from './control-opcodes.ts'
import { IntList } from './int-list.ts'

/**
 * The basic blocks of a function in the order of their code; block 0 is entered by a call and by nothing else.
 *
 * Block `b` holds the instructions `starts[b]` up to `starts[b + 1]` and continues in `targets[targetStarts[b]]` up to
 * `targets[targetStarts[b + 1]]`, which names a block once only.
 */
export interface ControlFlow {
  readonly count: number
  readonly starts: Int32Array
  readonly targetStarts: Int32Array
  readonly targets: Int32Array
  /** Number of edges that enter each block. */
  readonly incoming: Int32Array
}

/** Finds the basic blocks of a function without handlers of exceptions. */
export function buildControlFlow(code: Uint8Array, func: FunctionCode): ControlFlow {
  return new Builder(code, func).build()
}

/** Marks a frame that no forward edge joins yet. */
const NONE = -1

class Builder {
  readonly #code: Uint8Array
  readonly #func: FunctionCode
  readonly #starts = new IntList()
  /** Source and target of each edge. */
  readonly #from = new IntList()
  readonly #to = new IntList()
  /** Frames that are open: a loop's first block, or {@link NONE}; the block that an `if` ends; the first of their joins. */
  readonly #heads = new IntList(32)
  readonly #conditions = new IntList(32)
  readonly #joins = new IntList(32)
  /** Branches to the end of a frame: their block, and the next of the same frame. */
  readonly #joinBlocks = new IntList()
  readonly #nextJoins = new IntList()
  #current = 0
  #depth = 0

  constructor(code: Uint8Array, func: FunctionCode) {
    this.#code = code
    this.#func = func
  }

  build(): ControlFlow {
    const { opcodes, operands } = this.#func
    this.#starts.push(0)
    this.#open(NONE, NONE)
    for (let at = 0; at < opcodes.length; at++) this.#step(opcodes[at] as number, operands[at] as number, at)
    this.#starts.push(opcodes.length)
    return compact(this.#starts.copy(), this.#from, this.#to)
  }

  #step(opcode: number, operand: number, at: number): void {
    switch (opcode) {
      case Control.block:
        this.#open(NONE, NONE)
        return
      case Control.loop:
        this.#begin(at, true)
        this.#open(this.#current, NONE)
        return
      case Control.if: {
        const condition = this.#current
        this.#begin(at + 1, true)
        this.#open(NONE, condition)
        return
      }
      case Control.else: {
        const frame = this.#depth - 1
        this.#join(frame, this.#current)
        this.#begin(at + 1, false)
        this.#edge(this.#conditions.values[frame] as number, this.#current)
        this.#conditions.values[frame] = NONE
        return
      }
      case Control.end:
        this.#close(at)
        return
      case Control.br:
        this.#branch(operand)
        this.#begin(at + 1, false)
        return
      case Control.brIf:
      case Control.brOnNull:
      case Control.brOnNonNull:
      case Control.brOnCast:
      case Control.brOnCastFail:
        this.#branch(operand)
        this.#begin(at + 1, true)
        return
      case Control.brTable:
        this.#branchTable(at)
        this.#begin(at + 1, false)
        return
      case Control.return:
      case Control.unreachable:
      case Control.throw:
      case Control.rethrow:
      case Control.throwRef:
      case Control.returnCall:
      case Control.returnCallIndirect:
      case Control.returnCallRef:
        this.#begin(at + 1, false)
    }
  }

  #begin(at: number, falls: boolean): void {
    const previous = this.#current++
    this.#starts.push(at)
    if (falls) this.#edge(previous, this.#current)
  }

  #edge(from: number, to: number): void {
    this.#from.push(from)
    this.#to.push(to)
  }

  #open(head: number, condition: number): void {
    const frame = this.#depth++
    if (frame === this.#heads.length) {
      this.#heads.push(head)
      this.#conditions.push(condition)
      this.#joins.push(NONE)
    } else {
      this.#heads.values[frame] = head
      this.#conditions.values[frame] = condition
      this.#joins.values[frame] = NONE
    }
  }

  #join(frame: number, block: number): void {
    this.#nextJoins.push(this.#joins.values[frame] as number)
    this.#joins.values[frame] = this.#joinBlocks.length
    this.#joinBlocks.push(block)
  }

  #branch(label: number): void {
    const frame = this.#depth - 1 - label
    const head = this.#heads.values[frame] as number
    if (head === NONE) this.#join(frame, this.#current)
    else this.#edge(this.#current, head)
  }

  #branchTable(at: number): void {
    const cursor = new Cursor(this.#code, (this.#func.starts[at] as number) + 1)
    const labels = new Set<number>()
    for (let left = cursor.u32() + 1; left > 0; left--) labels.add(cursor.u32())
    for (const label of labels) this.#branch(label)
  }

  #close(at: number): void {
    const frame = --this.#depth
    // The end of a loop is no target, and that of the body continues nowhere.
    if ((this.#heads.values[frame] as number) !== NONE || frame === 0) return
    this.#begin(at, true)
    for (let join = this.#joins.values[frame] as number; join !== NONE;) {
      this.#edge(this.#joinBlocks.values[join] as number, this.#current)
      join = this.#nextJoins.values[join] as number
    }
    const condition = this.#conditions.values[frame] as number
    if (condition !== NONE) this.#edge(condition, this.#current)
  }
}

function compact(starts: Int32Array, from: IntList, to: IntList): ControlFlow {
  const count = starts.length - 1
  const next = new Int32Array(count + 1)
  for (let edge = 0; edge < from.length; edge++) {
    const block = (from.values[edge] as number) + 1
    next[block] = (next[block] as number) + 1
  }
  for (let block = 0; block < count; block++) {
    next[block + 1] = (next[block + 1] as number) + (next[block] as number)
  }
  const bounds = next.slice()
  const sorted = new Int32Array(from.length)
  for (let edge = 0; edge < from.length; edge++) {
    const block = from.values[edge] as number
    const at = next[block] as number
    sorted[at] = to.values[edge] as number
    next[block] = at + 1
  }
  return dropRepeated(count, starts, bounds, sorted)
}

function dropRepeated(
  count: number,
  starts: Int32Array,
  bounds: Int32Array,
  sorted: Int32Array,
): ControlFlow {
  const targetStarts = new Int32Array(count + 1)
  const incoming = new Int32Array(count)
  const seenFrom = new Int32Array(count).fill(NONE)
  let length = 0
  for (let block = 0; block < count; block++) {
    targetStarts[block] = length
    for (let at = bounds[block] as number; at < (bounds[block + 1] as number); at++) {
      const target = sorted[at] as number
      if (seenFrom[target] === block) continue
      seenFrom[target] = block
      incoming[target] = (incoming[target] as number) + 1
      sorted[length++] = target
    }
  }
  targetStarts[count] = length
  return { count, starts, targetStarts, targets: sorted.subarray(0, length), incoming }
}
