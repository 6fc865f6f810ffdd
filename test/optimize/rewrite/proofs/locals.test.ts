import { describe, expect, it } from 'vitest'
import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../../src/optimize/rewrite/encode-module.ts'
import { rewriteLocals } from '../../../../src/optimize/rewrite/locals/rewrite-locals.ts'
import { proveLocals } from '../../../../src/optimize/rewrite/proofs/locals.ts'
import { readModule } from '../../../../src/wasm/module.ts'
import { removeSections } from '../../../../src/wasm/strip.ts'
import { FIXTURES, readFixture } from '../../../support/fixtures.ts'
import { wat } from '../../../support/wat.ts'
import {
  below,
  instruction,
  pick,
  randomNumbers,
  readBody,
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

const prove = (before: string, after: string) => proveLocals(wat(before), wat(after))
const stripped = (path: string) => removeSections(readFixture(path), ({ id }) => id === 0)

/** Two bodies of a function with an i32 parameter and result, and imports to call. */
const proveBodies = (before: string, after: string) => {
  const module = (body: string) => `(module
    (import "" "f" (func $f)) (tag $t) (type $v (func))
    (func (param i32) (result i32) ${body}))`
  return prove(module(before), module(after))
}

describe('proveLocals', () => {
  it.each(FIXTURES.filter((path) => !path.includes('stringref')))('accepts %s as it is', (path) => {
    expect(proveLocals(readFixture(path), readFixture(path))).toBeUndefined()
  })

  it.each(FIXTURES.filter((path) => !path.includes('stringref')))(
    'accepts what the pass makes of %s',
    (path) => {
      const bytes = encodeModule(decodeModule(stripped(path)))
      const rewritten = rewriteLocals(decodeModule(bytes), { rounds: 1 })
      if (rewritten !== undefined) expect(proveLocals(bytes, encodeModule(rewritten))).toBeUndefined()
    },
  )

  it.each([
    {
      what: 'another local',
      before: '(local i32) local.get 0 local.set 1 local.get 1',
      after: '(local i32 i32) local.get 0 local.set 2 local.get 2',
    },
    {
      what: 'two live ranges of a local in two',
      before: '(local i32) i32.const 1 local.set 1 local.get 1 drop i32.const 2 local.set 1 local.get 1',
      after: '(local i32 i32) i32.const 1 local.set 1 local.get 1 drop i32.const 2 local.set 2 local.get 2',
    },
    {
      what: 'a dead parameter used again',
      before: '(local i32) local.get 0 local.set 1 local.get 1',
      after: 'local.get 0 local.set 0 local.get 0',
    },
    {
      what: 'the initial zero of another local',
      before: '(local i32 i32) local.get 1',
      after: '(local i32 i32) local.get 2',
    },
    {
      what: 'a loop that carries a value',
      before: `(local i32) local.get 0 local.set 1
        loop local.get 1 i32.const 1 i32.sub local.tee 1 br_if 0 end local.get 1`,
      after: `(local i32 i32) local.get 0 local.set 2
        loop local.get 2 i32.const 1 i32.sub local.tee 2 br_if 0 end local.get 2`,
    },
    {
      what: 'both arms of an if',
      before: `(local i32) local.get 0 if i32.const 1 local.set 1 else i32.const 2 local.set 1 end local.get 1`,
      after: `(local i32) local.get 0 if i32.const 1 local.set 0 else i32.const 2 local.set 0 end local.get 0`,
    },
    {
      what: 'code that cannot be reached',
      before: '(local i32 i32) unreachable local.get 1 local.set 2 local.get 2',
      after: '(local i32 i32) unreachable local.get 0 local.set 1 local.get 2',
    },
    {
      what: 'a value that a handler reads',
      before: `(local i32) i32.const 1 local.set 1 try call $f catch_all local.get 1 return end i32.const 0`,
      after: `(local i32 i32) i32.const 1 local.set 2 try call $f catch_all local.get 2 return end i32.const 0`,
    },
    {
      what: 'what is written behind the last call of a try',
      before: `(local i32 i32) i32.const 1 local.set 1
        try call $f i32.const 2 local.set 2 local.get 2 return catch_all local.get 1 return end i32.const 0`,
      after: `(local i32) i32.const 1 local.set 1
        try call $f i32.const 2 local.set 1 local.get 1 return catch_all local.get 1 return end i32.const 0`,
    },
    {
      what: 'what is written behind a throw that an inner handler takes',
      before: `(local i32 i32) i32.const 1 local.set 1
        try try i32.const 2 local.set 2 throw $t catch_all end local.get 0 return catch_all local.get 1 return end i32.const 0`,
      after: `(local i32 i32) i32.const 1 local.set 1
        try try i32.const 2 local.set 1 throw $t catch_all end local.get 0 return catch_all local.get 1 return end i32.const 0`,
    },
    {
      what: 'a value that the target of a try_table reads',
      before: `(local i32) i32.const 1 local.set 1
        block $h try_table (catch_all $h) call $f i32.const 2 local.set 1 end i32.const 0 return end local.get 1`,
      after: `(local i32 i32) i32.const 1 local.set 2
        block $h try_table (catch_all $h) call $f i32.const 2 local.set 1 end i32.const 0 return end local.get 2`,
    },
    {
      what: 'what is written where an inner try_table takes everything',
      before: `(local i32 i32) i32.const 1 local.set 1
        block $h try_table (catch_all $h) block $i try_table (catch_all $i) i32.const 2 local.set 2 call $f end end
        local.get 0 return end i32.const 0 return end local.get 1`,
      after: `(local i32) i32.const 1 local.set 1
        block $h try_table (catch_all $h) block $i try_table (catch_all $i) i32.const 2 local.set 1 call $f end end
        local.get 0 return end i32.const 0 return end local.get 1`,
    },
  ])('accepts $what', ({ before, after }) => {
    expect(proveBodies(before, after)).toBeUndefined()
  })

  it.each([
    {
      what: 'a local that does not hold the value',
      before: '(local i32) local.get 0 local.set 1 local.get 1',
      after: '(local i32 i32) local.get 0 local.set 2 local.get 1',
      problem: 'local 1 does not begin as 0 did',
    },
    {
      what: 'a value that was written for another',
      before: '(local i32) i32.const 1 local.set 1 local.get 1',
      after: '(local i32 i32) i32.const 1 local.set 2 local.get 1',
      problem: 'takes another value',
    },
    {
      what: 'a parameter for another zero',
      before: '(local i32) local.get 1',
      after: '(local i32) local.get 0',
      problem: 'local 0 does not begin as 1 did',
    },
    {
      what: 'a local of another type',
      before: '(local i32 i64) local.get 1',
      after: '(local i32 i64) local.get 2 i32.wrap_i64',
      problem: 'local 1 became 2, which is of another type',
    },
    {
      what: 'a zero that a loop has overwritten',
      before: `(local i32 i32) loop local.get 1 i32.eqz drop i32.const 5 local.set 2 local.get 0 br_if 0 end local.get 2`,
      after: `(local i32 i32) loop local.get 1 i32.eqz drop i32.const 5 local.set 1 local.get 0 br_if 0 end local.get 1`,
      problem: 'does not always hold',
    },
    {
      what: 'one arm of an if',
      before: `(local i32) local.get 0 if i32.const 1 local.set 1 else i32.const 2 local.set 1 end local.get 1`,
      after: `(local i32 i32) local.get 0 if i32.const 1 local.set 1 else i32.const 2 local.set 2 end local.get 1`,
      problem: 'does not always hold',
    },
    {
      what: 'an overwritten local where an if without else is not taken',
      before: `(local i32 i32) i32.const 1 local.set 1 local.get 0 if i32.const 1 local.set 1 i32.const 2 local.set 2 end local.get 1`,
      after: `(local i32 i32) i32.const 1 local.set 2 local.get 0 if i32.const 1 local.set 1 i32.const 2 local.set 2 end local.get 1`,
      problem: 'does not always hold',
    },
    {
      what: 'a local of another type that nothing reads',
      before: '(local i32 i64) i32.const 1 local.set 1 local.get 0',
      after: '(local i32 i64) i32.const 1 local.set 2 local.get 0',
      problem: 'local 1 became 2, which is of another type',
    },
    {
      what: 'an overwritten local on one way of a br_table',
      before: `(local i32 i32) i32.const 1 local.set 1
        block block local.get 0 br_table 0 1 end i32.const 2 local.set 2 end local.get 1`,
      after: `(local i32 i32) i32.const 1 local.set 1
        block block local.get 0 br_table 0 1 end i32.const 2 local.set 1 end local.get 1`,
      problem: 'does not always hold',
    },
    {
      what: 'an overwritten local in front of a br_if',
      before: `(local i32 i32) i32.const 1 local.set 1
        block i32.const 2 local.set 2 local.get 0 br_if 0 i32.const 1 local.set 2 end local.get 1`,
      after: `(local i32 i32) i32.const 1 local.set 1
        block i32.const 2 local.set 1 local.get 0 br_if 0 i32.const 1 local.set 1 end local.get 1`,
      problem: 'does not always hold',
    },
    {
      what: 'what is written in front of a call that may throw',
      before: `(local i32 i32) i32.const 1 local.set 1
        try i32.const 2 local.set 2 call $f catch_all local.get 1 return end i32.const 0`,
      after: `(local i32 i32) i32.const 1 local.set 1
        try i32.const 2 local.set 1 call $f catch_all local.get 1 return end i32.const 0`,
      problem: 'does not always hold',
    },
    {
      what: 'what is written in front of a throw that only an outer handler takes',
      before: `(local i32 i32) i32.const 1 local.set 1
        try try i32.const 2 local.set 2 call $f catch $t end catch_all local.get 1 return end i32.const 0`,
      after: `(local i32 i32) i32.const 1 local.set 1
        try try i32.const 2 local.set 1 call $f catch $t end catch_all local.get 1 return end i32.const 0`,
      problem: 'does not always hold',
    },
    {
      what: 'what is written in front of a throw in a handler',
      before: `(local i32 i32) i32.const 1 local.set 1
        try try call $f catch_all i32.const 2 local.set 2 rethrow 0 end catch_all local.get 1 return end i32.const 0`,
      after: `(local i32 i32) i32.const 1 local.set 1
        try try call $f catch_all i32.const 2 local.set 1 rethrow 0 end catch_all local.get 1 return end i32.const 0`,
      problem: 'does not always hold',
    },
    {
      what: 'what is written in front of a throw that is delegated',
      before: `(local i32 i32) i32.const 1 local.set 1
        try try i32.const 2 local.set 2 call $f delegate 0 catch_all local.get 1 return end i32.const 0`,
      after: `(local i32 i32) i32.const 1 local.set 1
        try try i32.const 2 local.set 1 call $f delegate 0 catch_all local.get 1 return end i32.const 0`,
      problem: 'does not always hold',
    },
    {
      what: 'what is written between two calls that may throw',
      before: `(local i32 i32) i32.const 1 local.set 1
        try call $f i32.const 2 local.set 2 call $f catch_all local.get 1 return end i32.const 0`,
      after: `(local i32 i32) i32.const 1 local.set 1
        try call $f i32.const 2 local.set 1 call $f catch_all local.get 1 return end i32.const 0`,
      problem: 'does not always hold',
    },
    {
      what: 'the last value of a try where a handler reads the one before',
      before: `(local i32 i32) try i32.const 1 local.set 1 call $f i32.const 2 local.set 1 call $f
        i32.const 3 local.set 1 catch_all local.get 1 return end i32.const 0`,
      after: `(local i32 i32) try i32.const 1 local.set 1 call $f i32.const 2 local.set 2 call $f
        i32.const 3 local.set 1 catch_all local.get 1 return end i32.const 0`,
      problem: 'does not always hold',
    },
    {
      what: 'what is written in front of a throw that is delegated past a handler',
      before: `(local i32 i32) i32.const 1 local.set 1
        try try try i32.const 2 local.set 2 call $f delegate 1 catch_all end catch_all local.get 1 return end i32.const 0`,
      after: `(local i32 i32) i32.const 1 local.set 1
        try try try i32.const 2 local.set 1 call $f delegate 1 catch_all end catch_all local.get 1 return end i32.const 0`,
      problem: 'does not always hold',
    },
    {
      what: 'another instruction',
      before: 'local.get 0 i32.const 1 i32.add',
      after: 'local.get 0 i32.const 1 i32.sub',
      problem: 'opcode 0x6a became 0x6b',
    },
    {
      what: 'another constant',
      before: '(local i32) i32.const 1',
      after: '(local i32) i32.const 2',
      problem: 'operands of opcode 0x41 differ',
    },
    {
      what: 'a tee where a set and a get were',
      before: '(local i32) local.get 0 local.set 1 local.get 1',
      after: '(local i32) local.get 0 local.tee 1',
      problem: 'more than the operands',
    },
    {
      what: 'what is written in front of a call in a try_table',
      before: `(local i32 i32) i32.const 1 local.set 1
        block $h try_table (catch_all $h) i32.const 2 local.set 2 call $f end i32.const 0 return end local.get 1`,
      after: `(local i32 i32) i32.const 1 local.set 1
        block $h try_table (catch_all $h) i32.const 2 local.set 1 call $f end i32.const 0 return end local.get 1`,
      problem: 'does not always hold',
    },
    {
      what: 'what is written in front of a call that an inner try_table may not take',
      before: `(local i32 i32) i32.const 1 local.set 1
        block $h try_table (catch_all $h) block $i try_table (catch $t $i) i32.const 2 local.set 2 call $f end end
        local.get 0 return end i32.const 0 return end local.get 1`,
      after: `(local i32) i32.const 1 local.set 1
        block $h try_table (catch_all $h) block $i try_table (catch $t $i) i32.const 2 local.set 1 call $f end end
        local.get 0 return end i32.const 0 return end local.get 1`,
      problem: 'does not always hold',
    },
    {
      what: 'what is written behind the head of a loop that a try_table goes to',
      before: `(local i32 i32) i32.const 1 local.set 1
        loop $h local.get 1 i32.eqz drop try_table (catch_all $h) i32.const 2 local.set 2 call $f end end i32.const 0`,
      after: `(local i32) i32.const 1 local.set 1
        loop $h local.get 1 i32.eqz drop try_table (catch_all $h) i32.const 2 local.set 1 call $f end end i32.const 0`,
      problem: 'does not always hold',
    },
  ])('refuses $what', ({ before, after, problem }) => {
    expect(proveBodies(before, after)).toContain(problem)
  })

  it('refuses names of locals in a function that changed, and accepts their absence', () => {
    const before = wat('(module (func (local $a i32) (local i32) local.get $a drop))', { names: true })
    const after = (names: boolean) =>
      wat('(module (func (local i32) (local $a i32) local.get $a drop))', { names })
    expect(proveLocals(before, after(true))).toContain('names')
    expect(proveLocals(before, after(false))).toBeUndefined()
    const other = withInstruction(readBody(readModule(before), 0), 0, instruction(0x20, 1))
    expect(proveLocals(before, withBody(before, 0, other))).toContain('the names of its locals are left')
  })

  it('refuses a read of a reference that cannot be null where validation would', () => {
    // local.get 0, local.set 1, block, local.get 0, local.set `inner`, end, local.get `inner`, drop
    const module = (inner: number) =>
      functionOfReferences([
        0x20,
        0,
        0x21,
        1,
        0x02,
        0x40,
        0x20,
        0,
        0x21,
        inner,
        0x0b,
        0x20,
        inner,
        0x1a,
        0x0b,
      ])
    expect(proveLocals(module(1), module(1))).toBeUndefined()
    expect(proveLocals(module(1), module(2))).toContain('local 2 is read before it is set')
  })

  const modules = [
    'emscripten3.1.6-O3.wasm',
    'emscripten3.1.6-mainmodule.wasm',
    'assemblyscript0.28.20-as_debug.wasm',
    'assemblyscript0.28.20-as_oz.wasm',
    'moonc0.1.202605-moonbit-wasm-debug.wasm',
    'rust196-base_stripped.wasm',
    'clang19-eh_legacy.wasm',
    'clang19-O3_g_simd.wasm',
  ].map((path) => {
    const bytes = stripped(path)
    return { path, bytes, module: readModule(bytes), bodies: bodiesWithMoves(bytes, 4) }
  })

  it('refuses 2,000 operands of which a path shows that they are wrong', () => {
    const random = randomNumbers(1)
    expectRefusals(2000, () => {
      const { path, bytes, module, bodies } = pick(random, modules)
      const { index, body } = pick(random, bodies)
      const before = walkable(module, index, body)
      const moves = movesOnPath(body, random).filter((at) => body.instructions[at]!.opcode !== 0x1a)
      if (moves.length === 0) return undefined
      const at = pick(random, moves)
      const { opcode, index: local } = body.instructions[at]!
      const other = otherLocal(before, local, random)
      if (other === undefined) return undefined
      const mutated = withInstruction(body, at, instruction(opcode, other))
      // Two locals may hold the same, and a set may be dead: only what a path tells apart is known to be wrong.
      if (!haveCounterexample(before, walkable(module, index, mutated), random)) return undefined
      return {
        what: `${path}, function ${index}, instruction ${at}: local ${local} became ${other}`,
        proof: proveLocals(bytes, withBody(bytes, index, mutated)),
      }
    })
  })

  it.each(['none', 'legacy'] as const)(
    'refuses 500 operands of random programs that run to another result, with handlers: %s',
    (handlers) => {
      const random = randomNumbers(2)
      let program = randomProgram(random, handlers)
      expectRefusals(500, () => {
        if (below(random, 10) === 0) program = randomProgram(random, handlers)
        const { bytes, body, walkable: before, trace } = program
        const { what, mutated } = withOtherLocal(body, before, random) ?? {}
        if (mutated === undefined) return undefined
        const rewritten = withBody(bytes, 0, mutated)
        if (trace === runProgram(rewritten)) return undefined
        return { what: String(what), proof: proveLocals(bytes, rewritten) }
      })
    },
  )

  it('refuses 500 operands of random programs with try_table of which a path shows that they are wrong', () => {
    const random = randomNumbers(3)
    let program = randomProgram(random, 'exnref')
    expectRefusals(500, () => {
      if (below(random, 10) === 0) program = randomProgram(random, 'exnref')
      const { bytes, body, walkable: before } = program
      const { what, mutated } = withOtherLocal(body, before, random) ?? {}
      if (mutated === undefined) return undefined
      const rewritten = withBody(bytes, 0, mutated)
      if (!haveCounterexample(before, walkable(readModule(rewritten), 0), random)) return undefined
      return { what: String(what), proof: proveLocals(bytes, rewritten) }
    })
  })

  it('accepts nothing of 4,000 changes of random programs with handlers that runs to another result', () => {
    const random = randomNumbers(4)
    let accepted = 0
    for (let round = 0; round < 200; round++) {
      const { bytes, body, walkable: before, trace } = randomProgram(random, 'legacy')
      for (let change = 0; change < 20; change++) {
        const mutated = withOtherLocal(body, before, random)?.mutated
        const rewritten = mutated && withBody(bytes, 0, mutated)
        if (rewritten === undefined || proveLocals(bytes, rewritten) !== undefined) continue
        accepted++
        expect(runProgram(rewritten)).toBe(trace)
      }
    }
    expect(accepted).toBeGreaterThan(100)
  })
})

/** A body with one operand of a local instruction changed; undefined where no other local has the type. */
function withOtherLocal(body: Body, before: Walkable, random: () => number) {
  const positions = body.instructions.flatMap(({ opcode }, at) =>
    opcode >= 0x20 && opcode <= 0x22 ? [at] : [],
  )
  const at = pick(random, positions)
  const { opcode, index: local } = body.instructions[at]!
  const other = otherLocal(before, local, random)
  if (other === undefined) return undefined
  return {
    what: `local ${local} became ${other} at ${at}`,
    mutated: withInstruction(body, at, instruction(opcode, other)),
  }
}
