import { describe, expect, it } from 'vitest'
import { BodyScanner, type ReferenceSink } from '../../src/analysis/body-scanner.ts'
import { openBody } from '../../src/wasm/function-body.ts'
import { readModule, type WasmModule } from '../../src/wasm/module.ts'
import { Op } from '../../src/wasm/opcodes.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { functions, leb } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

/** Notes what it is told, as `call 3` and the like; numbers only from 8 on, for shorter lists. */
const recorder = () => {
  const notes: string[] = []
  const sink: ReferenceSink = {
    functionUsed: (index) => notes.push(`function ${index}`),
    globalUsed: (index) => notes.push(`global ${index}`),
    numberUsed: (value) => value >= 8 && notes.push(`number ${value}`),
    segmentUsed: (index) => notes.push(`segment ${index}`),
  }
  return { notes, sink }
}

const scan = (bytes: Uint8Array) => {
  const { notes, sink } = recorder()
  const module = readModule(bytes)
  const scanner = new BodyScanner(module, sink)
  for (let index = 0; index < module.bodies.count; index++) scanner.scanBody(index)
  return { notes, counts: scanner.counts }
}

/** What reading every instruction in full says of one body. */
const readInFull = (module: WasmModule, index: number) => {
  const notes: string[] = []
  let instructions = 0
  for (const reader = openBody(module, index); reader.next();) {
    instructions++
    const { opcode } = reader
    if (opcode === Op.call || opcode === Op.returnCall || opcode === Op.refFunc)
      notes.push(`function ${reader.index}`)
    else if (opcode === Op.globalGet || opcode === Op.globalSet) notes.push(`global ${reader.index}`)
    else if (opcode === Op.i32Const) noteNumber(notes, reader.index >>> 0)
    // Longer ones are no addresses of 32 bits.
    else if (opcode === Op.i64Const) noteNumber(notes, reader.index < 2 ** 32 ? reader.index : -1)
    else if (isAccess(opcode) && reader.index === 0) noteNumber(notes, reader.second)
    else if (opcode === 0xfc0008 || opcode === 0xfc0009) notes.push(`segment ${reader.index}`)
    else if (opcode === 0xfb0009 || opcode === 0xfb0012) notes.push(`segment ${reader.second}`)
  }
  return { notes, instructions }
}

const noteNumber = (notes: string[], value: number) => {
  if (value >= 8) notes.push(`number ${value}`)
}

const isAccess = (opcode: number) =>
  (opcode >= 0x28 && opcode <= 0x3e) ||
  (opcode >= 0xfd0000 && opcode <= 0xfd000b) ||
  (opcode >= 0xfd0054 && opcode <= 0xfd005d) ||
  (opcode >= 0xfe0010 && opcode <= 0xfe004e)

const isDecodable = (path: string) => !path.includes('stringref')

describe('BodyScanner', () => {
  it.each(FIXTURES.filter(isDecodable))(
    'finds in %s what a full reading of all instructions does',
    (path) => {
      const module = readModule(readFixture(path))
      const { notes, sink } = recorder()
      const scanner = new BodyScanner(module, sink)
      let instructions = 0
      for (let index = 0; index < module.bodies.count; index++) {
        notes.length = 0
        scanner.scanBody(index)
        const expected = readInFull(module, index)
        instructions += expected.instructions
        if (notes.join() !== expected.notes.join()) expect(notes, `body ${index}`).toEqual(expected.notes)
        if (scanner.counts.instructionCount !== instructions) expect.fail(`body ${index} counts otherwise`)
      }
      expect(scanner.counts.instructionCount).toBe(instructions)
    },
  )

  it('counts instructions, calls and indirect calls', () => {
    const { counts } = scan(
      wat(`(module (table 1 funcref) (type $t (func))
        (func $a call $b call $b (block (nop)) (call_indirect (type $t) (i32.const 0)))
        (func $b return_call $a))`),
    )
    expect(counts).toEqual({ instructionCount: 10, callCount: 3, indirectCallCount: 1, paddingBytes: 0 })
  })

  it('counts the bytes that shorter integers would not need', () => {
    const body = [
      [0x10, ...leb(0, 5)],
      [0x41, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x1a],
      [0x41, 0x80, 0x81, 0x80, 0x80, 0x00, 0x1a],
      [0x41, 0, 0x28, 2, ...leb(128, 5), 0x1a],
      [0x41, 0, 0x11, 0, ...leb(0, 5)],
    ].flat()
    // 4 of the call, 4 of the constant -1, 3 of 128 as a signed number, 3 of the offset, 4 of the table.
    expect(scan(functions([0, ...body, 0x0b])).counts.paddingBytes).toBe(4 + 4 + 3 + 3 + 4)
  })

  it('counts no padding in constants of 64 bits that need all their bytes', () => {
    const constants = [
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f],
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00],
      [0xc0, 0x00],
      [0xbf, 0x7f],
      [0x80, 0x80, 0x80, 0x80, 0x08],
      [0x80, 0x80, 0x80, 0x80, 0x78],
    ]
    for (const bytes of constants)
      expect(scan(functions([0, 0x42, ...bytes, 0x1a, 0x0b])).counts.paddingBytes).toBe(0)
  })

  it('takes no constant of 64 bits that is longer than an address for one', () => {
    const i64 = (...bytes: number[]) => functions([0, 0x42, ...bytes, 0x1a, 0x0b])
    expect(scan(i64(0x80, 0x80, 0x80, 0x80, 0x08)).notes).toEqual(['number 2147483648'])
    expect(scan(i64(0x80, 0x81, 0x80, 0x80, 0x80, 0x80, 0x00)).notes).toEqual(['number 128'])
    expect(scan(i64(0x80, 0x81, 0x80, 0x80, 0x80, 0x80, 0x01)).notes).toEqual([])
    expect(scan(i64(0x80, 0x7f)).notes).toEqual([])
  })

  it.each([
    { name: 'does not end', body: [0, 0x01, 0x01], message: /unexpected end \(at offset/ },
    { name: 'goes on behind its end', body: [0, 0x0b, 0x01], message: /goes on behind its end \(at offset/ },
    { name: 'has an unknown opcode', body: [0, 0xff, 0x0b], message: /unknown opcode 0xff \(at offset/ },
    {
      name: 'ends within an instruction',
      body: [0, 0x44, 0, 0, 0x0b],
      message: /unexpected end \(at offset/,
    },
    {
      name: 'has an integer of eleven bytes',
      body: [0, 0x20, ...Array.from({ length: 10 }, () => 0x80), 0, 0x0b],
      message: /longer than 10 bytes \(at offset/,
    },
    { name: 'has no end of its local declarations', body: [3, 1, 0x7f], message: /\(at offset/ },
  ])('throws where a body $name', ({ body, message }) => {
    expect(() => scan(functions(body))).toThrow(message)
  })

  it('reads blocks of all kinds of types, and exception handlers', () => {
    const { notes } = scan(
      wat(`(module (tag $t (param i32)) (type $pair (func (result i32 i32)))
        (func
          (block (result externref) (unreachable)) drop
          (block (type $pair) (i32.const 9) (i32.const 10)) drop drop
          (block $l (result i32) (try_table (catch $t $l) (throw $t (i32.const 11))) (i32.const 12)) drop
          (loop (result f32) (f32.const 1)) drop))`),
    )
    expect(notes).toEqual(['number 9', 'number 10', 'number 11', 'number 12'])
  })
})
