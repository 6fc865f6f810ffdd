import { describe, expect, it } from 'vitest'
import { duplicateFindings } from '../../src/report/duplicate-finding.ts'

const module = (fileName: string, sourceSha256: string, brotliBytes: number) => ({
  fileName,
  sourceSha256,
  after: { rawBytes: brotliBytes * 4, gzipBytes: brotliBytes * 2, brotliBytes },
})

describe('duplicateFindings', () => {
  it('names all places of a module and what all but the smallest cost, by the metric', () => {
    const modules = [
      module('b.wasm', 'one', 100),
      module('assets/index.js#a.wasm', 'one', 140),
      module('c.wasm', 'two', 7),
    ]
    expect(duplicateFindings(modules, 'brotli')).toEqual([
      {
        code: 'module-duplicated',
        severity: 'warn',
        args: { places: ['assets/index.js#a.wasm', 'b.wasm'], wastedBytes: 140, metric: 'brotli' },
      },
    ])
    expect(duplicateFindings(modules, 'raw')[0]?.args.wastedBytes).toBe(560)
  })

  it('tells of the worst first', () => {
    const modules = [
      module('a', 'small', 1),
      module('b', 'small', 1),
      module('c', 'large', 9),
      module('d', 'large', 9),
    ]
    expect(duplicateFindings(modules, 'brotli').map(({ args }) => args.places)).toEqual([
      ['c', 'd'],
      ['a', 'b'],
    ])
  })

  it('tells of nothing where every module is another', () => {
    expect(duplicateFindings([module('a', 'one', 1), module('b', 'two', 1)], 'gzip')).toEqual([])
  })
})
