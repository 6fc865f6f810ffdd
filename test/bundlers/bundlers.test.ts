import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  BUNDLERS,
  build,
  type Built,
  bytesOf,
  danglingNames,
  fileOf,
  makeApp,
  modulesOf,
  normalized,
  removeApps,
  sha256,
  untruthfulNames,
  VITES,
  withoutComments,
  withoutHash,
  wrongSiblings,
} from '../support/app.ts'
import { everyWay, plainApp } from '../support/apps.ts'
import { customSections, LEAKS, leaksOf, moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

// Its sizes are the same on every machine and in every version of Node.
const options = { compress: { encoder: 'portable' } } as const

// Minifiers choose names by how often each letter occurs, hashes included.
const config = { build: { minify: false } }

const builtBy = new Map<string, Built>()
const built = (bundler: string): Built => builtBy.get(bundler) as Built

const texts = ({ files }: Built): [string, string][] =>
  [...files]
    .filter(([file]) => /\.(?:js|css|html)$/.test(file))
    .map(([file, bytes]): [string, string] => [
      withoutHash(file),
      withoutHash(withoutComments(bytes.toString('utf8'))),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1))

const everyName = ['init', 'lazy', 'new-url', 'page', 'shared', 'style', 'url', 'worker-only']

describe.each(BUNDLERS)('an app built by %s', (bundler) => {
  const isVite = bundler.startsWith('vite')
  const files = isVite ? everyWay() : plainApp()
  const names = isVite ? everyName : ['lazy', 'url']
  const emitted = [...names.map((name) => `${name}.wasm`), 'renamed.bin']

  beforeAll(async () => {
    builtBy.set(bundler, await build(makeApp(files), options, { bundler, config }))
    expect(built(bundler).error).toBeUndefined()
  })

  it('has each module once, and what the report says of it is what was written', () => {
    const { reports } = built(bundler)
    const modules = modulesOf(built(bundler))
    expect([...modules.keys()].map((file) => withoutHash(file.replace('assets/', ''))).sort()).toEqual(
      emitted.sort(),
    )
    expect(reports).toHaveLength(1)
    expect(reports[0]?.modules.map(({ fileName, sha256 }) => [fileName, sha256])).toEqual(
      [...modules].map(([file, bytes]) => [file, sha256(bytes)]),
    )
  })

  it.each(emitted)('ships %s without what leaks, and it does the same as before', async (name) => {
    const shipped = bytesOf(built(bundler), name)
    const source = files[`src/${name}`] as Uint8Array
    expect(leaksOf(source)).toEqual(LEAKS)
    expect(leaksOf(shipped)).toEqual([])
    expect(customSections(shipped)).toContain('of the program')
    const imports = { env: { log: () => undefined } }
    const run = async (bytes: Uint8Array) => {
      const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes), imports)
      return (instance.exports['run'] as (x: number) => number)(7)
    }
    expect(await run(shipped)).toBe(await run(source))
  })

  it('has siblings of every module that decode to it', () => {
    const { files } = built(bundler)
    expect(wrongSiblings(built(bundler))).toEqual([])
    for (const file of modulesOf(built(bundler)).keys()) {
      expect(files.has(`${file}.br`) && files.has(`${file}.gz`), file).toBe(true)
    }
  })

  it('mentions no file that was not written', () => {
    expect(danglingNames(built(bundler))).toEqual([])
  })

  it('has the very scripts, styles and pages that it has without the plugin, but for hashes in names', async () => {
    const without = await build(makeApp(files), {}, { bundler, config, without: true })
    expect(texts(built(bundler))).toEqual(texts(without))
  })
})

describe('the report of an app', () => {
  it('says what was done to each module, where its bytes are and who loads it', () => {
    expect(normalized(built('vite').reports[0])).toMatchSnapshot()
  })

  it.each(VITES)('is the same by %s as by Vite 8', (bundler) => {
    expect(normalized(built(bundler).reports[0])).toEqual(normalized(built('vite').reports[0]))
  })

  it('is the same by Rolldown as by Rollup', () => {
    expect(normalized(built('rolldown').reports[0])).toEqual(normalized(built('rollup').reports[0]))
    expect(normalized(built('rollup').reports[0])).toMatchSnapshot()
  })

  it('names modules the same by every bundler', () => {
    for (const bundler of BUNDLERS) {
      expect(fileOf(built(bundler), 'url.wasm')).toBe(fileOf(built('vite'), 'url.wasm'))
    }
  })
})

describe.each(VITES)('workers built by %s', (bundler) => {
  const files = {
    'index.html': '<!doctype html><script type="module" src="/src/main.js"></script>',
    'src/main.js': `import First from './first.js?worker'
      import shared from './shared.wasm?url'
      console.log(new First(), shared)`,
    'src/first.js': `import shared from './shared.wasm?url'
      import only from './only.wasm?url'
      const nested = new Worker(new URL('./second.js', import.meta.url), { type: 'module' })
      console.log(shared, only, nested)`,
    'src/second.js': `import init from './nested.wasm?init'
      import copy from './copy.wasm?url'
      console.log(init, copy)`,
    'src/shared.wasm': moduleOf(21),
    'src/copy.wasm': moduleOf(21),
    'src/only.wasm': moduleOf(22),
    'src/nested.wasm': moduleOf(23),
  }

  it.each(['es', 'iife'] as const)('in format %s have truthful names for every module', async (format) => {
    const config = { worker: { format } }
    const app = makeApp(files)
    const built = await build(app, {}, { bundler, config })
    expect(built.error).toBeUndefined()
    expect(danglingNames(built)).toEqual([])
    expect(wrongSiblings(built)).toEqual([])
    const contents = [...modulesOf(built).values()].map((bytes) => sha256(bytes))
    expect(new Set(contents).size).toBe(3)
    for (const bytes of modulesOf(built).values()) expect(leaksOf(bytes)).toEqual([])

    const other = await build(app, { optimize: { strip: false } }, { bundler, config })
    expect(danglingNames(other)).toEqual([])
    const common = [...modulesOf(built).keys()].filter((file) => other.files.has(file))
    expect(common).toEqual([])
    const scripts = ['first.js', 'second.js'].filter((name) => fileOf(built, name) === fileOf(other, name))
    expect(scripts).toEqual([])
  })
})

describe('all builds of this file', () => {
  it('gave no two contents the same name with a hash', () => {
    expect(untruthfulNames()).toEqual([])
  })
})
