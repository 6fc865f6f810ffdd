import { afterAll, describe, expect, it } from 'vitest'
import { ExportLists } from '../../src/optimize/exports/export-lists.ts'
import { globNames } from '../../src/plugins/matcher.ts'
import type { BuildReport, ModuleExports, ModuleReport } from '../../src/report/build-report.ts'
import { collectExports, formatExports } from '../../src/scripts/export-file.ts'
import { makeApp, removeApps } from '../support/app.ts'

afterAll(removeApps)

const module = (fileName: string, exports: ModuleExports | undefined, originalNames: string[] = []) =>
  ({ fileName, originalNames, ...(exports === undefined ? {} : { exports }) }) as unknown as ModuleReport

const report = (...modules: ModuleReport[]) => ({ modules }) as unknown as BuildReport

const used = (...names: string[]): ModuleExports => ({ count: 9, used: names })

const PACKAGE = ['node_modules/@org/pkg/index_bg.wasm', '@org/pkg/index_bg.wasm', 'index_bg.wasm']

describe('collectExports', () => {
  it('lists by names that no rebuild changes, in order', () => {
    const { lists, unknown } = collectExports([
      report(
        module('assets/engine-Ab12cd34.wasm', used('b', 'a'), ['src/engine.wasm', 'engine.wasm']),
        module('assets/index_bg-Ab12cd34.wasm', used('z'), PACKAGE),
        module('assets/copied-Ab12cd34.wasm', used()),
        module('assets/index-Ab12cd34.js#tiny.wasm', used('t'), ['src/tiny.wasm']),
        module('unreadable.wasm', undefined),
      ),
    ])
    expect(Object.entries(lists)).toEqual([
      ['@org/pkg/index_bg.wasm', ['z']],
      ['assets/copied.wasm', []],
      ['src/engine.wasm', ['a', 'b']],
      ['src/tiny.wasm', ['t']],
    ])
    expect(unknown).toEqual([])
  })

  it('joins what several reports say of one module', () => {
    const [one, other] = [used('b', 'a'), used('c', 'b')].map((own) => report(module('x.wasm', own, PACKAGE)))
    expect(collectExports([one!, other!]).lists).toEqual({ '@org/pkg/index_bg.wasm': ['a', 'b', 'c'] })
  })

  it('lists no module of which one report does not know', () => {
    const opaque = module('x.wasm', { count: 1 }, PACKAGE)
    const { lists, unknown } = collectExports([report(module('x.wasm', used('a'), PACKAGE)), report(opaque)])
    expect([lists, unknown]).toEqual([{}, [opaque]])
  })

  it.each([
    ['assets/engine-Ab12cd34.wasm', ['src/engine.wasm']],
    ['assets/index_bg-Zz98yx76.wasm', ['../../node_modules/.pnpm/a@1/node_modules/@org/pkg/index_bg.wasm']],
    ['assets/copied-Ab12cd34.wasm', []],
    ['engine.wasm', ['public/engine.wasm']],
  ])('lists %s so that the option finds it again', (fileName, originalNames) => {
    const names = globNames(undefined, originalNames)
    const { lists } = collectExports([report(module(fileName, used('a'), names))])
    const { root } = makeApp({ 'lists.json': formatExports(lists) })
    const found = new ExportLists({ '**': { file: 'lists.json' } }, root)
    expect(found.of(globNames(fileName.replace('Ab12', 'Xy98'), originalNames)).names).toEqual(['a'])
    expect(found.of(['another.wasm']).names).toBeUndefined()
  })
})

describe('formatExports', () => {
  it('has a name a line', () => {
    expect(formatExports({ 'a.wasm': ['x', 'y'] })).toBe(`{
  "a.wasm": [
    "x",
    "y"
  ]
}
`)
  })
})
