import { describe, expect, it } from 'vitest'
import type { ScriptFile } from '../../src/budget/reachability.ts'
import type { ExportScout } from '../../src/pipeline/export-scout.ts'
import { listExports } from '../../src/pipeline/export-tasks.ts'
import { findMentions } from '../../src/scripts/find-mentions.ts'
import { describeExports, type ExportingModule } from '../../src/scripts/module-exports.ts'
import { wat } from '../support/wat.ts'

const bytes = wat(
  `(module (memory (export "memory") 1) (func (export "add")) (func (export "sub")) (func (export "mul")))`,
)
const module: ExportingModule = { fileName: 'm.wasm', bytes, sha256: '0', wireBytes: 100 }

/** A scout on this thread that counts its walks through scripts. */
const scoutOf = (asked: string[][] = []) =>
  ({
    exportsOf: (own: Uint8Array) => Promise.resolve(listExports(own)),
    mentions: (scripts, names) => {
      asked.push(scripts.map(({ fileName }) => fileName))
      return Promise.resolve(findMentions(scripts, names))
    },
    weigh: (_bytes, _sha256, names) =>
      Promise.resolve({ rawBytes: names.length * 10, wireBytes: names.length }),
  }) as Pick<ExportScout, keyof ExportScout> as ExportScout

const entry: ScriptFile = {
  fileName: 'index.js',
  name: 'index',
  kind: 'chunk',
  isEntry: true,
  isDynamicEntry: false,
  imports: [],
  dynamicImports: [],
  workers: [],
  modules: ['m.wasm'],
}

const describeOne = async (
  files: Readonly<Record<string, string>>,
  more: {
    readonly own?: Partial<ExportingModule>
    readonly scripts?: ScriptFile[]
    readonly loose?: Record<string, string>
  } = {},
) => {
  const texts = new Map(Object.entries(files))
  const loose = new Map(Object.entries(more.loose ?? {}))
  const sources = { scripts: more.scripts ?? [entry], texts, loose, scout: scoutOf(), metric: 'brotli' }
  const all = await describeExports([{ ...module, ...more.own }], sources)
  return all.get('m.wasm')
}

describe('describeExports', () => {
  it('tells what no script names, and what it weighs', async () => {
    const described = await describeOne({ 'index.js': 'wasm.add()' })
    expect(described).toEqual({
      exports: { count: 4, used: ['add', 'memory'], unused: { count: 2, rawBytes: 20, wireBytes: 2 } },
      finding: {
        code: 'unused-exports',
        severity: 'info',
        asset: 'm.wasm',
        args: {
          count: 2,
          exportCount: 4,
          names: ['sub', 'mul'],
          rawBytes: 20,
          wireBytes: 2,
          metric: 'brotli',
        },
      },
      broken: [],
    })
  })

  it('tells nothing where all are named', async () => {
    const described = await describeOne({ 'index.js': 'wasm.add();wasm.sub();wasm["mul"]()' })
    expect(described).toEqual({ exports: { count: 4, used: ['add', 'memory', 'mul', 'sub'] }, broken: [] })
  })

  it.each([
    ['no script refers to it', { 'index.js': 'wasm.add()' }, { scripts: [{ ...entry, modules: [] }] }],
    ['no script names any of them', { 'index.js': 'glue(url)' }, {}],
  ])('does not know where %s', async (_, files, more) => {
    expect(await describeOne(files, more)).toEqual({ exports: { count: 4 }, broken: [] })
  })

  it('does not know where a script may use any, unless all are named', async () => {
    const all = 'wasm.add();wasm.sub();wasm.mul();'
    const opaque = { count: 4, opaque: { file: 'index.js', reason: 'enumerated' } }
    expect((await describeOne({ 'index.js': 'wasm.add();Object.keys(i.exports)' }))?.exports).toEqual(opaque)
    expect(
      (await describeOne({ 'index.js': `${all}Object.keys(i.exports)` }))?.exports.opaque,
    ).toBeUndefined()
  })

  it('counts names in the pages of its scripts, and in no others', async () => {
    const script = 'wasm.add()'
    const page = '<script src="/index.js"></script><script>wasm.sub()</script>'
    const used = async (files: Record<string, string>, scripts = [entry]) =>
      (await describeOne({ 'index.js': script, ...files }, { scripts }))?.exports.used
    expect(await used({ 'index.html': page })).toEqual(['add', 'memory', 'sub'])
    expect(await used({ 'index.html': page.replace('index.js', 'other.js') })).toEqual(['add', 'memory'])
    const own = [{ ...entry, html: 'index.html' }]
    expect(await used({ 'index.html': '<p>sub' }, own)).toEqual(['add', 'memory', 'sub'])
  })

  it('counts names in scripts that any page may load', async () => {
    const loose = { 'glue.js': 'engine.sub()' }
    const described = await describeOne({ 'index.js': 'wasm.add()' }, { loose })
    expect(described?.exports.used).toEqual(['add', 'memory', 'sub'])
    const texts = { 'a.css': '.exports {}', 'a.html': '<p>exports sub', 'a.json': '{ "exports": "sub" }' }
    const others = await describeOne({ 'index.js': 'wasm.add()' }, { loose: texts })
    expect(others?.exports.used).toEqual(['add', 'memory'])
    const opaque = await describeOne(
      { 'index.js': 'wasm.add()' },
      { loose: { 'glue.js': 'i.exports[name]' } },
    )
    expect(opaque?.exports.opaque).toEqual({ file: 'glue.js', reason: 'computed' })
  })

  it('tells which pruned exports scripts name, and where, but not those that they only may mean', async () => {
    const files = { 'index.js': 'wasm.add();wasm.gone();f("lost is a word")' }
    const described = await describeOne(files, { own: { pruned: ['gone', 'lost', 'other'] } })
    expect(described?.broken).toEqual([{ name: 'gone', file: 'index.js' }])
    expect(described?.exports.pruned).toEqual(['gone', 'lost', 'other'])
  })

  it('reads the scripts of several modules once', async () => {
    const asked: string[][] = []
    const scripts = [{ ...entry, modules: ['m.wasm', 'n.wasm'] }]
    const texts = new Map([['index.js', 'wasm.add()']])
    const sources = { scripts, texts, loose: new Map(), scout: scoutOf(asked), metric: 'raw' }
    const all = await describeExports([module, { ...module, fileName: 'n.wasm' }], sources)
    expect([...all.keys()]).toEqual(['m.wasm', 'n.wasm'])
    expect(asked).toEqual([['index.js']])
  })
})
