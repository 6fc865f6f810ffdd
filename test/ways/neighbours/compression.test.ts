import { afterAll, describe, expect, it } from 'vitest'
import { compression, defineAlgorithm } from 'vite-plugin-compression2'

import { build, danglingNames, fileOf, makeApp, modulesOf, removeApps, VITES } from '../../support/app.ts'
import { leaksOf } from '../../support/wasm-fixtures.ts'
import { wrongSiblings } from '../checks.ts'
import { big } from '../modules.ts'
import { shell } from '../shell.ts'

afterAll(removeApps)

const quick = { effort: 'fast', optimize: { engine: 'none' } } as const

const compressing = () =>
  compression({
    include: /\.(?:wasm|js)$/,
    threshold: 0,
    algorithms: [defineAlgorithm('gzip', { level: 6 }), defineAlgorithm('brotliCompress', {})],
  }) as object

describe.each(VITES)('vite-plugin-compression2 in %s', (bundler) => {
  it.each(['before', 'behind'])('%s ours writes siblings of what ships', async (place) => {
    const app = makeApp({
      ...shell,
      'src/main.js': `import url from './engine.wasm?url'
console.log(url, new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }))`,
      'src/worker.js': `import url from './worker-only.wasm?url'
console.log(url)`,
      'src/engine.wasm': big(1),
      'src/worker-only.wasm': big(2),
      'public/public.wasm': big(3),
    })
    const others = place === 'before' ? { before: [compressing()] } : { plugins: [compressing()] }
    const built = await build(app, quick, { bundler, ...others })
    expect(built.error).toBeUndefined()
    expect([...modulesOf(built).keys()]).toHaveLength(3)
    for (const name of ['engine.wasm', 'worker-only.wasm'])
      expect(leaksOf(built.files.get(fileOf(built, name)) as Buffer)).toEqual([])
    expect(wrongSiblings(built)).toEqual([])
    expect(danglingNames(built)).toEqual([])
    // Scripts are none of ours: the other plugin is at work.
    expect([...built.files.keys()].some((file) => file.endsWith('.js.br'))).toBe(true)
  })
})
