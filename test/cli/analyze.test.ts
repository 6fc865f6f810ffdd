import { afterAll, describe, expect, it } from 'vitest'

import type { SizeReport } from 'vite-plugin-wasm-budget/core'
import { makeApp, removeApps } from '../support/app.ts'
import { readFixture } from '../support/fixtures.ts'
import { HOSTILE, hostileModule } from '../support/hostile-names.ts'
import { CONTROLS, runCli } from '../support/run-cli.ts'
import { assemble } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

interface Analyzed {
  readonly version: number
  readonly modules: readonly {
    readonly file: string
    readonly sizes: { readonly rawBytes: number; readonly brotliBytes: number }
    readonly symbolsFrom?: string
    readonly report: SizeReport
    readonly reasons: readonly {
      readonly item: number
      readonly steps: readonly { readonly name?: string }[]
    }[]
  }[]
}

const rust = readFixture('rust196-app_sizez.wasm')

describe('wasm-budget analyze', () => {
  it('tells sections, crates, generics, topics, and why the largest functions are there', () => {
    const app = makeApp({ 'engine.wasm': rust })
    const { status, stdout, stderr } = runCli(app, ['analyze', 'engine.wasm', '--limit', '4'])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('engine.wasm  85.1 kB raw')
    for (const title of ['section ', 'crate ', 'generic ', 'topic ', 'largest functions and data'])
      expect(stdout).toMatch(new RegExp(`^${title}.* raw`, 'm'))
    expect(stdout).toMatch(/^run +6\.\d kB/m)
    expect(stdout).toMatch(/^ {2}by export run → run → __rustc::__rust_realloc$/m)
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80)
  })

  it('accounts for every byte, raw and on the wire, in JSON', () => {
    const app = makeApp({ 'a.wasm': rust, 'b.wasm': readFixture('clang19-O2.wasm') })
    const { status, stderr, json } = runCli(app, ['analyze', 'a.wasm', 'b.wasm', '--json'])
    expect([status, stderr]).toEqual([0, ''])
    const { version, modules } = json<Analyzed>()
    expect(version).toBe(1)
    expect(modules.map(({ file }) => file)).toEqual(['a.wasm', 'b.wasm'])
    for (const { sizes, report } of modules) {
      const sum = (pick: (item: SizeReport['items'][number]) => number) =>
        report.items.reduce((total, item) => total + pick(item), 0)
      expect(sum(({ sizeBytes }) => sizeBytes)).toBe(sizes.rawBytes)
      expect(sum(({ wireSizeBytes = NaN }) => wireSizeBytes)).toBe(sizes.brotliBytes)
    }
    const [first] = modules
    const [reason] = first?.reasons ?? []
    expect(reason?.steps.at(-1)?.name).toBe(first?.report.items[reason?.item ?? -1]?.name)
  })

  it('estimates by another metric where one is named', () => {
    const app = makeApp({ 'engine.wasm': rust })
    const { stdout } = runCli(app, ['analyze', 'engine.wasm', '--metric', 'gzip'])
    expect(stdout).toContain('est. gzip')
    expect(stdout).not.toContain('est. brotli')
  })

  it('takes names from the unstripped twin, and from a symbol map', () => {
    const text = `(module (func $outer_name (export "run") call $inner_name) (func $inner_name nop))`
    const app = makeApp({
      'stripped.wasm': assemble(text, false),
      'named.wasm': assemble(text),
      'app.symbols': '0:outer_name\n1:inner_name\n',
    })
    for (const symbols of ['named.wasm', 'app.symbols']) {
      const { stdout, json } = runCli(app, ['analyze', 'stripped.wasm', '--symbols', symbols, '--json'])
      expect(json<Analyzed>().modules[0]?.symbolsFrom).toBe(symbols)
      expect(stdout).toContain('"inner_name"')
    }
    expect(runCli(app, ['analyze', 'stripped.wasm', '--json']).stdout).not.toContain('inner_name')
  })

  it('lets no name control the terminal, in text or in JSON', () => {
    const app = makeApp({ 'hostile.wasm': hostileModule() })
    const text = runCli(app, ['analyze', 'hostile.wasm'])
    expect(text.status).toBe(0)
    expect(text.stdout).toContain('pwned')
    expect(text.stdout).not.toMatch(CONTROLS)
    const json = runCli(app, ['analyze', 'hostile.wasm', '--json'])
    expect(json.stdout).not.toMatch(CONTROLS)
    expect(json.json<Analyzed>().modules[0]?.report.exports.map(({ name }) => name)).toContain(HOSTILE)
  })

  it('names the file and the offset of a module that cannot be read', () => {
    const app = makeApp({
      'cut.wasm': rust.subarray(0, 5000),
      'text.wasm': 'no module',
      'component.wasm': Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0),
    })
    const said = ['cut.wasm', 'text.wasm', 'component.wasm'].map((file) => {
      const { status, stdout, stderr } = runCli(app, ['analyze', file])
      expect([status, stdout]).toEqual([2, ''])
      return stderr
    })
    expect(said[0]).toMatch(/^error: cut\.wasm cannot be read: .*\(at offset 0x[\da-f]+\)\. Build it again/)
    expect(said[1]).toContain('text.wasm is no WebAssembly')
    expect(said[2]).toContain('component.wasm is a component')
  })
})
