import { describe, expect, it } from 'vitest'
import {
  companionTest,
  emittedCompanions,
  pairCompanions,
  referToCompanions,
} from '../../src/plugins/companions.ts'
import { scriptOf } from '../support/script-of.ts'

describe('companionTest', () => {
  it.each([
    { include: [], exclude: [], names: ['a.data'], is: false },
    { include: ['**/*.data'], exclude: [], names: ['assets/a-1234.data'], is: true },
    { include: ['src/**'], exclude: [], names: ['assets/a-1234.dat', 'src/a.dat'], is: true },
    { include: ['**/*.wasm'], exclude: [], names: ['a.data'], is: false },
    { include: ['**/*'], exclude: [], names: ['a.js', 'a.wasm'], is: false },
    { include: ['**/*'], exclude: ['**/icudt*'], names: ['a/icudt.dat'], is: false },
  ])('of $names with include $include and exclude $exclude is $is', ({ include, exclude, names, is }) => {
    expect(companionTest({ include, exclude })(names)).toBe(is)
  })
})

describe('emittedCompanions', () => {
  it('lists assets by name, texts as bytes, and no chunk', () => {
    const asset = (fileName: string, source: string | Uint8Array, originalFileNames: string[] = []) =>
      ({ type: 'asset', fileName, source, originalFileNames }) as const
    const bundle = {
      b: asset('b-12345678.data', 'text', ['../src/b.data']),
      a: asset('a.dat', Uint8Array.of(1)),
      c: asset('c.json', '{}'),
      d: { ...asset('d.data', ''), type: 'chunk' } as never,
    }
    expect(
      emittedCompanions(bundle, () => true).map(({ fileName, bytes }) => [fileName, bytes.length]),
    ).toEqual([
      ['a.dat', 1],
      ['b-12345678.data', 4],
    ])
    const [only] = emittedCompanions(bundle, (names) => names.includes('src/b.data'))
    expect(only).toMatchObject({
      place: 'asset',
      originalNames: ['src/b.data'],
      shipped: { untouched: 'companion' },
    })
  })
})

describe('companions and modules', () => {
  const files = [
    { fileName: 'assets/game-AAAAAAA1.data', originalNames: ['src/game.data'], untouched: 'companion' },
    { fileName: 'assets/game-BBBBBBB2.wasm', originalNames: ['src/game.wasm'] },
    { fileName: 'icudt.dat', originalNames: [], untouched: 'companion' },
    { fileName: 'icudt.data', originalNames: [], untouched: 'companion' },
  ]

  it('are paired by the name that they had, never with one another', () => {
    expect([...pairCompanions(files)]).toEqual([['assets/game-AAAAAAA1.data', 'assets/game-BBBBBBB2.wasm']])
  })

  it('are loaded together', () => {
    const script = scriptOf('a.js')
    const [one, other] = referToCompanions(
      [
        { ...script, modules: ['m.wasm', 'm.data'] },
        { ...script, modules: ['x.wasm'] },
      ],
      new Map([
        ['m.data', 'm.wasm'],
        ['n.data', 'm.wasm'],
      ]),
    )
    expect(one?.modules).toEqual(['m.wasm', 'm.data', 'n.data'])
    expect(other?.modules).toEqual(['x.wasm'])
  })
})
