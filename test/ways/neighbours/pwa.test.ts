import { createHash } from 'node:crypto'

import { VitePWA } from 'vite-plugin-pwa'
import { afterAll, describe, expect, it } from 'vitest'
import type { WasmBudgetOptions } from 'vite-plugin-wasm-budget'

import { build, makeApp, modulesOf, removeApps, VITES, type ViteName } from '../../support/app.ts'
import { wrongSiblings } from '../checks.ts'
import { big } from '../modules.ts'
import { shell } from '../shell.ts'

afterAll(removeApps)

const pwa = () =>
  VitePWA({
    injectRegister: false,
    manifest: { name: 'app' },
    workbox: { globPatterns: ['**/*.{js,css,html,wasm}'], mode: 'development', sourcemap: false },
  }) as object[]

const files = {
  ...shell,
  'src/main.js': `import url from './engine.wasm?url'
console.log(url)`,
  'src/engine.wasm': big(1),
  'public/public.wasm': big(2),
}

async function precached(bundler: ViteName, options: WasmBudgetOptions, place: string) {
  const others = place === 'before' ? { before: pwa() } : { plugins: pwa() }
  const built = await build(makeApp(files), { effort: 'fast', ...options }, { bundler, ...others })
  expect(built.error).toBeUndefined()
  const text = String(built.files.get('sw.js'))
  const list = /precacheAndRoute\(\s*(\[[^\]]*\])/.exec(text)?.[1] ?? '[]'
  const entries = JSON.parse(list.replaceAll(/(\w+):(?= *(?:"|null))/g, '"$1":').replaceAll("'", '"')) as {
    url: string
    revision: string | null
  }[]
  return { built, entries }
}

const options: Readonly<Record<string, WasmBudgetOptions>> = {
  'as it is': { optimize: { engine: 'none' } },
  'with optimize.publicFiles': { optimize: { engine: 'none', publicFiles: true } as object },
}

describe.each(VITES)('vite-plugin-pwa in %s', (bundler) => {
  it.each(['before', 'behind'].flatMap((place) => Object.keys(options).map((name) => ({ place, name }))))(
    '$place ours, $name, precaches every module by the bytes that ship',
    async ({ place, name }) => {
      const { built, entries } = await precached(bundler, options[name] as WasmBudgetOptions, place)
      const modules = [...modulesOf(built).keys()].sort()
      expect(modules).toHaveLength(2)
      expect(
        entries
          .map(({ url }) => url)
          .filter((url) => url.endsWith('.wasm'))
          .sort(),
      ).toEqual(modules)
      for (const { url, revision } of entries) {
        const bytes = built.files.get(url)
        expect(bytes, url).toBeDefined()
        // No revision: a name with a hash is believed for ever.
        if (revision === null) expect(url).toMatch(/-[\w-]{8}\.\w+$/)
        else
          expect(revision, url).toBe(
            createHash('md5')
              .update(bytes as Buffer)
              .digest('hex'),
          )
      }
      expect(entries.filter(({ url }) => /\.(?:br|gz)$/.test(url))).toEqual([])
      expect(wrongSiblings(built)).toEqual([])
    },
  )
})
