import { describe, expect, it } from 'vitest'
import { clearAlignment } from '../../../../src/optimize/rewrite/clear-alignment.ts'
import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../../src/optimize/rewrite/encode-module.ts'
import { proveAlignment } from '../../../../src/optimize/rewrite/proofs/alignment.ts'
import { Cursor } from '../../../../src/wasm/cursor.ts'
import { readModule } from '../../../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../../../support/fixtures.ts'
import { leb } from '../../../support/wasm-builder.ts'
import { wat } from '../../../support/wat.ts'
import {
  below,
  pick,
  randomNumbers,
  readBody,
  withBody,
  withInstruction,
  type Instruction,
} from './edit-module.ts'
import { expectRefusals } from './refusals.ts'

const LOADS = [
  'i32.load',
  'i64.load',
  'f32.load',
  'f64.load',
  'i32.load8_s',
  'i32.load16_u',
  'i64.load32_u',
  'v128.load',
  'v128.load8x8_s',
  'v128.load16_splat',
  'v128.load64_zero',
  'v128.load32_zero',
]
const NATURAL: Readonly<Record<string, number>> = {
  'i32.load': 4,
  'i64.load': 8,
  'f32.load': 4,
  'f64.load': 8,
  'i32.load8_s': 1,
  'i32.load16_u': 2,
  'i64.load32_u': 4,
  'v128.load': 16,
  'v128.load8x8_s': 8,
  'v128.load16_splat': 2,
  'v128.load64_zero': 8,
  'v128.load32_zero': 4,
}

describe('proveAlignment', () => {
  it.each(FIXTURES.filter((path) => !path.includes('stringref')))(
    'accepts %s as it is, and without hints',
    (path) => {
      expect(proveAlignment(readFixture(path), readFixture(path))).toBeUndefined()
      const bytes = encodeModule(decodeModule(readFixture(path)))
      const cleared = clearAlignment(decodeModule(bytes))
      if (
        cleared !== undefined &&
        readModule(bytes).sections.every(({ name }) => !/debug|source/.test(name))
      ) {
        expect(proveAlignment(bytes, encodeModule(cleared))).toBeUndefined()
      }
    },
  )

  it.each(LOADS)('accepts any hint up to the natural one of %s', (load) => {
    const module = (align: number) =>
      wat(`(module (memory 1) (func i32.const 0 ${load} align=${align} drop))`)
    const natural = NATURAL[load]!
    for (let align = 1; align <= natural; align *= 2)
      expect(proveAlignment(module(natural), module(align))).toBeUndefined()
    const body = readBody(readModule(module(natural)), 0)
    const access = body.instructions[1]!
    const above = withFlags(access, Math.log2(natural) + 1)
    expect(
      proveAlignment(module(natural), withBody(module(natural), 0, withInstruction(body, 1, above))),
    ).toContain('natural')
  })

  it('refuses another lane', () => {
    const module = (align: number, lane: number) =>
      wat(`(module (memory 1) (func
        i32.const 0 v128.const i64x2 0 0 v128.load16_lane align=${align} ${lane} drop))`)
    expect(proveAlignment(module(2, 3), module(1, 3))).toBeUndefined()
    expect(proveAlignment(module(2, 3), module(1, 2))).toContain('differ')
  })

  it('refuses another hint of an atomic access', () => {
    const bytes = wat('(module (memory 1 1 shared) (func i32.const 0 i32.atomic.load drop))')
    const body = readBody(readModule(bytes), 0)
    const mutated = withInstruction(body, 1, withFlags(body.instructions[1]!, 0))
    expect(proveAlignment(bytes, withBody(bytes, 0, mutated))).toContain('operands')
  })

  const modules = [
    'emscripten3.1.6-O3.wasm',
    'rust196-base_stripped.wasm',
    'clang19-O3_g_simd.wasm',
    'clang19-threads.wasm',
    'assemblyscript0.28.20-as_debug.wasm',
  ].map((path) => {
    const bytes = encodeModule(decodeModule(readFixture(path)))
    const module = readModule(bytes)
    return {
      path,
      bytes,
      bodies: Array.from({ length: module.bodies.count }, (_, index) => readBody(module, index)),
    }
  })

  it('refuses 2,000 rewrites that change more than a hint, or set one too high', () => {
    const random = randomNumbers(5)
    expectRefusals(2000, () => {
      const { path, bytes, bodies } = pick(random, modules)
      const index = below(random, bodies.length)
      const body = bodies[index]!
      const accesses = body.instructions.flatMap((access, at) => (isAccess(access) ? [at] : []))
      if (accesses.length === 0) return undefined
      const at = pick(random, accesses)
      const access = body.instructions[at]!
      const [what, mutated] = pick(random, MUTATIONS)
      return {
        what: `${path}, function ${index}, instruction ${at}: ${what}`,
        proof: proveAlignment(
          bytes,
          withBody(bytes, index, withInstruction(body, at, ...mutated(access, random))),
        ),
      }
    })
  })
})

const isAccess = ({ opcode }: Instruction) =>
  (opcode >= 0x28 && opcode <= 0x3e) ||
  (opcode >= 0xfd0000 && opcode <= 0xfd000b) ||
  (opcode >= 0xfe0010 && opcode <= 0xfe004e)

/** Opcode, flags and what is behind them. */
function partsOf({ bytes, opcode }: Instruction) {
  const cursor = new Cursor(bytes, 1)
  if (opcode > 0xff) cursor.u32()
  const opcodeEnd = cursor.offset
  const flags = cursor.u32()
  const flagsEnd = cursor.offset
  const offset = cursor.u64()
  return {
    opcode: bytes.subarray(0, opcodeEnd),
    flags,
    offset,
    rest: bytes.subarray(flagsEnd),
    lane: bytes.subarray(cursor.offset),
  }
}

function withFlags(access: Instruction, flags: number): Instruction {
  const { opcode, rest } = partsOf(access)
  return { ...access, bytes: Uint8Array.of(...opcode, ...leb(flags), ...rest) }
}

function withOffset(access: Instruction, change: number): Instruction {
  const { opcode, flags, offset, lane } = partsOf(access)
  return {
    ...access,
    bytes: Uint8Array.of(...opcode, ...leb(flags), ...leb((offset + change) % 2 ** 32), ...lane),
  }
}

// Each is wrong whatever the access: no natural alignment is above 2^4, and no two opcodes, offsets or memories mean the same.
const MUTATIONS: readonly (readonly [
  what: string,
  mutated: (access: Instruction, random: () => number) => Instruction[],
])[] = [
  ['another offset', (access, random) => [withOffset(access, 1 + below(random, 1000))]],
  ['a hint above all', (access, random) => [withFlags(access, 5 + below(random, 50))]],
  [
    'another memory',
    (access) => [
      {
        ...access,
        bytes: Uint8Array.of(
          ...partsOf(access).opcode,
          partsOf(access).flags | 0x40,
          1,
          ...partsOf(access).rest,
        ),
      },
    ],
  ],
  ['another opcode', (access, random) => [{ ...access, bytes: otherOpcode(access, random) }]],
  ['gone', () => []],
  ['twice', (access) => [access, access]],
]

function otherOpcode({ opcode, bytes }: Instruction, random: () => number): Uint8Array {
  const mutated = bytes.slice()
  if (opcode > 0xff) mutated[0] = mutated[0] === 0xfd ? 0xfe : 0xfd
  else mutated[0] = 0x28 + ((opcode - 0x28 + 1 + below(random, 22)) % 23)
  return mutated
}
