import { Cursor } from '../../../../src/wasm/cursor.ts'
import { readModule, type WasmModule } from '../../../../src/wasm/module.ts'
import { below, pick, readBody, type Body, type Instruction } from './edit-module.ts'

// An oracle that shares nothing with the checkers: it runs two bodies along one random path, each value a token of its own,
// and compares what reaches the instructions that are no moves. A difference is a counterexample on that path, and so a
// proof that a rewrite is wrong, as far as every path can be taken and no two values are equal by chance.

const DROP = 0x1a
const isMove = ({ opcode }: Instruction) => (opcode >= 0x20 && opcode <= 0x22) || opcode === DROP

/** An instruction that is no move, behind the moves in front of it. */
interface Step {
  readonly moves: readonly Instruction[]
  readonly anchor: Instruction
}

/** A body that can be walked. */
export interface Walkable {
  readonly steps: readonly Step[]
  readonly parameterCount: number
  readonly types: readonly string[]
}

export function walkable(module: WasmModule, index: number, body = readBody(module, index)): Walkable {
  const { composite } = module.types[module.functions.typeIndices[index] as number]!
  const parameters = composite.kind === 'func' ? composite.params : []
  const types = [...parameters.map((type) => JSON.stringify(type)), ...declaredTypes(body)]
  return { steps: stepsOf(body), parameterCount: parameters.length, types }
}

const NAMES: Readonly<Record<number, string>> = {
  0x7f: 'i32',
  0x7e: 'i64',
  0x7d: 'f32',
  0x7c: 'f64',
  0x7b: 'v128',
}

function declaredTypes({ declarations }: Body): string[] {
  const cursor = new Cursor(declarations)
  const types: string[] = []
  for (let left = cursor.u32(); left > 0; left--) {
    const count = cursor.u32()
    const byte = cursor.u8()
    const name = NAMES[byte] === undefined ? String(byte) : JSON.stringify(NAMES[byte])
    const type = byte === 0x63 || byte === 0x64 ? `${name} ${cursor.s33()}` : name
    for (let more = count; more > 0; more--) types.push(type)
  }
  return types
}

function stepsOf({ instructions }: Body): Step[] {
  const steps: Step[] = []
  let moves: Instruction[] = []
  for (const instruction of instructions) {
    if (isMove(instruction)) moves.push(instruction)
    else {
      steps.push({ moves, anchor: instruction })
      moves = []
    }
  }
  return steps
}

interface Block {
  readonly opcode: number
  readonly start: number
  end: number
  otherwise: number
  catches: number[]
  hasCatchAll: boolean
}

interface Open {
  readonly block: Block
  inCatch: boolean
}

/** The steps of one random path. */
export function* walk(steps: readonly Step[], random: () => number, length: number): Generator<number> {
  const blocks = findBlocks(steps)
  const open: Open[] = []
  let at = 0
  const coin = () => random() < 0.5
  const leave = () => (at = steps.length)
  const branch = (depth: number) => {
    const target = open[open.length - 1 - depth]
    if (target === undefined) return leave()
    const isLoop = target.block.opcode === 0x03
    open.length -= isLoop ? depth : depth + 1
    return (at = (isLoop ? target.block.start : target.block.end) + 1)
  }
  const raise = (): unknown => {
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      const { block, inCatch } = entry
      if (block.opcode === 0x06 && !inCatch) {
        const last = steps[block.end]!.anchor
        if (last.opcode === 0x18) open.length = Math.max(0, open.length - last.index)
        else if (block.catches.length > 0 && (block.hasCatchAll || coin())) {
          open.push({ block, inCatch: true })
          return (at = pick(random, block.catches) + 1)
        }
      } else if (block.opcode === 0x1f) {
        const { depths, hasCatchAll } = clausesOf(steps[block.start]!.anchor)
        if (depths.length > 0 && (hasCatchAll || coin())) return branch(pick(random, depths))
      }
    }
    return leave()
  }
  for (let left = length; left > 0 && at < steps.length; left--) {
    yield at
    const { opcode, index, bytes } = steps[at]!.anchor
    const block = blocks.get(at)
    switch (opcode) {
      case 0x04:
        if (coin()) open.push({ block: block!, inCatch: false })
        else if (block!.otherwise >= 0) {
          open.push({ block: block!, inCatch: false })
          at = block!.otherwise
        } else at = block!.end
        at++
        break
      case 0x02:
      case 0x03:
      case 0x06:
      case 0x1f:
        open.push({ block: block!, inCatch: false })
        at++
        break
      case 0x05:
      case 0x07:
      case 0x19:
        at = open.pop()!.block.end + 1
        break
      case 0x0b:
        if (open.pop() === undefined) return
        at++
        break
      case 0x18:
        open.pop()
        at++
        break
      case 0x0c:
        branch(index)
        break
      case 0x0d:
      case 0xd5:
      case 0xd6:
      case 0xfb0018:
      case 0xfb0019:
        if (coin()) branch(index)
        else at++
        break
      case 0x0e: {
        const cursor = new Cursor(bytes, 1)
        const depths = Array.from({ length: cursor.u32() + 1 }, () => cursor.u32())
        branch(pick(random, depths))
        break
      }
      case 0x08:
      case 0x09:
      case 0x0a:
        raise()
        break
      case 0x00:
      case 0x0f:
      case 0x12:
      case 0x13:
      case 0x15:
        return
      case 0x10:
      case 0x11:
      case 0x14:
        if (random() < 0.3 && open.some(({ block }) => block.opcode === 0x06 || block.opcode === 0x1f))
          raise()
        else at++
        break
      default:
        at++
    }
  }
}

function findBlocks(steps: readonly Step[]): Map<number, Block> {
  const blocks = new Map<number, Block>()
  const open: Block[] = []
  for (const [at, { anchor }] of steps.entries()) {
    const block = open.at(-1)
    switch (anchor.opcode) {
      case 0x02:
      case 0x03:
      case 0x04:
      case 0x06:
      case 0x1f: {
        const opened = {
          opcode: anchor.opcode,
          start: at,
          end: -1,
          otherwise: -1,
          catches: [],
          hasCatchAll: false,
        }
        blocks.set(at, opened)
        open.push(opened)
        break
      }
      case 0x05:
        block!.otherwise = at
        break
      case 0x07:
      case 0x19:
        block!.catches.push(at)
        if (anchor.opcode === 0x19) block!.hasCatchAll = true
        break
      case 0x0b:
      case 0x18:
        if (block !== undefined) block.end = at
        open.pop()
    }
  }
  return blocks
}

function clausesOf({ bytes }: Instruction): { depths: number[]; hasCatchAll: boolean } {
  const cursor = new Cursor(bytes, 1)
  cursor.s33()
  const depths: number[] = []
  let hasCatchAll = false
  for (let left = cursor.u32(); left > 0; left--) {
    if (cursor.u8() < 2) cursor.u32()
    else hasCatchAll = true
    depths.push(cursor.u32())
  }
  return { depths, hasCatchAll }
}

/** Locals and stack of a body, tokens all. */
class Machine {
  readonly #locals: string[]

  constructor({ types, parameterCount }: Walkable) {
    this.#locals = types.map((type, local) => (local < parameterCount ? `argument ${local}` : `zero ${type}`))
  }

  /** What some moves leave on the stack above what they do not touch; `time` makes the values unique that were there before. */
  run(
    moves: readonly Instruction[],
    time: number,
  ): { readonly popped: number; readonly stack: readonly string[] } {
    const stack: string[] = []
    let popped = 0
    const pop = () => stack.pop() ?? untouched(popped++, time)
    for (const { opcode, index } of moves) {
      if (opcode === DROP) pop()
      else if (opcode === 0x20) stack.push(this.#locals[index]!)
      else {
        const value = pop()
        this.#locals[index] = value
        if (opcode === 0x22) stack.push(value)
      }
    }
    return { popped, stack }
  }
}

function untouched(depth: number, time: number): string {
  return `value ${depth} at ${time}`
}

/** What was popped in one of two bodies only is still there in the other. */
function areSame(left: ReturnType<Machine['run']>, right: ReturnType<Machine['run']>, time: number): boolean {
  const popped = Math.max(left.popped, right.popped)
  const [all, others] = [left, right].map((side) => {
    const rest = Array.from({ length: popped - side.popped }, (_, at) => untouched(popped - 1 - at, time))
    return [...rest, ...side.stack]
  }) as [string[], string[]]
  return all.length === others.length && all.every((value, at) => value === others[at])
}

/** Says whether two bodies differ on one of some random paths. */
export function haveCounterexample(
  before: Walkable,
  after: Walkable,
  random: () => number,
  { paths = 10, length = 2000 } = {},
): boolean {
  for (let path = 0; path < paths; path++) {
    const left = new Machine(before)
    const right = new Machine(after)
    let time = 0
    for (const at of walk(before.steps, random, length)) {
      time++
      const [moves, others] = [before.steps[at]!.moves, after.steps[at]!.moves]
      if (moves.length + others.length === 0) continue
      if (!areSame(left.run(moves, time), right.run(others, time), time)) return true
    }
  }
  return false
}

/** Positions in a body of the moves that a random path passes. */
export function movesOnPath(body: Body, random: () => number): number[] {
  const steps = stepsOf(body)
  const starts: number[] = []
  let position = 0
  for (const { moves } of steps) {
    starts.push(position)
    position += moves.length + 1
  }
  const passed = new Set<number>()
  for (const at of walk(steps, random, 3000)) {
    for (let move = 0; move < steps[at]!.moves.length; move++) passed.add(starts[at]! + move)
  }
  return [...passed]
}

/** Functions of a module that have at least as many local instructions, with their bodies. */
export function bodiesWithMoves(bytes: Uint8Array, least: number): { index: number; body: Body }[] {
  const module = readModule(bytes)
  return Array.from({ length: module.bodies.count }, (_, index) => ({
    index,
    body: readBody(module, index),
  })).filter(({ body }) => body.instructions.filter(isMove).length >= least)
}

/** A random local of the same type as another; undefined where there is none. */
export function otherLocal({ types }: Walkable, local: number, random: () => number): number | undefined {
  const candidates = types.flatMap((type, index) => (type === types[local] && index !== local ? [index] : []))
  return candidates.length === 0 ? undefined : candidates[below(random, candidates.length)]
}
