import { brotliCompressSync, gzipSync } from 'node:zlib'

import type { BuildReport } from 'vite-plugin-wasm-budget'
import { describe, expect, it } from 'vitest'

import { sha256 } from '../support/app.ts'
import {
  danglingMentions,
  unlistedModules,
  unmovedScripts,
  untruthfulNames,
  wrongModules,
  wrongReports,
  wrongSiblings,
} from './checks.ts'
import { big, tiny } from './modules.ts'
import type { Shipped, Way } from './way.ts'

const files = (entries: Readonly<Record<string, string | Uint8Array>>) => ({
  files: new Map(Object.entries(entries).map(([path, content]) => [path, Buffer.from(content)])),
})
const path = /^assets\/engine-[\w-]{8}\.wasm$/
const way = (...ships: readonly Partial<Shipped>[]): Way => ({
  name: 'a way',
  files: {},
  ships: ships.map((shipped) => ({ source: big(1), as: 'file', path, ...shipped })),
  prints: 0,
})
const name = 'assets/engine-AbCdEf12.wasm'
const smaller = (source: Uint8Array) => source.subarray(0, -1)
const base64 = (bytes: Uint8Array) =>
  `const url = "data:application/wasm;base64,${Buffer.from(bytes).toString('base64')}"`

describe('wrong modules', () => {
  it('are none where each is there, as often, as it should be', () => {
    const built = files({ [name]: smaller(big(1)), 'main.js': base64(smaller(tiny(1))), 'copy.wasm': big(2) })
    const ships = [
      {},
      { source: tiny(1), as: 'inlined' },
      { source: big(2), as: 'as it is', path: /^copy/ },
    ] as const
    expect(wrongModules(way(...ships), built, smaller)).toEqual([])
  })

  it.each([
    ['that are missing', {}, 'ships 0 times'],
    ['that are the source', { [name]: big(1) }, 'is the source, unchanged'],
    ['that nobody knows', { [name]: big(2) }, 'is nothing that should ship'],
    ['in a wrong place', { 'engine.wasm': smaller(big(1)) }, 'is right bytes in a wrong place'],
    ['that should be files and are inlined', { 'main.js': base64(smaller(big(1))) }, 'wrong place'],
    [
      'that are there twice',
      { [name]: smaller(big(1)), [`${name}.wasm`.replace('engine-', 'engine-x')]: big(2) },
      'nothing',
    ],
  ])('are those %s', (_, entries, problem) => {
    expect(wrongModules(way({}), files(entries), smaller).join()).toContain(problem)
  })
})

describe('wrong siblings', () => {
  const good = {
    [name]: big(1),
    [`${name}.br`]: brotliCompressSync(big(1)),
    [`${name}.gz`]: gzipSync(big(1)),
  }

  it('are none where both decode to what is beside them, and none are wanted of tiny modules', () => {
    expect(wrongSiblings(files({ ...good, 'tiny.wasm': tiny(1) }))).toEqual([])
  })

  it('are those that are missing, that decode to other bytes, and that servers have', () => {
    expect(wrongSiblings(files({ [name]: big(1) }))).toEqual([
      `${name}.br is missing`,
      `${name}.gz is missing`,
    ])
    expect(wrongSiblings(files({ ...good, [`${name}.br`]: brotliCompressSync(big(2)) }))).toEqual([
      `${name}.br does not decode to what is beside it`,
    ])
    expect(wrongSiblings(files(good), /^assets/)).toEqual([`${name}.br is there`, `${name}.gz is there`])
  })
})

describe('dangling mentions', () => {
  it('are names in scripts, styles, pages and manifests that were not written', () => {
    const manifest = JSON.stringify({ 'src/a.wasm': { file: 'assets/d-12345678.wasm' } })
    const built = files({
      'a.js': 'fetch("/assets/a-12345678.wasm"); fetch("/assets/fine.wasm") // as b.wasm',
      'b.css': 'url(/assets/b-12345678.wasm)',
      'c.html': '<link href="/assets/c-12345678.wasm">',
      '.vite/manifest.json': manifest,
      '.vite/ssr-manifest.json': JSON.stringify({ 'src/a.js': ['/assets/e-12345678.js'] }),
      'assets/fine.wasm': '',
    })
    const mentioned = danglingMentions(built, ['b.wasm']).map((text) => /[\w-]+\.\w+(?=,)/.exec(text)?.[0])
    expect(mentioned).toEqual([
      'a-12345678.wasm',
      'b-12345678.wasm',
      'c-12345678.wasm',
      'd-12345678.wasm',
      'e-12345678.js',
    ])
  })
})

describe('names', () => {
  it('are untruthful where they have a hash and stand for two contents', () => {
    const one = files({
      'main-12345678.js': '1',
      'index.html': '1',
      'a-12345678.wasm.br': '1',
      'b-12345678.js': '1',
    })
    const other = files({
      'main-12345678.js': '2',
      'index.html': '2',
      'a-12345678.wasm.br': '2',
      'b-12345678.js': '1',
    })
    expect(untruthfulNames(one, other)).toEqual([
      'main-12345678.js is a name of two contents',
      'a-12345678.wasm.br is a name of two contents',
    ])
  })

  it('do not follow where no script that mentions a module has another', () => {
    const one = files({ 'main-12345678.js': `fetch('${name}')`, [name]: big(1) })
    expect(unmovedScripts(way({}), one, one)).toEqual(['no script has another name'])
    expect(unmovedScripts(way({}), one, files({ 'main-23456789.js': '' }))).toEqual([])
    expect(unmovedScripts(way({ as: 'as it is' }), one, one)).toEqual([])
  })

  it('are left out of a manifest where it does not have them', () => {
    const listed = files({ [name]: big(1), 'manifest.json': JSON.stringify({ a: { file: name } }) })
    expect(unlistedModules(listed, 'manifest.json')).toEqual([])
    expect(unlistedModules(files({ [name]: big(1) }), 'manifest.json')).toEqual([
      `manifest.json does not name ${name}`,
    ])
  })
})

describe('wrong reports', () => {
  const told = (fileName: string, bytes: Uint8Array, kind = 'initial') =>
    ({
      modules: [{ fileName, sha256: sha256(bytes), uses: [{ file: 'main.js', kind }] }],
    }) as unknown as BuildReport
  const built = (...reports: readonly BuildReport[]) => ({ ...files({ [name]: big(1) }), reports, log: '' })
  const same = (source: Uint8Array) => source

  it('are none where they tell of the bytes that are there and how they are reached', () => {
    expect(wrongReports(way({ reached: ['initial'] }), built(told(name, big(1))), same)).toEqual([])
  })

  it('are those that tell of other bytes, of another use, or of nothing', () => {
    expect(wrongReports(way({}), built(told(name, big(2))), same)).toHaveLength(1)
    expect(wrongReports(way({}), built(), same)).toHaveLength(1)
    expect(wrongReports(way({ reached: ['lazy'] }), built(told(name, big(1))), same)).toEqual([
      expect.stringContaining('is told to be reached as initial, not lazy'),
    ])
    expect(
      wrongReports(way({ source: tiny(1), as: 'inlined' }), built(told(name, big(1))), same),
    ).toHaveLength(1)
  })
})
