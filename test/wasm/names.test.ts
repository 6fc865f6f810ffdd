import { describe, expect, it } from 'vitest'
import { readModule } from '../../src/wasm/module.ts'
import { NAME_SUBSECTIONS, readInnerNames } from '../../src/wasm/names.ts'
import { readFixture } from '../support/fixtures.ts'
import { custom, leb, nameMap, nameSection, section, text, vector, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const namesOf = (...subsections: number[][]) => readModule(wasm(nameSection(...subsections))).names

const FUNCTION = 1
const GLOBAL = 7
const DATA = 9

describe('readNames', () => {
  it('says nothing of a module without a name section', () => {
    const { functions, globals, data, subsections, problem } = readModule(wasm(custom('Name'))).names
    expect([functions.size, globals.size, data.size, subsections.length, problem]).toEqual([
      0,
      0,
      0,
      0,
      undefined,
    ])
  })

  it('maps functions, globals and data segments by their index', () => {
    const names = namesOf(
      nameMap(FUNCTION, [
        [0, 'main'],
        [300, 'größe'],
      ]),
      nameMap(GLOBAL, [[0, 'stack']]),
      nameMap(DATA, [[1, '.rodata']]),
    )
    expect([...names.functions]).toEqual([
      [0, 'main'],
      [300, 'größe'],
    ])
    expect([...names.globals]).toEqual([[0, 'stack']])
    expect([...names.data]).toEqual([[1, '.rodata']])
    expect(names.problem).toBeUndefined()
  })

  it('maps everything else that has indices, and the module itself', () => {
    const names = namesOf(
      section(0, text('app.wasm')),
      ...[4, 5, 6, 8, 11].map((id) => nameMap(id, [[id, `name ${id}`]])),
    )
    expect(names.module).toBe('app.wasm')
    expect(
      [names.types, names.tables, names.memories, names.elements, names.tags].map((map) => [...map]),
    ).toEqual([4, 5, 6, 8, 11].map((id) => [[id, `name ${id}`]]))
    expect([names.functions.size, names.globals.size, names.data.size]).toEqual([0, 0, 0])
    expect(namesOf(nameMap(FUNCTION, []))).not.toHaveProperty('module')
  })

  it('agrees with an assembler', () => {
    const { names } = readModule(
      wat(
        '(module $app (type $t (func)) (table $tab 1 funcref) (memory $mem 1) (global $g i32 (i32.const 0)) (tag $e))',
        { names: true },
      ),
    )
    const all = [names.types, names.tables, names.memories, names.globals, names.tags]
    expect(all.map((map) => map.get(0))).toEqual(['t', 'tab', 'mem', 'g', 'e'])
  })

  it('lists every subsection, what it does not read and does not know included', () => {
    const ids = [...NAME_SUBSECTIONS.keys(), 12]
    const { subsections, problem } = namesOf(...ids.map((id) => section(id, [0])))
    expect(subsections.map(({ name }) => name)).toEqual([...NAME_SUBSECTIONS, 'subsection 12'])
    expect(problem).toBeUndefined()
  })

  it('says where a subsection lies, its id and size field included', () => {
    const { subsections } = namesOf([4, ...leb(1, 5), 0], nameMap(FUNCTION, []))
    // The header has 8 bytes, the section 2, its name 5.
    expect(subsections).toEqual([
      { name: 'type', offset: 15, contentOffset: 21, endOffset: 22 },
      { name: 'function', offset: 22, contentOffset: 24, endOffset: 25 },
    ])
  })

  it('gives two functions the same name where the module does', () => {
    const { functions } = namesOf(
      nameMap(FUNCTION, [
        [0, 'same'],
        [1, 'same'],
      ]),
    )
    expect([...functions.values()]).toEqual(['same', 'same'])
  })

  it('takes the last of two names for one function', () => {
    const { functions } = namesOf(
      nameMap(FUNCTION, [
        [0, 'first'],
        [0, 'last'],
      ]),
    )
    expect([...functions]).toEqual([[0, 'last']])
  })

  it('replaces what is not UTF-8', () => {
    const { functions, problem } = namesOf(section(FUNCTION, vector([0, 2, 0xff, 0x61])))
    expect([...functions]).toEqual([[0, '\ufffda']])
    expect(problem).toBeUndefined()
  })

  describe('of a malformed section', () => {
    const good = nameMap(GLOBAL, [[0, 'kept']])

    it('reads what follows a subsection that is wrong inside', () => {
      const { names } = readModule(wasm(nameSection(section(4, [9, 0]), section(0, [9]), good)))
      expect([...names.globals.values()]).toEqual(['kept'])
      expect(names.subsections.map(({ name }) => name)).toEqual(['type', 'module', 'global'])
      expect(names.problem).toMatchObject({ name: 'WasmParseError', offset: 17 })
    })

    it.each([
      {
        why: 'a map that ends early',
        bad: section(FUNCTION, [2, ...leb(0), ...text('first')]),
        read: ['first'],
      },
      { why: 'a count that cannot fit', bad: section(FUNCTION, [0xff, 0xff, 0xff, 0xff, 0x0f]), read: [] },
      { why: 'a name that leaves its subsection', bad: section(FUNCTION, [1, 0, 9, 0x61]), read: [] },
      { why: 'a subsection that leaves the section', bad: [FUNCTION, 9, 1, 0], read: [] },
      { why: 'a size without an end', bad: [FUNCTION, 0x80], read: [] },
    ])('keeps what came before $why', ({ bad, read }) => {
      const bytes = wasm(nameSection(good, bad), section(1, [0]))
      const { names, types, sections } = readModule(bytes)
      expect([...names.globals.values()]).toEqual(['kept'])
      expect([...names.functions.values()]).toEqual(read)
      expect(names.problem).toMatchObject({ name: 'WasmParseError' })
      expect(names.problem?.offset).toBeGreaterThanOrEqual(15 + good.length)
      expect(types).toEqual([])
      expect(sections).toHaveLength(2)
    })
  })

  it('reads the names that toolchains write', () => {
    const names = (path: string) => [...readModule(readFixture(path)).names.functions.values()]
    expect(names('clang19-O0_g.wasm')).toContain('crc32')
    expect(names('rust196-base_sizez.wasm').some((name) => name.startsWith('_R'))).toBe(true)
    expect(readModule(readFixture('clang19-O0_g.wasm')).names.globals.get(0)).toBe('__stack_pointer')
  })
})

describe('readInnerNames', () => {
  const IDS = { local: 2, label: 3, field: 10 }
  const inner = (...entries: readonly (readonly [outer: number, name: string])[]) =>
    vector(...entries.map(([outer, name]) => [...leb(outer), ...vector([...leb(outer + 1), ...text(name)])]))

  it.each(['local', 'label', 'field'] as const)('reads the names of each %s', (what) => {
    const others = Object.values(IDS)
      .filter((id) => id !== IDS[what])
      .map((id) => section(id, inner([0, 'other'])))
    const module = readModule(wasm(nameSection(...others, section(IDS[what], inner([0, 'a'], [300, 'b'])))))
    const { names, problem } = readInnerNames(module, what)
    expect([...names].map(([outer, map]) => [outer, [...map]])).toEqual([
      [0, [[1, 'a']]],
      [300, [[301, 'b']]],
    ])
    expect(problem).toBeUndefined()
  })

  it('reads none where there are none', () => {
    expect(readInnerNames(readModule(wasm()), 'local')).toEqual({ names: new Map() })
  })

  it('reads the locals that an assembler writes', () => {
    const module = readModule(
      wat('(module (func) (func (param $x i32) (local i64) (local $y f32)))', { names: true }),
    )
    expect([...(readInnerNames(module, 'local').names.get(1) ?? [])]).toEqual([
      [0, 'x'],
      [2, 'y'],
    ])
  })

  it('keeps what came before something malformed', () => {
    const bad = [2, ...leb(5), ...vector([0, ...text('kept')]), ...leb(6), 9]
    const module = readModule(wasm(nameSection(section(IDS.local, bad))))
    const { names, problem } = readInnerNames(module, 'local')
    expect([...(names.get(5)?.values() ?? [])]).toEqual(['kept'])
    expect(problem).toMatchObject({ name: 'WasmParseError' })
    // Nobody has looked into it before.
    expect(module.names.problem).toBeUndefined()
  })

  it('reads them for toolchains', () => {
    const { names } = readInnerNames(readModule(readFixture('assemblyscript0.28.20-as_debug.wasm')), 'local')
    expect(names.size).toBeGreaterThan(10)
  })
})
