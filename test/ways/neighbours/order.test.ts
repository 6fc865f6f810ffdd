import { viteStaticCopy } from 'vite-plugin-static-copy'
import * as wasmPlugin from 'vite-plugin-wasm'
import { afterAll, describe, expect, it } from 'vitest'

import {
  build,
  bytesOf,
  danglingNames,
  makeApp,
  modulesOf,
  removeApps,
  sha256,
  VITES,
} from '../../support/app.ts'
import { leaksOf } from '../../support/wasm-fixtures.ts'
import { wrongSiblings } from '../checks.ts'
import { big, importable } from '../modules.ts'
import { shell } from '../shell.ts'

afterAll(removeApps)

const quick = { effort: 'fast', optimize: { engine: 'none' } } as const

// Its types are those of another module format than its code.
const direct = wasmPlugin.default as unknown as () => object

const places = (plugins: readonly object[]) => [
  { place: 'before', settings: { before: plugins } },
  { place: 'behind', settings: { plugins } },
]

describe.each(VITES)('other plugins in %s', (bundler) => {
  it.each(places([direct()]))('vite-plugin-wasm $place ours', async ({ settings }) => {
    const main = `import { run } from './engine.wasm'
console.log(run(7))`
    const app = makeApp({ ...shell, 'src/main.js': main, 'src/engine.wasm': importable(1) })
    const built = await build(app, quick, { bundler, config: { build: { target: 'esnext' } }, ...settings })
    expect(built.error).toBeUndefined()
    expect(leaksOf(bytesOf(built, 'engine.wasm'))).toEqual([])
    expect(wrongSiblings(built)).toEqual([])
    expect(danglingNames(built)).toEqual([])
  })

  it.each(['before', 'behind'])(
    'vite-plugin-static-copy %s ours: copies are told and compressed',
    async (place) => {
      const plugins = viteStaticCopy({ targets: [{ src: 'vendor/copied.wasm', dest: 'copied' }] }) as object[]
      const app = makeApp({
        ...shell,
        'src/main.js': `import url from './engine.wasm?url'
console.log(url)`,
        'src/engine.wasm': big(1),
        'vendor/copied.wasm': big(2),
      })
      const settings = place === 'before' ? { before: plugins } : { plugins }
      const built = await build(app, quick, { bundler, ...settings })
      expect(built.error).toBeUndefined()
      expect(modulesOf(built).get('copied/copied.wasm')?.equals(big(2))).toBe(true)
      expect(wrongSiblings(built)).toEqual([])
      expect(JSON.stringify(built.reports)).toContain(sha256(big(2)))
    },
  )
})
