import { describe, expect, it } from 'vitest'
import { unmatchedOverrides } from '../../src/plugins/unmatched-overrides.ts'

const MODULES = [
  { fileName: 'assets/tiny-Cd34Ef56.wasm', originalNames: ['src/tiny.wasm', 'tiny.wasm'] },
  { fileName: 'assets/engine-Ab12Cd34.wasm', originalNames: ['src/engine.wasm', 'engine.wasm'] },
]

const told = (...globs: string[][]) =>
  unmatchedOverrides(
    globs.map((match) => ({ match, effort: 'max' })),
    MODULES,
  )

describe('overrides that match nothing', () => {
  it('are none where each matches some name of a module', () => {
    expect(told(['engine*'], ['src/tiny.wasm'], ['nothing', 'assets/*'])).toEqual([])
  })

  it('are told with their place, all that was built, and the nearest name', () => {
    expect(told(['**'], ['src/enigne.wasm'])).toEqual([
      {
        code: 'override-unmatched',
        severity: 'warn',
        args: {
          path: 'overrides[1]',
          match: ['src/enigne.wasm'],
          built: ['assets/engine-Ab12Cd34.wasm', 'assets/tiny-Cd34Ef56.wasm'],
          nearest: 'src/engine.wasm',
        },
      },
    ])
  })

  it.each([
    [['**/tinny.wasm'], 'tiny.wasm'],
    [['zzzzzzzzzzzzzzz', 'enginé*'], 'engine.wasm'],
  ])('%j is nearest to %s', (match, nearest) => {
    expect(told(match)).toMatchObject([{ args: { nearest } }])
  })

  it('have no nearest name where nothing was built', () => {
    const [finding] = unmatchedOverrides([{ match: ['a'], compress: false }], [])
    expect(finding?.args).toEqual({ path: 'overrides[0]', match: ['a'], built: [] })
  })
})
