import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createPipeline, type Pipeline } from 'vite-plugin-wasm-budget/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeBase64 } from '../../src/wasm/base64.ts'
import { assemble, concat, customSection, noise } from '../support/wasm-fixtures.ts'

/**
 * A module that says something twice, with metadata in between: in base64, the second time looks like the first only where
 * their distance is a multiple of three.
 */
function sayingItTwice(seed: number): Uint8Array {
  const words = noise(90, seed).map((byte) => byte * 16 + seed)
  return concat(
    assemble(`(module (func (export "run") (result i32) i32.const ${seed}))`, false),
    customSection('one', words),
    customSection('producers', new Uint8Array(1 + (seed % 9))),
    customSection('two', words),
  )
}

const SEEDS = Array.from({ length: 18 }, (_, index) => index + 1)

let cacheDir = ''
let pipeline: Pipeline

beforeAll(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'wasm-budget-form-'))
  // Its sizes are the same on every machine.
  pipeline = createPipeline({ root: cacheDir, cacheDir, compress: { encoder: 'portable' } })
})

afterAll(async () => {
  await pipeline.close()
  rmSync(cacheDir, { recursive: true, force: true })
})

const sizeInText = async (bytes: Uint8Array): Promise<number> =>
  (await pipeline.measureText(encodeBase64(bytes), 'text')).brotliBytes

describe('a module that goes over the wire as base64', () => {
  it('is never larger there than it was, and as small as any candidate', async () => {
    let otherwise = 0
    for (const seed of SEEDS) {
      const source = sayingItTwice(seed)
      const inText = await pipeline.ship(source, 'a.wasm', undefined, 'base64')
      const asFile = await pipeline.ship(source, 'a.wasm')
      const size = await sizeInText(inText.bytes)
      expect(size).toBeLessThanOrEqual(await sizeInText(source))
      expect(size).toBeLessThanOrEqual(await sizeInText(asFile.bytes))
      expect(inText.tries.find(({ outcome }) => outcome === 'shipped')?.wireBytes).toBe(size)
      if (inText.chosen !== asFile.chosen) otherwise++
    }
    // What is smallest as a file is not always smallest as text.
    expect(otherwise).toBeGreaterThan(0)
  })
})
