import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeName } from '../../../src/analysis/names/describe-name.ts'
import { parseRustV0 } from '../../../src/analysis/names/rust-v0-parser.ts'
import { readModule } from '../../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../../support/fixtures.ts'
import { loadGeckoDemangler } from '../../support/gecko-demangle.ts'

// The other tool prints rustc-demangle's short form, without hashes and without `.llvm.` suffixes, which is what `full` is:
// nothing has to be evened out.
const demangle = await loadGeckoDemangler()

const inRepository = (path: string) => new URL(`../../../${path}`, import.meta.url)
const v0Names = (bytes: Uint8Array) =>
  [...readModule(bytes).names.functions.values()].filter((name) => /^_?_?R/.test(name))
const modules = new Map([
  ...FIXTURES.filter((path) => path !== 'probes/wabt1.0.39-multimemory.wasm').map(
    (path) => [path, readFixture(path)] as const,
  ),
  ['rust-app.wasm', readFileSync(inRepository('playground/src/rust-app/rust-app.wasm'))],
])
const fromModules = [...modules].flatMap(([path, bytes]) =>
  v0Names(bytes).map((name) => [path, name] as const),
)
const fromTable = readFileSync(inRepository('test/fixtures/names/rust-v0.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t')[0] as string)

it('prints no hashes', () => {
  expect(demangle('_RNvCs5SNYQmWm5Eu_4core3fmt')).toBe('core::fmt')
  expect(demangle('_ZN4core3fmt17h0123456789abcdefE')).toBe('core::fmt')
  expect(demangle('_RINvC1a1fKj1_E')).toBe('a::f::<1>')
})

it('is asked about several modules and hundreds of names', () => {
  expect(new Set(fromModules.map(([path]) => path)).size).toBeGreaterThan(2)
  expect(fromModules.length + fromTable.length).toBeGreaterThan(700)
})

it('agrees on every v0 name of the fixtures', () => {
  const names = new Set([...fromModules.map(([, name]) => name), ...fromTable])
  const differing = [...names]
    .map((name) => ({ name, ours: describeName(name).full, theirs: demangle(name) }))
    .filter(({ ours, theirs }) => ours !== theirs)
  expect(differing).toEqual([])
})

it('agrees on what is no v0 name, which it returns without an underscore in front', () => {
  for (const name of ['_RelocatePage', '_Reset', '_RNv', '_RNvC1', '_RNvC1ax', '_R'])
    expect([name, parseRustV0(name), demangle(name)]).toEqual([name, undefined, name.slice(1)])
})
