import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import binaryen from 'binaryen'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analyzeModule, compareInterfaces, describeInterface, readModule } from 'vite-plugin-wasm-budget/core'
import { createPipeline, type Pipeline } from 'vite-plugin-wasm-budget/node'
import { installedModules } from '../support/installed-modules.mjs'

// Its declarations leave the second parameter out.
const readWithBinaryen = binaryen.readBinary as unknown as (
  bytes: Uint8Array,
  features: number,
) => { getNumFunctions(): number; dispose(): void }

const root = fileURLToPath(new URL('../..', import.meta.url))
const minutes = 10 * 60_000

const table = installedModules().map(({ path, bytes }) => [path, bytes] as const)

describe.each(table)('%s', (path, bytes) => {
  let cacheDir: string
  let pipeline: Pipeline
  beforeAll(() => {
    cacheDir = mkdtempSync(join(tmpdir(), 'wasm-budget-full-'))
    pipeline = createPipeline({ root, cacheDir })
  })
  afterAll(async () => {
    await pipeline.close()
    rmSync(cacheDir, { recursive: true })
  })

  it('is accounted for byte by byte, with as many functions as binaryen finds', () => {
    const report = analyzeModule(bytes)
    expect(report.items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(bytes.length)
    const oracle = readWithBinaryen(bytes, binaryen.Features.All)
    const imported = readModule(bytes).imports.filter(({ type }) => type.kind === 'function').length
    expect(report.functionCount + imported).toBe(oracle.getNumFunctions())
    oracle.dispose()
  })

  it(
    'ships smaller or as it was, with the same interface, beside siblings that decode to it',
    async () => {
      const shipped = await pipeline.ship(bytes, path)
      const { before, after, compressed } = await pipeline.measure(shipped, path)
      expect(after.brotliBytes).toBeLessThanOrEqual(before.brotliBytes)
      expect(
        compareInterfaces(describeInterface(readModule(bytes)), describeInterface(readModule(shipped.bytes))),
      ).toBe(undefined)
      expect(WebAssembly.validate(shipped.bytes as BufferSource)).toBe(
        WebAssembly.validate(bytes as BufferSource),
      )
      for (const { format, bytes: encoded } of compressed) {
        const decoded = format === 'br' ? brotliDecompressSync(encoded) : gunzipSync(encoded)
        expect(Buffer.compare(decoded, shipped.bytes)).toBe(0)
      }
    },
    minutes,
  )
})
