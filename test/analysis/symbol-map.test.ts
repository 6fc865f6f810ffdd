import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { analyzeModule } from '../../src/analysis/analyze-module.ts'
import { parseSymbolMap } from '../../src/analysis/symbol-map.ts'
import { WasmBudgetError } from '../../src/messages.ts'
import { readModule } from '../../src/wasm/module.ts'
import { removeSections } from '../../src/wasm/strip.ts'
import { readFixture } from '../support/fixtures.ts'

const namesIn = (text: string) => [...parseSymbolMap(text).functions]

describe('parseSymbolMap', () => {
  it('reads a name for each index', () => {
    const { functions, globals, data } = parseSymbolMap('0:log\n12:main\n')
    expect([...functions]).toEqual([
      [0, 'log'],
      [12, 'main'],
    ])
    expect([globals.size, data.size]).toEqual([0, 0])
  })

  it.each([
    { what: 'nothing', text: '', names: [] },
    { what: 'lines of Windows, and empty ones', text: '0:a\r\n\r\n1:b\r\n', names: ['a', 'b'] },
    { what: 'no last line break', text: '0:a\n1:b', names: ['a', 'b'] },
    { what: 'names with colons', text: '0:std::vector<int>::at(int)', names: ['std::vector<int>::at(int)'] },
    { what: 'escaped bytes', text: String.raw`0:f\28int\2c\20char\29`, names: ['f(int, char)'] },
    { what: 'escaped bytes of one character', text: String.raw`0:gr\c3\b6\C3\9Fe`, names: ['größe'] },
    { what: 'an escaped backslash', text: String.raw`0:a\5c28`, names: [String.raw`a\28`] },
    { what: 'backslashes that escape nothing', text: String.raw`0:a\xyz\2`, names: [String.raw`a\xyz\2`] },
    { what: 'the same name twice', text: '0:f\n1:f', names: ['f', 'f'] },
    { what: 'functions without a name', text: '0:\n1:f', names: ['f'] },
  ])('reads $what', ({ text, names }) => {
    expect(namesIn(text).map(([, name]) => name)).toEqual(names)
  })

  it.each([
    { why: 'no colon', text: '0:a\nmain\n', line: 2 },
    { why: 'no index', text: ':main', line: 1 },
    { why: 'names for names, as for JavaScript', text: 'a:main', line: 1 },
    { why: 'a negative index', text: '-1:main', line: 1 },
    { why: 'an index beyond 32 bits', text: '0:a\n\n4294967296:main', line: 3 },
    { why: 'an index twice', text: '0:a\n1:b\n0:c', line: 3 },
    { why: 'JSON', text: '{"version":3}', line: 1 },
    { why: 'a module', text: '\0asm\u0001\0\0\0', line: 1 },
  ])('refuses $why, saying in which line', ({ text, line }) => {
    expect(() => parseSymbolMap(text)).toThrow(WasmBudgetError)
    expect(() => parseSymbolMap(text)).toThrow(
      expect.objectContaining({ code: 'symbol-map-invalid', args: expect.objectContaining({ line }) }),
    )
  })

  it('does not repeat a whole file in its message', () => {
    expect(() => parseSymbolMap('x'.repeat(100_000))).toThrow(/^.{0,300}$/)
  })

  it('gives names back to a module that lost them', () => {
    const path = 'emscripten3.1.6-Oz_names.wasm'
    const bytes = readFixture(path)
    const fixture = fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url))
    const wasmOpt = fileURLToPath(new URL('../../node_modules/binaryen/bin/wasm-opt', import.meta.url))
    const args = [wasmOpt, fixture, '--all-features', '--symbolmap']
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    const symbols = parseSymbolMap(stdout)
    const { functions } = readModule(bytes).names
    expect(functions.size).toBeGreaterThan(10)
    for (const [index, name] of functions) expect(symbols.functions.get(index)).toBe(name)

    const stripped = removeSections(bytes, ({ name }) => name === 'name')
    const namesOf = (report: ReturnType<typeof analyzeModule>) =>
      report.items.filter(({ kind }) => kind === 'function').map(({ name }) => name)
    expect(namesOf(analyzeModule(stripped, { symbols }))).toEqual(namesOf(analyzeModule(bytes)))
  })
})
