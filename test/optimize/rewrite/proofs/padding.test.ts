import { describe, expect, it } from 'vitest'
import { provePadding } from '../../../../src/optimize/rewrite/proofs/padding.ts'
import { readModule } from '../../../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../../../support/fixtures.ts'
import { custom, functions, leb, section, text, vector, wasm } from '../../../support/wasm-builder.ts'
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

/** Signed LEB128 of a small number, in `length` bytes. */
const sleb = (value: number, length = 1) =>
  Array.from({ length }, (_, at) => ((value >> Math.min(31, 7 * at)) & 0x7f) | (at < length - 1 ? 0x80 : 0))

/** A module with one body, `n` bytes to every integer that may have them. */
const everyKind = (n: number, value = 1) =>
  functions(
    [
      leb(1, n),
      leb(2, n),
      [0x7f],
      [0x02, 0x40, 0x0e, ...leb(1, n), ...leb(0, n), ...leb(value & 1, n), 0x0b],
      [0x20, ...leb(1, n), 0x1a, 0x41, ...sleb(-value, n), 0x1a, 0x42, ...sleb(-value, n * 2 - 1), 0x1a],
      [0x10, ...leb(0, n), 0x11, ...leb(0, n), ...leb(0, n)],
      [0x41, 0, 0x28, ...leb(2, n), ...leb(8, n), 0x1a],
      [0xfc, ...leb(10, n), ...leb(0, n), ...leb(0, n)],
      [0xfd, ...leb(0x15, n), 3],
      [0xd0, ...sleb(-0x10, n), 0x1a],
      [0x1c, ...leb(1, n), 0x7f],
      [0x1f, 0x40, ...leb(1, n), 0x00, ...leb(0, n), ...leb(0, n), 0x0b],
      [0x0b],
    ].flat(),
  )

describe('provePadding', () => {
  it.each(FIXTURES.filter((path) => !path.includes('stringref')))('accepts %s as it is', (path) => {
    expect(provePadding(readFixture(path), readFixture(path))).toBeUndefined()
  })

  it('accepts any length of any integer in code', () => {
    expect(provePadding(everyKind(1), everyKind(5))).toBeUndefined()
    expect(provePadding(everyKind(5), everyKind(3))).toBeUndefined()
    expect(provePadding(everyKind(5), everyKind(3, 2))).toContain('operands of opcode 0xe ')
  })

  it('accepts any length of any integer in sections', () => {
    const module = (n: number, value = 0) =>
      wasm(
        section(1, [...leb(1, n), 0x60, ...leb(1, n), 0x7f, ...leb(0, n)], n),
        section(2, [...leb(1, n), ...leb(1, n), 0x6d, ...leb(1, n), 0x66, 0, ...leb(0, n)], n),
        section(3, [...leb(1, n), ...leb(0, n)], n),
        section(4, [...leb(1, n), 0x70, 1, ...leb(1, n), ...leb(2, n)], n),
        section(5, [...leb(1, n), 0, ...leb(1, n)], n),
        section(6, [...leb(1, n), 0x7f, 0, 0x41, ...sleb(-5, n), 0x0b], n),
        section(7, [...leb(1, n), ...leb(1, n), 0x65, 0, ...leb(1, n)], n),
        section(
          9,
          [...leb(1, n), ...leb(0, n), 0x41, ...sleb(0, n), 0x0b, ...leb(1, n), ...leb(value, n)],
          n,
        ),
        section(12, leb(1, n), n),
        section(10, [...leb(1, n), ...leb(2, n), 0, 0x0b], n),
        section(11, [...leb(1, n), ...leb(0, n), 0x41, ...sleb(3, n), 0x0b, ...leb(1, n), 0x64], n),
        section(0, [...leb(1, n), 0x63, 1, 2, 3], n),
      )
    expect(provePadding(module(5), module(1))).toBeUndefined()
    expect(provePadding(module(5), module(1, 1))).toBe('element section: function 0 became 1, not 0')
  })

  it('compares all bits of a constant', () => {
    const constants = (long: string, single: string, double: string) =>
      wat(`(module (func i64.const ${long} drop f32.const ${single} drop f64.const ${double} drop))`)
    const before = constants('-9223372036854775808', 'nan:0x400000', '-0')
    expect(provePadding(before, constants('-9223372036854775807', 'nan:0x400000', '-0'))).toContain('0x42')
    expect(provePadding(before, constants('-9223372036854775808', 'nan:0x400001', '-0'))).toContain('0x43')
    expect(provePadding(before, constants('-9223372036854775808', 'nan:0x400000', '0'))).toContain('0x44')
  })

  it('accepts another grouping of the same locals', () => {
    expect(
      provePadding(functions([2, 1, 0x7f, 2, 0x7f, 0x0b]), functions([1, 3, 0x7f, 0x0b])),
    ).toBeUndefined()
    expect(provePadding(functions([2, 1, 0x7f, 2, 0x7f, 0x0b]), functions([1, 4, 0x7f, 0x0b]))).toContain(
      'declarations',
    )
  })

  it('compares custom sections as they are', () => {
    const module = (...sections: number[][]) => wasm(...sections, section(5, [1, 0, 1]))
    expect(provePadding(module(custom('a', [1])), module(custom('a', [2])))).toContain('section "a"')
    expect(provePadding(module(custom('a', [1])), module())).toContain('section "a"')
    expect(provePadding(module(), module(custom('a', [1])))).toContain('gone, changed or elsewhere')
    expect(provePadding(module(custom('a'), custom('b')), module(custom('b'), custom('a')))).toContain(
      'section',
    )
    expect(
      provePadding(wasm(custom('a'), section(5, [1, 0, 1])), wasm(section(5, [1, 0, 1]), custom('a'))),
    ).toContain('section')
  })

  it('wants sections gone that speak of offsets, where code moves', () => {
    const module = (n: number, ...sections: number[][]) =>
      wasm(
        section(1, vector([0x60, 0, 0])),
        section(3, vector([0])),
        section(10, vector([...leb(2, n), 0, 0x0b])),
        ...sections,
      )
    const debug = custom('.debug_line', [1])
    expect(provePadding(module(5, debug), module(1))).toBeUndefined()
    expect(provePadding(module(5, debug), module(1, debug))).toContain('.debug_line')
    expect(provePadding(module(5, debug), module(5, debug))).toBeUndefined()
    expect(provePadding(module(5, debug), module(5))).toContain('.debug_line')
  })

  it('says what is malformed', () => {
    expect(provePadding(functions([0, 0x0b]), functions([0, 0xff, 0x0b]))).toContain('unknown opcode')
    expect(provePadding(functions([0, 0x0b]), functions([0, 0x0b, 0x0b]))).toContain('behind the end')
    expect(provePadding(functions([0, 0x0b]), wasm(section(99, [])))).toContain('unknown section')
    expect(
      provePadding(functions([0, 0x0b]), text('nothing of the kind') as unknown as Uint8Array),
    ).toContain('magic')
  })

  // Without padding: see the round trip. Two modules that differ in padding alone are of one length only if neither has any,
  // and then they are equal; so another byte, and another instruction without padding, is always wrong.
  const modules = [
    'emscripten3.1.6-O3.wasm',
    'assemblyscript0.28.20-as_debug.wasm',
    'clang19-O3_g_simd.wasm',
    'clang19-threads.wasm',
    'moonc0.1.202605-moonbit-wasm-gc-debug.wasm',
    'clang19-eh_legacy.wasm',
    'probes/binaryen132-gc.wasm',
    'probes/binaryen132-eh_exnref.wasm',
    'probes/binaryen132-stackswitching.wasm',
  ].map((path) => ({ path, bytes: readFixture(path) }))

  it('refuses 2,000 other bytes', () => {
    const random = randomNumbers(3)
    expectRefusals(2000, () => {
      const { path, bytes } = pick(random, modules)
      const at = below(random, bytes.length)
      const mutated = bytes.slice()
      mutated[at] = (mutated[at] as number) ^ (1 + below(random, 255))
      return { what: `${path}, byte ${at}`, proof: provePadding(bytes, mutated) }
    })
  })

  it('refuses 2,000 other instructions of the same opcode, and swapped ones', () => {
    const random = randomNumbers(4)
    const bodies = modules.flatMap(({ path, bytes }) => {
      const module = readModule(bytes)
      return Array.from({ length: module.bodies.count }, (_, index) => ({
        path,
        bytes,
        index,
        body: readBody(module, index),
      }))
    })
    const byOpcode = new Map<number, Instruction[]>()
    for (const one of bodies.flatMap(({ body }) => body.instructions)) {
      byOpcode.set(one.opcode, [...(byOpcode.get(one.opcode) ?? []), one])
    }
    expectRefusals(2000, () => {
      const { path, bytes, index, body } = pick(random, bodies)
      const at = below(random, body.instructions.length)
      const old = body.instructions[at]!
      const next = body.instructions[at + 1]
      const isSwapped = random() < 0.2 && next !== undefined
      const other = isSwapped ? next : pick(random, byOpcode.get(old.opcode)!)
      if (Buffer.compare(other.bytes, old.bytes) === 0) return undefined
      const replaced = withInstruction(body, at, other)
      const mutated = isSwapped ? withInstruction(replaced, at + 1, old) : replaced
      return {
        what: `${path}, function ${index}, ${at}`,
        proof: provePadding(bytes, withBody(bytes, index, mutated)),
      }
    })
  })
})
