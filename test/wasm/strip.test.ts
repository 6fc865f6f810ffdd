import { describe, expect, it } from 'vitest'
import { readSections } from '../../src/wasm/sections.ts'
import { removeSections, stripReason } from '../../src/wasm/strip.ts'
import { isAccepted } from '../../src/wasm/validate.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { custom, section, vector, wasm } from '../support/wasm-builder.ts'

const sectionNamed = (name: string) => {
  const [found] = readSections(wasm(custom(name)))
  if (found === undefined) throw new Error('no section')
  return found
}

describe('stripReason', () => {
  it.each([
    'name',
    'linking',
    'sourceMappingURL',
    'external_debug_info',
    '.debug_info',
    '.debug_abbrev',
    '.debug_line',
    '.debug_str',
    'reloc.CODE',
    'reloc.DATA',
    'reloc..debug_info',
  ])('%s leaks', (name) => {
    expect(stripReason(sectionNamed(name))).toBe('leak')
  })

  it.each(['producers', 'target_features'])('%s is metadata', (name) => {
    expect(stripReason(sectionNamed(name))).toBe('metadata')
  })

  it.each([
    'dylink.0',
    'go.buildid',
    'Name',
    'names',
    'metadata.code.branch_hint',
    'debug_info',
    'reloc',
    '',
    '__wasm_bindgen_unstable',
  ])('%j stays, since a program may read it', (name) => {
    expect(stripReason(sectionNamed(name))).toBeUndefined()
  })

  it('never gives a reason for a known section', () => {
    const sections = readSections(wasm(section(1, [0]), section(12, [0])))
    expect(sections.map(stripReason)).toEqual([undefined, undefined])
  })

  it('gives none for a custom section that borrows the name of a known one', () => {
    expect(stripReason(sectionNamed('code'))).toBeUndefined()
  })
})

describe('removeSections', () => {
  const TYPES = section(1, vector([0x60, 0, 0]), 5)
  const MEMORY = section(5, vector([0, 1]))

  it('leaves the rest as it is, byte by byte, padded sizes included', () => {
    const bytes = wasm(
      custom('name', [1]),
      TYPES,
      custom('keep', [2]),
      custom('name', [3]),
      MEMORY,
      custom('name', [4]),
    )
    const rest = removeSections(bytes, ({ name }) => name === 'name')
    expect([...rest]).toEqual([...wasm(TYPES, custom('keep', [2]), MEMORY)])
  })

  it('returns the very same bytes where nothing goes', () => {
    const bytes = wasm(TYPES, custom('keep'))
    expect(removeSections(bytes, () => false)).toBe(bytes)
  })

  it('leaves its input alone', () => {
    const bytes = wasm(custom('name', [1]), TYPES)
    const copy = bytes.slice()
    removeSections(bytes, ({ id }) => id === 0)
    expect([...bytes]).toEqual([...copy])
  })

  it('refuses what it cannot take apart', () => {
    expect(() => removeSections(Uint8Array.of(1, 2, 3), () => true)).toThrow(
      expect.objectContaining({ name: 'WasmParseError' }),
    )
  })

  it.each(FIXTURES)(
    'takes everything strippable out of %s, and what is left is as valid as before',
    (path) => {
      const bytes = readFixture(path)
      const stripped = removeSections(bytes, (section) => stripReason(section) !== undefined)
      const sections = readSections(bytes)
      const kept = sections.filter((section) => stripReason(section) === undefined)
      const expected = Buffer.concat([
        bytes.subarray(0, 8),
        ...kept.map(({ offset, endOffset }) => bytes.subarray(offset, endOffset)),
      ])
      expect(Buffer.compare(stripped, expected)).toBe(0)
      expect(isAccepted(stripped)).toBe(isAccepted(bytes))
    },
  )
})
