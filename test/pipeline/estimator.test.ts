import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createPipeline } from 'vite-plugin-wasm-budget/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WasmBudgetOptions } from '../../src/options.ts'
// Built: threads load it as a file.
import { Estimator, type Wanted } from '../../dist/pipeline/estimator.js'
import type { ShippedFigures } from '../../src/report/dev-state.ts'
import { resolveOptions } from '../../src/resolve-options.ts'
import { moduleOf } from '../support/wasm-fixtures.ts'

const OPTIONS: WasmBudgetOptions = {
  optimize: { engine: 'none' },
  overrides: [
    { match: 'src/named.wasm', optimize: { strip: false } },
    { match: 'src/other.wasm', effort: 'fast' },
  ],
}

const SOURCE = moduleOf(61)

let root = ''
let path = ''

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'wasm-budget-estimator-'))
  path = join(root, 'module.wasm')
  writeFileSync(path, SOURCE)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Ships and measures as a build does, with the cache of Vite in `cacheDir`. */
async function build(names: readonly string[], cacheDir: string, form: 'file' | 'base64' = 'file') {
  const pipeline = createPipeline({ ...OPTIONS, root, cacheDir: join(cacheDir, 'wasm-budget') })
  try {
    const shipped = await pipeline.ship(SOURCE, 'module.wasm', undefined, form, { names })
    return (await pipeline.measure(shipped, 'module.wasm')).after
  } finally {
    await pipeline.close()
  }
}

/** The last figures that are told. */
async function estimate(names: readonly string[], cacheDir: string, wanted: Partial<Wanted> = {}) {
  const estimator = new Estimator({ options: resolveOptions(OPTIONS), root, cacheDir })
  const told: ShippedFigures[] = []
  try {
    await estimator.estimate({
      source: { path },
      names,
      forms: ['file', 'base64'],
      isUntouched: false,
      isCurrent: () => true,
      tell: (_, shipped) => told.push(shipped),
      ...wanted,
    })
    return told.at(-1)
  } finally {
    await estimator.close()
  }
}

describe('what builds would ship of a module', () => {
  it.each([
    { form: 'file', names: ['src/plain.wasm'] },
    { form: 'base64', names: ['src/plain.wasm'] },
    { form: 'file', names: ['src/other.wasm', 'other.wasm'] },
  ] as const)(
    'is what the last one made of it, as $form and by its overrides ($names)',
    async ({ form, names }) => {
      const cacheDir = mkdtempSync(join(root, 'cache-'))
      const after = await build(names, cacheDir, form)
      expect(await estimate(names, cacheDir)).toEqual({ from: 'build', ...after })
    },
  )

  it('is not what it made of it with other settings', async () => {
    const cacheDir = mkdtempSync(join(root, 'cache-'))
    await build(['src/other.wasm'], cacheDir)
    expect((await estimate(['src/plain.wasm'], cacheDir))?.from).toBe('estimate')
  })

  it('is estimated by what an override strips', async () => {
    const cacheDir = mkdtempSync(join(root, 'cache-'))
    const named = await estimate(['src/named.wasm'], cacheDir)
    const plain = await estimate(['src/plain.wasm'], cacheDir)
    const untouched = await estimate(['src/plain.wasm'], cacheDir, { isUntouched: true })
    expect(named?.rawBytes).toBe(SOURCE.length)
    expect(untouched?.rawBytes).toBe(SOURCE.length)
    expect(plain?.rawBytes).toBeLessThan(SOURCE.length)
  })
})
