import { describe, expect, it } from 'vitest'
import { analyzeModule } from '../../src/analysis/analyze-module.ts'
import { COMPONENT_SECTION_NAMES, componentReport, readComponent } from '../../src/wasm/component.ts'
import { readModule } from '../../src/wasm/module.ts'
import { WasmParseError } from '../../src/wasm/parse-error.ts'
import { custom, section, text, vector } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const PREAMBLE = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]
const component = (...sections: readonly (readonly number[])[]) => [...PREAMBLE, ...sections.flat()]
const bytesOf = (...sections: readonly (readonly number[])[]) => Uint8Array.from(component(...sections))

const MODULE = [...wat('(module (func (export "run") (result i32) (i32.const 42)))')]

/** A component with a module, and with a component that has a module of its own. */
const NESTED = bytesOf(
  section(1, MODULE),
  section(7, vector([0x40, 0, 0x01, 0x00])),
  section(4, component(section(1, MODULE, 5), custom('inner', [1, 2])), 3),
  section(10, vector([0, ...text('a'), 1, 0], [0, ...text('b'), 1, 0])),
  section(9, [0, 0, 0]),
  custom('component-name', [0, 1, 0]),
)

describe('readComponent', () => {
  it('reads every kind of section, in any order and repeated', () => {
    const ids = [11, 1, 2, 3, 5, 6, 7, 8, 9, 10, 12, 2]
    const { sections } = readComponent(bytesOf(...ids.map((id) => section(id, id === 1 ? MODULE : [0]))))
    expect(sections.map(({ id }) => id)).toEqual(ids)
    expect(sections.map(({ name }) => name)).toEqual(ids.map((id) => COMPONENT_SECTION_NAMES[id]))
  })

  // As wasm-tools writes and dumps it: tests/cli/dump/component-inline-export-import.wat.
  it('reads what wasm-tools writes', () => {
    const hex =
      '0061736d0d000100 0703014100 0a050100000400 0303015000 0a07010001610011 00 0b0d0200000400 0000016100110000'
    const bytes = Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (byte) =>
      Number.parseInt(byte, 16),
    )
    const { sections, endOffset } = readComponent(bytes)
    expect(sections.map(({ name, offset, count }) => [name, offset, count])).toEqual([
      ['type', 0x8, 1],
      ['import', 0xd, 1],
      ['core type', 0x14, 1],
      ['import', 0x19, 1],
      ['export', 0x22, 2],
    ])
    expect(endOffset).toBe(0x31)
  })

  it('says where contents begin', () => {
    const { sections } = readComponent(NESTED)
    const [module, , inner, , , named] = sections
    expect([...NESTED.subarray(module?.contentOffset, module?.endOffset)]).toEqual(MODULE)
    expect(inner?.component?.offset).toBe(inner?.contentOffset)
    expect(inner?.component?.sections.map(({ name }) => name)).toEqual(['core module', 'inner'])
    expect(named?.name).toBe('component-name')
    expect([...NESTED.subarray(named?.contentOffset, named?.endOffset)]).toEqual([0, 1, 0])
  })

  it('reads an empty component', () => {
    expect(readComponent(bytesOf())).toEqual({ offset: 0, endOffset: 8, sections: [] })
  })

  it.each([
    { why: 'a core module', bytes: MODULE, offset: 0 },
    { why: 'nothing', bytes: [], offset: 0 },
    { why: 'half a preamble', bytes: PREAMBLE.slice(0, 6), offset: 0 },
    { why: 'an unknown section', bytes: component([13, 0]), offset: 8 },
    { why: 'a section that leaves the file', bytes: component([7, 5, 0]), offset: 8 },
    { why: 'a size without an end', bytes: component([7, 0x80]), offset: 10 },
    {
      why: 'more entries than bytes',
      bytes: component(section(7, [0xff, 0xff, 0xff, 0xff, 0x0f])),
      offset: 10,
    },
    { why: 'a list without a count', bytes: component(section(7, [])), offset: 10 },
    { why: 'a name that leaves its section', bytes: component(section(0, [9, 0x61]), [7, 1, 0]), offset: 11 },
    { why: 'a core module in a component section', bytes: component(section(4, MODULE)), offset: 10 },
    {
      why: 'a section that leaves the inner component',
      bytes: component(section(4, component([7, 3, 0])), section(7, [0])),
      offset: 18,
    },
  ])('refuses $why, saying where', ({ bytes, offset }) => {
    const read = () => readComponent(Uint8Array.from(bytes))
    expect(read).toThrow(WasmParseError)
    expect(read).toThrow(expect.objectContaining({ offset }))
  })

  it('refuses what is nested without end rather than run out of stack', () => {
    let bytes = component()
    for (let depth = 0; depth < 100; depth++) bytes = component(section(4, bytes))
    expect(componentReport(Uint8Array.from(bytes)).sections).toHaveLength(100)
    expect(() => readComponent(bytesOf(section(4, bytes)))).toThrow(/nested more than 100 deep/)
  })

  it('throws nothing else on any truncation or changed byte', () => {
    for (let at = 0; at < NESTED.length; at++) {
      for (const bytes of [
        NESTED.slice(0, at),
        NESTED.map((byte, index) => (index === at ? byte ^ 0xff : byte)),
      ]) {
        try {
          componentReport(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(WasmParseError)
        }
      }
    }
  })
})

describe('componentReport', () => {
  const report = componentReport(NESTED)

  it('lists sections with their depth', () => {
    expect(report.sections.map(({ name, depth, count }) => [name, depth, count])).toEqual([
      ['core module', 0, undefined],
      ['type', 0, 1],
      ['component', 0, undefined],
      ['core module', 1, undefined],
      ['inner', 1, undefined],
      ['import', 0, 2],
      ['start', 0, undefined],
      ['component-name', 0, undefined],
    ])
  })

  it('accounts for every byte of every layer', () => {
    const sum = (depth: number) =>
      report.sections
        .filter((one) => one.depth === depth)
        .reduce((total, { sizeBytes }) => total + sizeBytes, 0)
    expect(report.sizeBytes).toBe(NESTED.length)
    expect(sum(0) + PREAMBLE.length).toBe(NESTED.length)
    const inner = report.sections.find(({ name }) => name === 'component')
    // The id and the three bytes of the size field.
    expect(sum(1) + PREAMBLE.length + 4).toBe(inner?.sizeBytes)
    const [first, ...rest] = report.sections.filter(({ depth }) => depth === 0)
    let end = (first?.offset ?? 0) + (first?.sizeBytes ?? 0)
    expect(first?.offset).toBe(8)
    for (const { offset, sizeBytes } of rest) {
      expect(offset).toBe(end)
      end += sizeBytes
    }
    expect(end).toBe(NESTED.length)
  })

  it('says where the core modules are, for analyzeModule', () => {
    expect(report.coreModules.map(({ depth, sizeBytes }) => [depth, sizeBytes])).toEqual([
      [0, MODULE.length],
      [1, MODULE.length],
    ])
    for (const { offset, sizeBytes } of report.coreModules) {
      const bytes = NESTED.subarray(offset, offset + sizeBytes)
      expect(readModule(bytes).exports).toMatchObject([{ name: 'run' }])
      expect(analyzeModule(bytes).sizeBytes).toBe(MODULE.length)
    }
  })

  it('is JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })
})
