import { describe, expect, it } from 'vitest'
import { makeBaseline } from '../../src/budget/baseline.ts'
import { causesOf } from '../../src/budget/causes.ts'
import { moduleKeys } from '../../src/budget/module-key.ts'
import { toolsReportOf, analyzedModuleOf } from '../support/analyzed-reports.ts'
import { readFixture } from '../support/fixtures.ts'

const BASE = readFixture('rust196-base_sizez.wasm')
const REGEX = readFixture('rust196-rx_sizez.wasm')

const before = makeBaseline([
  toolsReportOf([
    analyzedModuleOf('app.wasm', BASE),
    analyzedModuleOf('other.wasm', readFixture('clang19-Oz_strip.wasm')),
  ]),
])

const causes = (files: Readonly<Record<string, Uint8Array>>, part?: string) => {
  const modules = Object.entries(files).map(([fileName, bytes]) => analyzedModuleOf(fileName, bytes))
  const counted = modules.map(({ fileName, after }) => ({ fileName, sizeBytes: after.brotliBytes }))
  const verdict = { metric: 'brotli', modules: counted, ...(part === undefined ? {} : { part }) } as const
  return causesOf(verdict, modules, moduleKeys(modules, 'client'), before)
}

describe('causesOf', () => {
  it("names regex's Unicode tables and the crates where regex was added", () => {
    const [first, second, ...rest] = causes({ 'app.wasm': REGEX })
    expect(first).toMatchObject({
      kind: 'crate',
      name: 'regex_syntax',
      change: 'added',
      metric: 'raw',
      data: { label: "regex's Unicode tables" },
    })
    expect(first?.data?.deltaBytes).toBeGreaterThan(200_000)
    expect(second).toMatchObject({ kind: 'crate', name: 'regex', change: 'added' })
    expect(rest.map(({ kind, name, change }) => `${kind} ${name} ${change}`)).toEqual([
      'crate core grown',
      'crate aho_corasick added',
      'generic core::slice::sort::stable::quicksort::quicksort::<_> added',
      'generic core::slice::sort::stable::drift::sort::<_> added',
      'section data grown',
      'section code grown',
    ])
  })

  it('are none where nothing grew', () => {
    expect(causes({ 'app.wasm': BASE })).toEqual([])
  })

  it('are the modules too where several were counted', () => {
    const other = readFixture('clang19-Oz_strip.wasm')
    const found = causes({
      'app.wasm': REGEX,
      'other.wasm': other,
      'new.wasm': readFixture('clang19-tailcall.wasm'),
    })
    expect(found.filter(({ kind }) => kind === 'module')).toEqual([
      {
        kind: 'module',
        name: 'src/app.wasm',
        change: 'grown',
        deltaBytes: expect.any(Number),
        metric: 'brotli',
      },
      {
        kind: 'module',
        name: 'src/new.wasm',
        change: 'added',
        deltaBytes: expect.any(Number),
        metric: 'brotli',
      },
    ])
  })

  it('of a budget for crates are only these', () => {
    expect(causes({ 'app.wasm': REGEX }, 'crate:regex*').map(({ name }) => name)).toEqual([
      'regex_syntax',
      'regex',
    ])
    expect(causes({ 'app.wasm': REGEX }, 'package:memchr').map(({ name }) => name)).toEqual(['memchr'])
  })
})
