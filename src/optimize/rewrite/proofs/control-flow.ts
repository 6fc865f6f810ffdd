import { Cursor } from '../../../wasm/cursor.ts'
import type { InstructionReader } from '../../../wasm/instruction-reader.ts'
import { readValueType } from '../../../wasm/value-types.ts'
import { Difference } from './difference.ts'

/** A block of structured code that is open. */
interface Frame {
  readonly opcode: number
  /** Block that branches to it go to; -1 while there is none. */
  label: number
  /** Block of an `if` that may still have to go to its `else` or end; else -1. */
  condition: number
  /** Block that everything thrown in its body goes to; -1 while nothing is. */
  landing: number
  /** Whether what is thrown now would come to it. */
  isHandling: boolean
  hasCatchAll: boolean
  /** Frames that the clauses of a `try_table` branch to; undefined for the function itself. */
  readonly targets: readonly (Frame | undefined)[]
}

const NO_BLOCK = -1

/**
 * Blocks of straight code and the edges between them, made while a reader steps through a body.
 *
 * A call within a `try` ends its block, because it may go to the handlers; traps cannot be caught. Code that cannot be reached is in
 * no block.
 */
export class ControlFlow {
  /** The block that the next instruction is in; -1 where it cannot be reached. The first is 0, which no edge leads to. */
  block = 0
  blockCount = 1
  /** Edges as linked lists by target. */
  readonly #lastEdges: number[] = [NO_BLOCK]
  readonly #edgeSources: number[] = []
  readonly #earlierEdges: number[] = []
  readonly #frames: Frame[] = []
  #handlingCount = 0

  /** Visits the blocks that may run right before a block. */
  eachSource(block: number, visit: (source: number) => void): void {
    for (let edge = this.#lastEdges[block] as number; edge >= 0; edge = this.#earlierEdges[edge] as number) {
      visit(this.#edgeSources[edge] as number)
    }
  }

  /** Follows the instruction that the reader has just read. */
  step(reader: InstructionReader): void {
    const { opcode, index } = reader
    switch (opcode) {
      case 0x02:
        this.#open(opcode)
        return
      case 0x03:
        this.block = this.#fork(this.block)
        this.#open(opcode).label = this.block
        return
      case 0x04:
        this.#open(opcode).condition = this.block
        this.block = this.#fork(this.block)
        return
      case 0x05:
        return this.#else()
      case 0x06:
        this.#open(opcode).isHandling = true
        this.#handlingCount++
        return
      case 0x07:
      case 0x19:
        return this.#catch(opcode)
      case 0x0b:
        return this.#end()
      case 0x18:
        return this.#delegate(index)
      case 0x1f:
        return this.#openTryTable(reader)
      case 0x0c:
        this.#branch(index)
        this.block = NO_BLOCK
        return
      case 0x0e:
        for (const depth of branchDepths(reader)) this.#branch(depth)
        this.block = NO_BLOCK
        return
      case 0x08:
      case 0x09:
      case 0x0a:
        this.#throw(this.#frames.length - 1, this.block)
        this.block = NO_BLOCK
        return
      // What follows a tail call's callee is the caller: nothing here catches what it throws.
      case 0x00:
      case 0x0f:
      case 0x12:
      case 0x13:
      case 0x15:
        this.block = NO_BLOCK
        return
      case 0x0d:
      case 0xd5:
      case 0xd6:
      case 0xfb0018:
      case 0xfb0019:
        if (this.#branch(index)) this.block = this.#fork(this.block)
        return
      case 0x10:
      case 0x11:
      case 0x14:
        if (this.#throw(this.#frames.length - 1, this.block)) this.block = this.#fork(this.block)
        return
      case 0xe2:
      case 0xe3:
      case 0xe4:
      case 0xe5:
      case 0xe6:
        throw new Difference('stack switching is not followed')
    }
  }

  #open(opcode: number, targets: readonly (Frame | undefined)[] = []): Frame {
    const frame = {
      opcode,
      label: NO_BLOCK,
      condition: NO_BLOCK,
      landing: NO_BLOCK,
      isHandling: false,
      hasCatchAll: false,
      targets,
    }
    this.#frames.push(frame)
    return frame
  }

  #openTryTable(reader: InstructionReader): void {
    const { depths, hasCatchAll } = readClauses(reader)
    const targets = depths.map((depth) => this.#frameAt(depth))
    const frame = this.#open(reader.opcode, targets)
    frame.isHandling = true
    frame.hasCatchAll = hasCatchAll
    this.#handlingCount++
  }

  #top(...opcodes: readonly number[]): Frame {
    const frame = this.#frames.at(-1)
    if (frame === undefined || !opcodes.includes(frame.opcode)) throw new Difference('blocks do not nest')
    return frame
  }

  #else(): void {
    const frame = this.#top(0x04)
    this.#goTo(frame)
    this.block = this.#fork(frame.condition)
    frame.condition = NO_BLOCK
  }

  #catch(opcode: number): void {
    const frame = this.#top(0x06)
    this.#goTo(frame)
    this.#stopHandling(frame)
    if (opcode === 0x19) frame.hasCatchAll = true
    this.block = this.#fork(frame.landing)
  }

  #end(): void {
    const frame = this.#frames.pop()
    if (frame === undefined) return
    this.#stopHandling(frame)
    if (frame.opcode === 0x06 && frame.landing >= 0 && !frame.hasCatchAll) {
      this.#throw(this.#frames.length - 1, frame.landing)
    }
    this.#close(frame)
  }

  #delegate(depth: number): void {
    const frame = this.#top(0x06)
    this.#frames.pop()
    this.#stopHandling(frame)
    if (frame.landing >= 0) this.#throw(this.#frames.length - 1 - depth, frame.landing)
    this.#close(frame)
  }

  #close(frame: Frame): void {
    if (frame.opcode === 0x03) return
    if (frame.condition >= 0) this.#edge(frame.condition, this.#labelOf(frame))
    if (frame.label < 0) return
    this.#goTo(frame)
    this.block = frame.label
  }

  #stopHandling(frame: Frame): void {
    if (frame.isHandling) this.#handlingCount--
    frame.isHandling = false
  }

  /** Lets a block throw to the nearest handler at or around a frame; false where there is none. */
  #throw(from: number, source: number): boolean {
    if (source < 0 || this.#handlingCount === 0) return false
    let at = from
    while (at >= 0 && this.#frames[at]?.isHandling !== true) at--
    const frame = this.#frames[at]
    if (frame === undefined) return false
    if (frame.landing < 0) {
      frame.landing = this.#newBlock()
      for (const target of frame.targets) {
        if (target !== undefined) this.#edge(frame.landing, this.#labelOf(target))
      }
      if (frame.opcode === 0x1f && !frame.hasCatchAll) this.#throw(at - 1, frame.landing)
    }
    this.#edge(source, frame.landing)
    return true
  }

  /** The frame at a depth; undefined for the function. */
  #frameAt(depth: number): Frame | undefined {
    if (depth > this.#frames.length) throw new Difference('a branch to nowhere')
    return this.#frames[this.#frames.length - 1 - depth]
  }

  /** Branches from the current block; false where that leaves the function, or cannot be reached. */
  #branch(depth: number): boolean {
    const frame = this.#frameAt(depth)
    if (frame === undefined || this.block < 0) return false
    this.#goTo(frame)
    return true
  }

  #goTo(frame: Frame): void {
    if (this.block >= 0) this.#edge(this.block, this.#labelOf(frame))
  }

  #labelOf(frame: Frame): number {
    if (frame.label < 0) frame.label = this.#newBlock()
    return frame.label
  }

  #fork(source: number): number {
    if (source < 0) return NO_BLOCK
    const block = this.#newBlock()
    this.#edge(source, block)
    return block
  }

  #newBlock(): number {
    this.#lastEdges.push(NO_BLOCK)
    return this.blockCount++
  }

  #edge(source: number, target: number): void {
    this.#earlierEdges.push(this.#lastEdges[target] as number)
    this.#lastEdges[target] = this.#edgeSources.length
    this.#edgeSources.push(source)
  }
}

function branchDepths({ bytes, start, offset }: InstructionReader): ReadonlySet<number> {
  const cursor = new Cursor(bytes, start + 1, offset)
  const depths = new Set<number>()
  for (let left = cursor.u32() + 1; left > 0; left--) depths.add(cursor.u32())
  return depths
}

function readClauses({ bytes, start, offset, valueTypes }: InstructionReader): {
  depths: number[]
  hasCatchAll: boolean
} {
  const cursor = new Cursor(bytes, start + 1, offset)
  if (valueTypes.length > 0) readValueType(cursor)
  else cursor.s33()
  const depths: number[] = []
  let hasCatchAll = false
  for (let left = cursor.u32(); left > 0; left--) {
    const kind = cursor.u8()
    if (kind < 2) cursor.u32()
    else hasCatchAll = true
    depths.push(cursor.u32())
  }
  return { depths, hasCatchAll }
}
