import { Cursor } from '../../../wasm/cursor.ts'
import type { FunctionCode } from '../module-code.ts'
import { sortEdges, type BlockEdges } from './block-edges.ts'
import { Control } from './control-opcodes.ts'
import { IntList } from './int-list.ts'
import { readClauses } from './try-table.ts'

/**
 * The basic blocks of a function in the order of their code; block 0 is entered by a call and by nothing else.
 *
 * Block `b` holds the instructions `starts[b]` up to `starts[b + 1]` and continues in `targets[targetStarts[b]]` up to
 * `targets[targetStarts[b + 1]]`, which names a block once only.
 */
export interface ControlFlow extends BlockEdges {
  readonly count: number
  readonly starts: Int32Array
}

/**
 * Finds the basic blocks of a function that is not suspended.
 *
 * What may throw within a `try` or `try_table` ends a block that also continues in the landing of that `try`: a block before its
 * handlers, which continues in each of them, and in the landing of what is around it unless it catches everything. Traps are not
 * caught.
 */
export function buildControlFlow(code: Uint8Array, func: FunctionCode): ControlFlow {
  return new Builder(code, func).build()
}

/** Marks a frame that no forward edge joins yet. */
const NONE = -1

/** A `try` or `try_table` that is open. */
interface Try {
  /** The instruction of a `try_table`, or {@link NONE}. */
  readonly table: number
  /** Where what it does not catch goes. */
  readonly outer: Try | undefined
  /** Blocks that end with what may throw to it. */
  readonly throwing: number[]
  /** Where they go; {@link NONE} before the first handler, or if nothing throws. */
  landing: number
  catchesAll: boolean
}

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
  /** By frame: the `try` that it is, and the one that what is thrown directly in it goes to. */
  readonly #tries: (Try | undefined)[] = []
  readonly #catching: (Try | undefined)[] = []
  #current = 0
  #depth = 0
  /** Where the block before this one may have gone with locals as they are now. */
  #reached: Try | undefined

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
    const starts = this.#starts.copy()
    const count = starts.length - 1
    return { count, starts, ...sortEdges(count, this.#from, this.#to) }
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
      case Control.try:
        this.#openTry(NONE)
        return
      case Control.tryTable:
        this.#openTry(at)
        return
      case Control.catch:
      case Control.catchAll:
        this.#catch(opcode, at)
        return
      case Control.end:
        this.#close(at, this.#tries[this.#depth - 1]?.outer)
        return
      case Control.delegate:
        this.#close(at, this.#catching[this.#depth - 2 - operand])
        return
      case Control.localSet:
      case Control.localTee:
        this.#reached = undefined
        return
      case Control.call:
      case Control.callIndirect:
      case Control.callRef:
        this.#call(at)
        return
      case Control.throw:
      case Control.rethrow:
      case Control.throwRef:
        this.#catching[this.#depth - 1]?.throwing.push(this.#current)
        this.#begin(at + 1, false)
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
      // What a tail call throws goes to the caller.
      case Control.returnCall:
      case Control.returnCallIndirect:
      case Control.returnCallRef:
        this.#begin(at + 1, false)
    }
  }

  #begin(at: number, falls: boolean): void {
    const previous = this.#current++
    this.#starts.push(at)
    this.#reached = undefined
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
    this.#tries[frame] = undefined
    this.#catching[frame] = this.#catching[frame - 1]
  }

  #openTry(table: number): void {
    this.#open(NONE, NONE)
    const frame = this.#depth - 1
    const outer = this.#catching[frame]
    const opened: Try = { table, outer, throwing: [], landing: NONE, catchesAll: false }
    this.#tries[frame] = opened
    this.#catching[frame] = opened
  }

  #call(at: number): void {
    const catching = this.#catching[this.#depth - 1]
    // No local has changed since the last call that may have gone there.
    if (catching === undefined || catching === this.#reached) return
    catching.throwing.push(this.#current)
    this.#begin(at + 1, true)
    this.#reached = catching
  }

  #land(handled: Try, at: number): void {
    if (handled.throwing.length === 0) return
    this.#begin(at, false)
    handled.landing = this.#current
    for (const block of handled.throwing) this.#edge(block, this.#current)
    handled.throwing.length = 0
  }

  #catch(opcode: number, at: number): void {
    const frame = this.#depth - 1
    const handled = this.#tries[frame] as Try
    this.#join(frame, this.#current)
    this.#catching[frame] = handled.outer
    this.#land(handled, at)
    this.#begin(at + 1, false)
    if (handled.landing !== NONE) this.#edge(handled.landing, this.#current)
    if (opcode === Control.catchAll) handled.catchesAll = true
  }

  #closeTry(handled: Try, outer: Try | undefined, at: number): void {
    this.#land(handled, at)
    if (handled.landing === NONE) return
    if (handled.table !== NONE) {
      const { labels, catchesAll } = readClauses(this.#code, this.#func.starts[handled.table] as number)
      for (const label of labels) this.#branch(label, handled.landing)
      handled.catchesAll = catchesAll
    }
    if (!handled.catchesAll) outer?.throwing.push(handled.landing)
  }

  #join(frame: number, block: number): void {
    this.#nextJoins.push(this.#joins.values[frame] as number)
    this.#joins.values[frame] = this.#joinBlocks.length
    this.#joinBlocks.push(block)
  }

  #branch(label: number, from = this.#current): void {
    const frame = this.#depth - 1 - label
    const head = this.#heads.values[frame] as number
    if (head === NONE) this.#join(frame, from)
    else this.#edge(from, head)
  }

  #branchTable(at: number): void {
    const cursor = new Cursor(this.#code, (this.#func.starts[at] as number) + 1)
    const labels = new Set<number>()
    for (let left = cursor.u32() + 1; left > 0; left--) labels.add(cursor.u32())
    for (const label of labels) this.#branch(label)
  }

  /** Ends a frame; what a `try` does not catch goes to `outer`. */
  #close(at: number, outer: Try | undefined): void {
    const frame = --this.#depth
    // The end of a loop is no target, and that of the body continues nowhere.
    if ((this.#heads.values[frame] as number) !== NONE || frame === 0) return
    const last = this.#current
    const handled = this.#tries[frame]
    if (handled !== undefined) this.#closeTry(handled, outer, at)
    this.#begin(at, false)
    this.#edge(last, this.#current)
    for (let join = this.#joins.values[frame] as number; join !== NONE;) {
      this.#edge(this.#joinBlocks.values[join] as number, this.#current)
      join = this.#nextJoins.values[join] as number
    }
    const condition = this.#conditions.values[frame] as number
    if (condition !== NONE) this.#edge(condition, this.#current)
  }
}
