import legacy from '@vitejs/plugin-legacy'
import { afterAll, describe, expect, it } from 'vitest'

import {
  build,
  danglingNames,
  fileOf,
  makeApp,
  modulesOf,
  removeApps,
  type ViteName,
} from '../../support/app.ts'
import { leaksOf } from '../../support/wasm-fixtures.ts'
import { inlinedModules, untruthfulNames, wrongSiblings } from '../checks.ts'
import { PIPELINES } from '../lab.ts'
import { big, tiny } from '../modules.ts'
import { shell } from '../shell.ts'

afterAll(removeApps)

const app = () =>
  makeApp({
    ...shell,
    'src/main.js': `import url from './engine.wasm?url'
import tiny from './tiny.wasm?url'
console.log(url, tiny)
import('./lazy.js').then(({ lazy }) => console.log(lazy))`,
    'src/lazy.js': `import url from './lazy.wasm?url'
export const lazy = url`,
    'src/engine.wasm': big(1),
    'src/lazy.wasm': big(2),
    'src/tiny.wasm': tiny(1),
  })

// Versions for Vite 7 and 6 are other packages, which would import Vite 8 here.
const bundlers: readonly ViteName[] = ['vite']
const old = () => legacy({ targets: ['chrome >= 60'], polyfills: false, modernPolyfills: false }) as object[]

describe.each(bundlers)('@vitejs/plugin-legacy in %s', (bundler) => {
  it.each(['before', 'behind'])('%s ours ships each module once for both kinds of scripts', async (place) => {
    const others = place === 'before' ? { before: old() } : { plugins: old() }
    const optimised = await build(app(), PIPELINES.optimised, { bundler, ...others })
    const asTheyAre = await build(app(), PIPELINES['as they are'], { bundler, ...others })
    expect([optimised.error, asTheyAre.error]).toEqual([undefined, undefined])
    expect([...modulesOf(optimised).values()].map((bytes) => leaksOf(bytes))).toEqual([[], []])
    for (const name of ['engine.wasm', 'lazy.wasm']) {
      const mentioning = [...optimised.files].filter(
        ([file, bytes]) => file.endsWith('.js') && bytes.includes(fileOf(optimised, name)),
      )
      expect(
        mentioning.some(([file]) => file.includes('legacy')),
        name,
      ).toBe(true)
      expect(
        mentioning.some(([file]) => !file.includes('legacy')),
        name,
      ).toBe(true)
    }
    expect(inlinedModules(optimised).map((bytes) => leaksOf(bytes))).toEqual([[], []])
    expect(wrongSiblings(optimised)).toEqual([])
    expect(danglingNames(optimised)).toEqual([])
    expect(untruthfulNames(optimised, asTheyAre)).toEqual([])
  })
})
