import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'

import { afterAll, describe, expect, it } from 'vitest'

import { makeApp, removeApps } from '../support/app.ts'
import { runCli } from '../support/run-cli.ts'
import { moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

describe('wasm-budget compress', () => {
  it('writes siblings of every module, keeps right ones, replaces and deletes wrong ones', () => {
    const [one, two, tiny] = [moduleOf(1), moduleOf(2), moduleOf(3, { dataBytes: 10, sections: [] })]
    const kept = brotliCompressSync(one, { params: {} })
    const app = makeApp({
      'dist/a/one.wasm': one,
      'dist/a/one.wasm.br': kept,
      'dist/two.bin': two,
      'dist/two.bin.gz': gzipSync('something else'),
      'dist/tiny.wasm': tiny,
      'dist/tiny.wasm.br': brotliCompressSync('something else'),
      'dist/app.js': 'no module',
    })
    const at = (path: string) => join(app.root, 'dist', path)
    const before = statSync(at('a/one.wasm.br')).mtimeMs
    const { status, json } = runCli(app, ['compress', 'dist', '--json'])
    expect(status).toBe(0)
    expect(
      json<{ modules: { fileName: string; written: string[]; deleted: string[] }[] }>().modules.map(
        ({ fileName, written, deleted }) => ({ fileName, written, deleted }),
      ),
    ).toEqual([
      { fileName: 'a/one.wasm', written: ['a/one.wasm.gz'], deleted: [] },
      { fileName: 'tiny.wasm', written: [], deleted: ['tiny.wasm.br'] },
      { fileName: 'two.bin', written: ['two.bin.br', 'two.bin.gz'], deleted: [] },
    ])
    expect(readFileSync(at('a/one.wasm.br')).equals(kept)).toBe(true)
    expect(statSync(at('a/one.wasm.br')).mtimeMs).toBe(before)
    expect(gunzipSync(readFileSync(at('a/one.wasm.gz'))).equals(one)).toBe(true)
    expect(brotliDecompressSync(readFileSync(at('two.bin.br'))).equals(two)).toBe(true)
    expect(gunzipSync(readFileSync(at('two.bin.gz'))).equals(two)).toBe(true)
    expect(existsSync(at('tiny.wasm.br'))).toBe(false)
    expect(existsSync(at('app.js.br'))).toBe(false)
    const again = runCli(app, ['compress', 'dist'])
    expect(again.stdout).toContain('0 siblings written')
    expect(again.stdout).toMatch(/^two\.bin .* 2 kept$/m)
  })

  it('goes by what overrides say of a file, arguments counting more', () => {
    const app = makeApp({
      'dist/assets/one-Ab12cd34.wasm': moduleOf(1),
      'dist/two.wasm': moduleOf(2),
      'dist/three.wasm': moduleOf(4),
      'wasm-budget.config.json': JSON.stringify({
        compress: false,
        overrides: [
          { match: 'one.wasm', compress: true },
          { match: 'dist/two.wasm', compress: { formats: ['gz'] } },
        ],
      }),
    })
    const written = (...args: string[]) =>
      runCli(app, ['compress', 'dist', '--json', ...args])
        .json<{ modules: { written: string[] }[] }>()
        .modules.flatMap((module) => module.written)
    expect(written()).toEqual(['assets/one-Ab12cd34.wasm.br', 'assets/one-Ab12cd34.wasm.gz', 'two.wasm.gz'])
    expect(written('--formats', 'br')).toEqual(['three.wasm.br', 'two.wasm.br'])
  })

  it('says where compress is false for all modules', () => {
    const app = makeApp({
      'dist/one.wasm': moduleOf(1),
      'wasm-budget.config.json': JSON.stringify({
        compress: false,
        overrides: [{ match: 'other.wasm', compress: true }],
      }),
    })
    const { status, stderr } = runCli(app, ['compress', 'dist'])
    expect(status).toBe(2)
    expect(stderr).toContain('compress is false in')
  })

  it('goes by its arguments', () => {
    const app = makeApp({ 'dist/one.wasm': moduleOf(1) })
    runCli(app, ['compress', 'dist', '--formats', 'gz'])
    expect(existsSync(join(app.root, 'dist/one.wasm.gz'))).toBe(true)
    expect(existsSync(join(app.root, 'dist/one.wasm.br'))).toBe(false)
    runCli(app, ['compress', 'dist', '--threshold', '1 MB'])
    expect(existsSync(join(app.root, 'dist/one.wasm.br'))).toBe(false)
    const wrong = runCli(app, ['compress', 'dist', '--threshold', 'much'])
    expect(wrong.status).toBe(2)
    expect(wrong.stderr).toContain('compress.threshold: "much" is not a size')
  })

  it('says so where there is no module', () => {
    const { status, stderr } = runCli(makeApp({ 'dist/app.js': '' }), ['compress', 'dist'])
    expect([status, stderr]).toEqual([0, 'warning: dist has no WebAssembly in it\n'])
  })
})
