import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { analyzeModule, readModule, removeSections, type SizeReport } from 'vite-plugin-wasm-budget/core'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { installedModules } from '../support/installed-modules.mjs'

/** Twiggy 0.8 wants functions, and knows no stringref. */
const NOT_OF_TWIGGY = new Set([
  'probes/binaryen132-empty.wasm',
  'probes/wabt1.0.39-empty.wasm',
  'probes/binaryen132-stringref.wasm',
])

const TWIGGY = 'twiggy'
const hasTwiggy = spawnSync(TWIGGY, ['--version']).status === 0
const table = [...FIXTURES.map((path) => ({ path, bytes: readFixture(path) })), ...installedModules()].map(
  ({ path, bytes }) => [path, bytes] as const,
)

interface TwiggyItem {
  readonly name: string
  readonly shallow_size: number
}

/** What twiggy says of a module without its name section: with it, functions would go by their names only. */
function runTwiggy(file: string): { status: number | null; items: TwiggyItem[] } {
  const { status, stdout } = spawnSync(TWIGGY, ['top', '-n', '1000000', '-f', 'json', file], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  return { status, items: status === 0 ? (JSON.parse(stdout) as TwiggyItem[]) : [] }
}

const total = (items: readonly { readonly sizeBytes: number }[]) =>
  items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** Bytes of each of the items of a kind, by index; several leaves may be of one segment. */
function sizesByIndex(report: SizeReport, kind: string): number[] {
  const sizes: number[] = []
  const own = report.items.filter((item) => item.kind === kind)
  const first = own.reduce((least, { index = 0 }) => Math.min(least, index), Infinity)
  for (const { index = 0, sizeBytes } of own) sizes[index - first] = (sizes[index - first] ?? 0) + sizeBytes
  return sizes
}

/** The same of what twiggy calls `code[3]`, `data[0]` and so on. */
function twiggySizes(items: readonly TwiggyItem[], word: string): number[] {
  const sizes: number[] = []
  const pattern = new RegExp(`^${word}\\[(\\d+)\\]`)
  for (const { name, shallow_size: size } of items) {
    const index = pattern.exec(name)?.[1]
    if (index !== undefined) sizes[Number(index)] = size
  }
  return sizes
}

// Both count a function's size field, its body and its entry in the function section, and a segment whole.
describe('shallow sizes', () => {
  let directory: string
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'wasm-budget-twiggy-'))
  })
  beforeEach(({ skip }) => {
    if (!hasTwiggy) skip('not run: twiggy is not on the path (cargo install twiggy)')
  })
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true })
  })

  it.each(table)('of %s are those of twiggy', (path, original) => {
    const bytes = removeSections(original, ({ id, name }) => id === 0 && name === 'name')
    const file = join(directory, 'module.wasm')
    writeFileSync(file, bytes)
    const { status, items } = runTwiggy(file)
    if (NOT_OF_TWIGGY.has(path)) {
      expect(status).not.toBe(0)
      return
    }
    const report = analyzeModule(bytes)
    for (const [kind, word] of [
      ['function', 'code'],
      ['data', 'data'],
      ['element', 'elem'],
      ['global', 'global'],
      ['table', 'table'],
      ['memory', 'memory'],
    ] as const) {
      expect([kind, sizesByIndex(report, kind)]).toEqual([kind, twiggySizes(items, word)])
    }
    // It has names for function types only, and calls all others the section's headers: the finer account is ours.
    if (readModule(bytes).types.every(({ composite }) => composite.kind === 'func'))
      expect(sizesByIndex(report, 'type')).toEqual(twiggySizes(items, 'type'))
    const named = (prefix: string) =>
      items.reduce((sum, item) => (item.name.startsWith(prefix) ? sum + item.shallow_size : sum), 0)
    const ofKind = (kind: string) => total(report.items.filter((item) => item.kind === kind))
    expect([ofKind('export'), ofKind('import')]).toEqual([
      named('export "'),
      named('import ') - named('import section headers'),
    ])
    expect(items.reduce((sum, item) => sum + item.shallow_size, 0)).toBe(bytes.length)
  })
})
