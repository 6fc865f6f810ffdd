import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { InstructionReader, skipConstantExpression } from '../../src/wasm/instruction-reader.ts'
import { Op } from '../../src/wasm/opcodes.ts'
import { readModule } from '../../src/wasm/module.ts'
import { leb } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const readerOf = (...bytes: number[]) => new InstructionReader(Uint8Array.from(bytes))

/** Opcodes of a body, with the offsets at which they begin. */
const instructionsOf = (reader: InstructionReader) => {
  const found: [start: number, opcode: number][] = []
  while (reader.next()) found.push([reader.start, reader.opcode])
  return found
}

describe('next', () => {
  it('ends behind the end that closes the body, and stays there', () => {
    const reader = readerOf(0x02, 0x40, 0x01, 0x0b, 0x0b, 0x01)
    expect(instructionsOf(reader)).toEqual([
      [0, Op.block],
      [2, 0x01],
      [3, Op.end],
      [4, Op.end],
    ])
    expect(reader.offset).toBe(5)
    expect(reader.next()).toBe(false)
  })

  it('counts blocks that are open, the one just opened included', () => {
    const reader = readerOf(0x02, 0x40, 0x03, 0x40, 0x0b, 0x04, 0x40, 0x05, 0x0b, 0x0b, 0x0b)
    const depths: number[] = []
    while (reader.next()) depths.push(reader.depth)
    expect(depths).toEqual([1, 2, 1, 2, 2, 1, 0, -1])
  })

  it.each([
    { what: 'call', bytes: [0x10, 0x80, 0x01], fields: { opcode: Op.call, index: 128 } },
    {
      what: 'call_indirect',
      bytes: [0x11, 3, ...leb(2, 5)],
      fields: { index: 3, second: 2, tableIndexBytes: 5 },
    },
    { what: 'i32.const', bytes: [0x41, 0x7f], fields: { opcode: Op.i32Const, index: -1 } },
    {
      what: 'i32.const of the largest',
      bytes: [0x41, 0xff, 0xff, 0xff, 0xff, 0x07],
      fields: { index: 2 ** 31 - 1 },
    },
    {
      what: 'i32.const of the smallest',
      bytes: [0x41, 0x80, 0x80, 0x80, 0x80, 0x78],
      fields: { index: -(2 ** 31) },
    },
    { what: 'global.get', bytes: [0x23, 5], fields: { opcode: Op.globalGet, index: 5 } },
    {
      what: 'a prefixed opcode',
      bytes: [0xfc, 0x0a, 1, 2],
      fields: { opcode: 0xfc000a, index: 1, second: 2 },
    },
    {
      what: 'a prefixed opcode that is padded',
      bytes: [0xfc, 0x8a, 0x00, 1, 2],
      fields: { opcode: 0xfc000a },
    },
    { what: 'a load', bytes: [0x28, 2, 0x80, 0x08], fields: { index: 0 } },
    { what: 'a load from another memory', bytes: [0x28, 0x42, 7, 0x10], fields: { index: 7 } },
    { what: 'a block without a type', bytes: [0x02, 0x40], fields: { index: -0x40, valueTypes: [] } },
    { what: 'a block of i32', bytes: [0x02, 0x7f], fields: { valueTypes: [] } },
    { what: 'a block of v128', bytes: [0x02, 0x7b], fields: { valueTypes: ['v128'] } },
    {
      what: 'a block of a reference',
      bytes: [0x02, 0x63, 4],
      fields: { valueTypes: [{ nullable: true, heap: 4 }] },
    },
    { what: 'a block of a function type', bytes: [0x02, 0xc0, 0x00], fields: { index: 64 } },
    { what: 'select with types', bytes: [0x1c, 1, 0x7e], fields: { valueTypes: ['i64'] } },
    { what: 'br_table', bytes: [0x0e, 2, 0, 1, 0], fields: { opcode: 0x0e } },
    { what: 'i64.const of ten bytes', bytes: [0x42, ...leb(0, 10)], fields: { opcode: Op.i64Const } },
  ])('reads $what to its end', ({ bytes, fields }) => {
    const reader = readerOf(...bytes, 0x01)
    expect(reader.next()).toBe(true)
    expect(reader).toMatchObject({ start: 0, offset: bytes.length, ...fields })
  })

  it('forgets the types of one block before it reads the next', () => {
    const reader = readerOf(0x02, 0x70, 0x02, 0x7f, 0x0b, 0x0b, 0x0b)
    reader.next()
    reader.next()
    expect(reader.valueTypes).toEqual([])
  })

  it.each([
    { what: 'a count of br_table that cannot be', bytes: [0x0e, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0] },
    { what: 'a vector of types that cannot be', bytes: [0x1c, 0xff, 0xff, 0xff, 0xff, 0x0f] },
    { what: 'a vector constant that is cut', bytes: [0xfd, 12, 0, 0, 0] },
    { what: 'a float that is cut', bytes: [0x44, 0, 0, 0] },
    { what: 'an integer of eleven bytes', bytes: [0x42, ...leb(0, 11)] },
  ])('refuses $what', ({ bytes }) => {
    expect(() => readerOf(...bytes).next()).toThrow(expect.objectContaining({ name: 'WasmParseError' }))
  })

  it('keeps to its end, though the file goes on', () => {
    const reader = new InstructionReader(Uint8Array.of(0x41, 0x80, 0x01, 0x0b), 0, 2)
    expect(() => reader.next()).toThrow(expect.objectContaining({ offset: 2 }))
  })

  it('reads every instruction of a body', () => {
    const module = readModule(
      wat(
        '(module (func (result i32) (i32.add (i32.const 1) (call 0)) (block (result i32) (br 0 (i32.const 7))) (i32.mul)))',
      ),
    )
    const [start, end] = [module.bodies.contentOffsets[0] as number, module.bodies.endOffsets[0] as number]
    // One byte of local declarations stands before the code.
    const reader = new InstructionReader(module.bytes, start + 1, end)
    expect(instructionsOf(reader).map(([, opcode]) => opcode)).toEqual([
      0x41, 0x10, 0x6a, 0x02, 0x41, 0x0c, 0x0b, 0x6c, 0x0b,
    ])
    expect(reader.offset).toBe(end)
  })
})

describe('immediates at the borders of what is numbered together', () => {
  const V = '(v128.const i64x2 0 0)'
  const I = '(i32.const 0)'

  // `drop` and `end` follow: an immediate of a wrong length would swallow or split them.
  it.each([
    `(v128.load ${I})`,
    `(v128.load64_splat offset=300 ${I})`,
    V,
    `(i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 ${V} ${V})`,
    `(i8x16.swizzle ${V} ${V})`,
    '(f64x2.splat (f64.const 0))',
    `(i8x16.extract_lane_s 15 ${V})`,
    `(f64x2.replace_lane 1 ${V} (f64.const 0))`,
    `(i8x16.eq ${V} ${V})`,
    `(v128.any_true ${V})`,
    `(v128.load8_lane 15 ${I} ${V})`,
    `(v128.load32_zero ${I})`,
    `(v128.load64_zero ${I})`,
    `(f32x4.demote_f64x2_zero ${V})`,
    `(f64x2.convert_low_i32x4_u ${V})`,
    `(memory.atomic.notify ${I} ${I})`,
    `(memory.atomic.wait64 ${I} (i64.const 0) (i64.const 0))`,
    `(i32.atomic.load ${I})`,
    `(i64.atomic.rmw32.cmpxchg_u ${I} (i64.const 0) (i64.const 0))`,
    `(i64.load32_u align=1 ${I})`,
    '(memory.size)',
    `(memory.grow ${I})`,
    '(i32.trunc_sat_f32_s (f32.const 0))',
    '(i64.trunc_sat_f64_u (f64.const 0))',
    '(i64.reinterpret_f64 (f64.const 0))',
    '(i64.extend32_s (i64.const 0))',
    '(ref.is_null (ref.null func))',
    `(table.get 0 ${I})`,
    `(table.grow 0 (ref.null func) ${I})`,
  ])('%s', (instruction) => {
    const module = readModule(wat(`(module (memory 1) (table 1 funcref) (func (drop ${instruction})))`))
    const end = module.bodies.endOffsets[0] as number
    const reader = new InstructionReader(module.bytes, (module.bodies.contentOffsets[0] as number) + 1, end)
    const opcodes = instructionsOf(reader).map(([, opcode]) => opcode)
    expect(opcodes).toHaveLength(instruction.split('(').length - 1 + 2)
    expect(opcodes.slice(-2)).toEqual([0x1a, 0x0b])
    expect(reader.offset).toBe(end)
  })
})

describe('skipConstantExpression', () => {
  it('moves behind the end, past what looks like one', () => {
    const cursor = new Cursor(Uint8Array.of(0x41, 0x0b, 0x0b, 0x0b))
    skipConstantExpression(cursor)
    expect(cursor.offset).toBe(3)
  })

  const CONTINUED = (length: number) => [...Array.from({ length: length - 1 }, () => 0x8b), 0x0b]

  it.each([
    ...[1, 2, 3, 4, 5].flatMap((length) =>
      [Op.i32Const, Op.i64Const, Op.globalGet, Op.refFunc].map((opcode) => [
        opcode,
        ...CONTINUED(length),
        Op.end,
      ]),
    ),
    [Op.i64Const, ...CONTINUED(10), Op.end],
    [Op.i32Const, ...CONTINUED(6), Op.end],
    [Op.globalGet, 0, Op.i32Const, 4, 0x6a, Op.end],
    [Op.i32Const, 0x0b, Op.i32Const, 0x0b, 0x6a, Op.end],
    [Op.refNull, 0x70, Op.end],
    [0xff, Op.end],
  ])('does what reading every instruction does, wherever it is cut: %j', (...expression) => {
    const bytes = Uint8Array.of(9, ...expression, Op.end, Op.end)
    const ends = (walk: (end: number) => number) =>
      Array.from(bytes.subarray(1), (_, length) => {
        try {
          return walk(length + 1)
        } catch (error) {
          return String(error)
        }
      })
    const skipped = ends((end) => {
      const cursor = new Cursor(bytes, 1, end)
      skipConstantExpression(cursor)
      return cursor.offset
    })
    const read = ends((end) => {
      const reader = new InstructionReader(bytes, 1, end)
      while (reader.next());
      return reader.offset
    })
    expect(skipped).toEqual(read)
  })
})
