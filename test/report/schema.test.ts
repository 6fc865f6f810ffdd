import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import schema from '../../schema.json' with { type: 'json' }
import type { BuildReport } from '../../src/report/build-report.ts'
import { renderJson } from '../../src/report/json.ts'
import { build, makeApp, removeApps } from '../support/app.ts'
import type { WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import { oneModule, plainApp } from '../support/apps.ts'
import { moduleOf } from '../support/wasm-fixtures.ts'
import { wat } from '../support/wat.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const ajv = new Ajv2020({ strict: true, strictRequired: true, allErrors: false })
const published = ajv.compile(schema)

/** The same, but nothing may be in a report that it does not describe. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed)
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).map(([key, value]) => [key, closed(value)])
  return { ...('properties' in node ? { additionalProperties: false } : {}), ...Object.fromEntries(entries) }
}

const complete = new Ajv2020({ strict: true }).compile({ ...(closed(schema) as object), $id: 'closed' })

const problemsOf = (validate: ValidateFunction, report: unknown): unknown[] => {
  validate(report)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

const reports: BuildReport[] = []

const exporting = wat(
  '(module (func (export "used")) (func (export "unused")) (func (export "pruned")) (memory 1) (data (i32.const 0) "' +
    'vary'.repeat(2000) +
    '"))',
)

beforeAll(async () => {
  const app = makeApp({
    ...plainApp(),
    'public/plain.wasm': moduleOf(9),
    'public/broken.wasm': new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1]),
    'src/tiny.wasm': moduleOf(8, { dataBytes: 10 }),
    'src/more.js': `import url from './tiny.wasm?url'
console.log(url)`,
    'src/main.js': `${plainApp()['src/main.js'] as string}
import './more.js'
import exporting from './exporting.wasm?url'
const { instance } = await WebAssembly.instantiateStreaming(fetch(exporting))
instance.exports.used()`,
    'src/exporting.wasm': exporting,
  })
  app.install('binaryen')
  const budgets = [
    { scope: 'asset', limit: '1 kB' },
    { scope: 'total', limit: '1 MB', warn: 10, metric: 'raw' },
    { scope: 'initial', limit: '1 MB' },
    { scope: 'asset', match: 'nothing', limit: 1 },
  ] as const
  for (const bundler of ['vite', 'rollup'] as const) {
    const optimize = { exports: { '**/exporting*.wasm': ['used', 'unused'] } }
    const options: WasmBudgetOptions = { effort: 'fast', optimize, budgets: [...budgets] }
    const built = await build(app, options, { bundler, config: { build: { target: 'esnext' } } })
    reports.push(...built.reports)
  }
  const opaque = makeApp({
    ...oneModule(exporting),
    'src/main.js': `import url from './url.wasm?url'
WebAssembly.instantiateStreaming(fetch(url)).then(({ instance: { exports } }) => exports.used(Object.keys(exports)))`,
  })
  reports.push(...(await build(opaque)).reports)
})

afterAll(removeApps)

const written = (report: BuildReport) => JSON.parse(renderJson(report)) as { [key: string]: Json }

describe('schema.json', () => {
  it('accepts the reports of builds', () => {
    expect(reports.length).toBeGreaterThan(1)
    for (const report of reports) expect(problemsOf(published, written(report))).toEqual([])
  })

  it('describes everything that is in them', () => {
    for (const report of reports) expect(problemsOf(complete, written(report))).toEqual([])
    const modules = reports.flatMap((report) => report.modules)
    // What the builds must have brought, or the test says less than it seems to.
    expect(new Set(modules.map(({ place }) => place))).toEqual(new Set(['asset', 'inlined', 'public']))
    for (const key of ['inlined', 'summary', 'untouched', 'integrity'] as const)
      expect(modules.filter((module) => module[key] !== undefined).length, key).toBeGreaterThan(0)
    for (const key of ['used', 'opaque', 'unused', 'pruned'] as const)
      expect(modules.filter(({ exports }) => exports?.[key] !== undefined).length, key).toBeGreaterThan(0)
    expect(modules.flatMap(({ tries }) => tries).length).toBeGreaterThan(0)
    expect(modules.flatMap(({ siblings }) => siblings).length).toBeGreaterThan(0)
    expect(reports.flatMap(({ findings }) => findings).length).toBeGreaterThan(0)
  })

  it('accepts fields that a later version adds', () => {
    expect(problemsOf(published, { ...written(reports[0] as BuildReport), later: 1 })).toEqual([])
  })

  it('requires every field but those that may be absent', () => {
    const optional = new Set<string>()
    for (const report of reports) {
      const whole = written(report)
      for (const path of fieldsOf(whole)) {
        const damaged = structuredClone(whole)
        if (!isField(path)) continue
        deleteAt(damaged, path)
        if (published(damaged)) optional.add(path.filter((key) => typeof key === 'string').join('.'))
      }
    }
    expect(optional.size).toBeGreaterThan(5)
    expect([...optional].filter((path) => !MAY_BE_ABSENT.has(path))).toEqual([])
  })

  it.each<[what: string, path: (string | number)[], value: Json]>([
    ['another version', ['version'], 2],
    ['no list of modules', ['modules'], {}],
    ['a size as text', ['total', 'rawBytes'], '12 kB'],
    ['a size below zero', ['modules', 0, 'after', 'brotliBytes'], -1],
    ['half a byte', ['modules', 0, 'before', 'gzipBytes'], 0.5],
    ['a hash that is too short', ['modules', 0, 'sha256'], 'abc'],
    ['a place that is none', ['modules', 0, 'place'], 'cdn'],
    ['integrity by another hash', ['modules', 0, 'integrity'], `sha256-${'A'.repeat(43)}=`],
    ['an unknown metric', ['metric'], 'zstd'],
    ['an unknown state', ['budgets', 0, 'state'], 'fine'],
    ['an unknown severity', ['findings', 0, 'severity'], 'fatal'],
    ['a use of no kind', ['modules', 0, 'uses'], [{ file: 'a.js', kind: 'sometimes' }]],
  ])('refuses %s', (_, path, value) => {
    const damaged = written(reports[0] as BuildReport)
    const at = path
      .slice(0, -1)
      .reduce<Json>((node, key) => (node as Record<string, Json>)[key] as Json, damaged)
    const key = path.at(-1) as string
    ;(at as Record<string, Json>)[key] = value
    expect(published(damaged)).toBe(false)
  })
})

const MAY_BE_ABSENT = new Set([
  '$schema',
  'tools',
  'tools.engine',
  'modules.integrity',
  'modules.inlined',
  'modules.untouched',
  'modules.companionOf',
  'modules.summary',
  'modules.summary.crates.dataBytes',
  'modules.summary.largest.name',
  'modules.summary.parts',
  'modules.summary.parts.wireShare',
  'modules.exports',
  'modules.exports.used',
  'modules.exports.opaque',
  'modules.exports.unused',
  'modules.exports.unused.wireBytes',
  'modules.exports.pruned',
  'modules.tries.rawBytes',
  'modules.tries.wireBytes',
  'modules.tries.reason',
  'budgets.part',
  'budgets.limitBytes',
  'budgets.warnBytes',
  'budgets.growth',
  'budgets.source',
  'budgets.causes',
  'findings.asset',
])

/** Not what a map holds or what a finding's sentence is made of. */
function isField([first, , third]: readonly (string | number)[]): boolean {
  return !(first === 'encoders' || (first === 'findings' && third === 'args'))
}

function fieldsOf(node: Json, path: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(node)) return node.slice(0, 2).flatMap((item, at) => fieldsOf(item, [...path, at]))
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => [[...path, key], ...fieldsOf(value, [...path, key])])
}

function deleteAt(node: Json, path: readonly (string | number)[]): void {
  const at = path
    .slice(0, -1)
    .reduce<Json>((inner, key) => (inner as Record<string, Json>)[key] as Json, node)
  delete (at as Record<string, Json>)[path.at(-1) as string]
}
