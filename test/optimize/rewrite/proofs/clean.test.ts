import { describe, expect, it } from 'vitest'
import { cleanFunctions } from '../../../../src/optimize/rewrite/clean/clean-functions.ts'
import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../../src/optimize/rewrite/encode-module.ts'
import { proveClean } from '../../../../src/optimize/rewrite/proofs/clean.ts'
import { readModule } from '../../../../src/wasm/module.ts'
import { removeSections } from '../../../../src/wasm/strip.ts'
import { FIXTURES, readFixture } from '../../../support/fixtures.ts'
import { wat } from '../../../support/wat.ts'
import {
  below,
  instruction,
  pick,
  randomNumbers,
  withBody,
  withInstruction,
  type Body,
} from './edit-module.ts'
import { functionOfReferences } from './function-of-references.ts'
import { randomProgram, runProgram } from './random-programs.ts'
import { expectRefusals } from './refusals.ts'
import {
  bodiesWithMoves,
  haveCounterexample,
  movesOnPath,
  otherLocal,
  walkable,
  type Walkable,
} from './walk-paths.ts'

const proveBodies = (before: string, after: string) => {
  const module = (body: string) => `(module
    (import "" "f" (func $f)) (import "" "g" (func $g (param i32))) (global $v (mut i32) (i32.const 0)) (memory 1)
    (func (param i32) (result i32) (local i32 i32 i64) ${body}))`
  return proveClean(wat(module(before)), wat(module(after)))
}

const stripped = (path: string) => removeSections(readFixture(path), ({ id }) => id === 0)

describe('proveClean', () => {
  it.each(FIXTURES.filter((path) => !path.includes('stringref')))(
    'accepts what the pass makes of %s',
    (path) => {
      const bytes = encodeModule(decodeModule(stripped(path)))
      const cleaned = cleanFunctions(decodeModule(bytes))
      if (cleaned !== undefined) expect(proveClean(bytes, encodeModule(cleaned))).toBeUndefined()
    },
  )

  it.each([
    ['local.get 1 local.set 1 local.get 0', 'local.get 0'],
    ['local.get 0 local.tee 0', 'local.get 0'],
    ['local.get 0 local.set 1 local.get 1', 'local.get 0 local.tee 1'],
    ['local.get 0 local.tee 1', 'local.get 0'],
    ['local.get 0 local.get 0 local.tee 1 drop', 'local.get 0 local.get 0 local.set 1'],
    ['local.get 0 local.get 1 drop', 'local.get 0'],
    ['local.get 0 i32.load local.set 1 local.get 0', 'local.get 0 i32.load drop local.get 0'],
    ['local.get 0 i32.const 7 drop', 'local.get 0'],
    ['global.get $v drop local.get 0 nop', 'local.get 0'],
    ['local.get 0 local.tee 1 local.tee 1 local.set 1 local.get 1', 'local.get 0 local.set 1 local.get 1'],
    ['local.get 0 local.set 1 call $f local.get 1', 'call $f local.get 0'],
    [
      'local.get 0 local.set 1 local.get 1 local.set 2 call $f local.get 2',
      'local.get 0 local.set 1 call $f local.get 1',
    ],
    [
      'i32.const 1 local.set 1 local.get 0 if local.get 1 call $g else call $f i32.const 1 local.set 1 end i32.const 0',
      'i32.const 1 local.set 1 local.get 0 if local.get 1 call $g else call $f end i32.const 0',
    ],
    [
      'loop local.get 1 local.set 2 local.get 0 br_if 0 end local.get 0',
      'loop local.get 0 br_if 0 end local.get 0',
    ],
    ['local.get 0 local.get 1 local.set 1 unreachable', 'local.get 0 unreachable'],
    ['unreachable local.get 1 local.set 1', 'unreachable'],
    [
      'local.get 0 i32.load local.get 0 i32.load8_u local.set 1 local.set 2 local.get 2 local.get 1 i32.sub',
      'local.get 0 i32.load local.get 0 i32.load8_u i32.sub',
    ],
  ])('accepts %s as %s', (before, after) => {
    expect(proveBodies(before, after)).toBeUndefined()
  })

  it.each([
    ['local.get 0 local.set 1 call $f local.get 1', 'local.get 0 drop call $f local.get 1'],
    ['local.get 0 local.tee 1 call $g local.get 1', 'local.get 0 call $g local.get 1'],
    ['local.get 0 local.get 1', 'local.get 1 local.get 0'],
    ['local.get 0 local.get 1 drop', 'local.get 1 local.get 0 drop'],
    ['i32.const 1 local.get 0 drop', 'i32.const 2 local.get 0 drop'],
    ['global.get $v local.get 0 global.set $v', 'local.get 0 global.set $v global.get $v'],
    ['global.get $v call $f', 'call $f global.get $v'],
    [
      'loop local.get 1 call $g local.get 0 local.set 1 br 0 end i32.const 0',
      'loop local.get 1 call $g br 0 end i32.const 0',
    ],
    ['local.get 0 if local.get 0 local.set 1 end local.get 1', 'local.get 0 if end local.get 1'],
    ['local.get 0 call $g local.get 0', 'local.get 0 local.get 0 drop'],
    [
      'block local.get 0 local.set 1 local.get 0 br_if 0 i32.const 3 local.set 1 end local.get 1',
      'block local.get 0 br_if 0 i32.const 3 local.set 1 end local.get 1',
    ],
    ['unreachable local.set 1', 'unreachable local.set 1 local.get 0'],
    ['local.get 0', 'local.get 0 i32.const 5 local.set 1'],
    ['local.get 1 unreachable', 'local.get 3 unreachable'],
    [
      'local.get 0 i32.load local.get 0 i32.load8_u local.set 1 local.set 2 local.get 1 local.get 2 i32.sub',
      'local.get 0 i32.load local.get 0 i32.load8_u i32.sub',
    ],
    ['local.get 0', 'local.get 0 global.get $v drop'],
    ['local.get 0', 'block local.get 0 local.set 1 end local.get 0'],
  ])('refuses %s as %s', (before, after) => {
    expect(proveBodies(before, after)).toMatch(/^function 2: /)
  })

  it('refuses to lose the set that validation needs', () => {
    // local.get 0, local.set 1 (unless it is gone), block, local.get 0, local.set 1, end, local.get 1, drop
    const module = (set: readonly number[]) =>
      functionOfReferences([...set, 0x02, 0x40, 0x20, 0, 0x21, 1, 0x0b, 0x20, 1, 0x1a, 0x0b])
    expect(proveClean(module([0x20, 0, 0x21, 1]), module([]))).toContain('local 1 is read before it is set')
  })

  const modules = [
    'emscripten3.1.6-O3.wasm',
    'emscripten3.1.6-mainmodule.wasm',
    'assemblyscript0.28.20-as_debug.wasm',
    'moonc0.1.202605-moonbit-wasm-debug.wasm',
    'rust196-base_stripped.wasm',
    'clang19-eh_legacy.wasm',
  ].map((path) => {
    const bytes = stripped(path)
    return { path, bytes, module: readModule(bytes), bodies: bodiesWithMoves(bytes, 4) }
  })

  it('refuses 2,000 changes of moves of which a path shows that they are wrong', () => {
    const random = randomNumbers(11)
    expectRefusals(2000, () => {
      const { path, bytes, module, bodies } = pick(random, modules)
      const { index, body } = pick(random, bodies)
      const moves = movesOnPath(body, random)
      if (moves.length === 0) return undefined
      const before = walkable(module, index, body)
      const at = pick(random, moves)
      const [what, mutate] = pick(random, MUTATIONS)
      const mutated = mutate(body, at, before, random)
      if (mutated === undefined || !haveCounterexample(before, walkable(module, index, mutated), random))
        return undefined
      return {
        what: `${path}, function ${index}, instruction ${at}: ${what}`,
        proof: proveClean(bytes, withBody(bytes, index, mutated)),
      }
    })
  })

  it('refuses 500 changes of random programs that run to another result', () => {
    const random = randomNumbers(12)
    let program = randomProgram(random)
    expectRefusals(500, () => {
      if (below(random, 10) === 0) program = randomProgram(random)
      const { bytes, body, walkable: before, trace } = program
      const positions = body.instructions.flatMap(({ opcode }, at) =>
        (opcode >= 0x20 && opcode <= 0x22) || opcode === 0x1a ? [at] : [],
      )
      const at = pick(random, positions)
      const [what, mutate] = pick(random, MUTATIONS)
      const mutated = mutate(body, at, before, random)
      if (mutated === undefined) return undefined
      const rewritten = withBody(bytes, 0, mutated)
      if (!WebAssembly.validate(rewritten as Uint8Array<ArrayBuffer>) || trace === runProgram(rewritten))
        return undefined
      return { what: `${what} at ${at}`, proof: proveClean(bytes, rewritten) }
    })
  })

  it('accepts nothing of 2,000 changes of random programs that runs to another result', () => {
    const random = randomNumbers(13)
    let accepted = 0
    for (let round = 0; round < 200; round++) {
      const { bytes, body, walkable: before, trace } = randomProgram(random)
      for (let change = 0; change < 10; change++) {
        const at = below(random, body.instructions.length - 1)
        const mutated = pick(random, MUTATIONS)[1](body, at, before, random)
        const rewritten = mutated && withBody(bytes, 0, mutated)
        if (rewritten === undefined || proveClean(bytes, rewritten) !== undefined) continue
        accepted++
        expect(runProgram(rewritten)).toBe(trace)
      }
    }
    expect(accepted).toBeGreaterThan(100)
  })
})

type Mutate = (body: Body, at: number, before: Walkable, random: () => number) => Body | undefined

const GET = 0x20
const SET = 0x21
const TEE = 0x22
const DROP = { opcode: 0x1a, index: 0, second: 0, bytes: Uint8Array.of(0x1a) }

/** Replaces an instruction of one opcode. */
const replace =
  (from: number, to: (local: number) => readonly ReturnType<typeof instruction>[]): Mutate =>
  (body, at) => {
    const { opcode, index } = body.instructions[at]!
    return opcode === from ? withInstruction(body, at, ...to(index)) : undefined
  }

const MUTATIONS: readonly (readonly [what: string, mutate: Mutate])[] = [
  ['a set that became a drop', replace(SET, () => [DROP])],
  ['a tee that is gone', replace(TEE, () => [])],
  [
    'a tee that became a set and a get',
    replace(TEE, (local) => [instruction(SET, local), instruction(GET, local)]),
  ],
  ['a set that became a tee and a drop', replace(SET, (local) => [instruction(TEE, local), DROP])],
  ['a get and a set of it', replace(GET, (local) => [instruction(GET, local), instruction(TEE, local)])],
  [
    'a drop that became a set',
    (body, at, { types }, random) =>
      body.instructions[at]!.opcode === DROP.opcode
        ? withInstruction(body, at, instruction(SET, below(random, types.length)))
        : undefined,
  ],
  [
    'another local',
    (body, at, before, random) => {
      const { opcode, index } = body.instructions[at]!
      const other = opcode >= GET && opcode <= TEE ? otherLocal(before, index, random) : undefined
      return other === undefined ? undefined : withInstruction(body, at, instruction(opcode, other))
    },
  ],
  [
    'a copy in front',
    (body, at, before, random) => {
      const local = below(random, before.types.length)
      const other = otherLocal(before, local, random)
      if (other === undefined) return undefined
      return withInstruction(
        body,
        at,
        instruction(GET, local),
        instruction(SET, other),
        body.instructions[at]!,
      )
    },
  ],
  [
    'two swapped',
    (body, at) => {
      const [first, second] = [body.instructions[at]!, body.instructions[at + 1]!]
      const areMoves = [first, second].every(
        ({ opcode }) => (opcode >= GET && opcode <= TEE) || opcode === DROP.opcode,
      )
      return areMoves ? withInstruction(withInstruction(body, at, second), at + 1, first) : undefined
    },
  ],
]
