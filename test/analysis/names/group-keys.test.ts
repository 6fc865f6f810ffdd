import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeName } from '../../../src/analysis/names/describe-name.ts'
import { groupKeysOf, type GroupKeys } from '../../../src/analysis/names/group-keys.ts'
import { parseRustV0 } from '../../../src/analysis/names/rust-v0-parser.ts'
import { readRustV0Keys } from '../../../src/analysis/names/rust-v0-keys.ts'
import { readModule } from '../../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../../support/fixtures.ts'

const inRepository = (path: string) => new URL(`../../../${path}`, import.meta.url)

const fromModules = [
  ...FIXTURES.filter((path) => path !== 'probes/wabt1.0.39-multimemory.wasm').map(readFixture),
  readFileSync(inRepository('playground/src/rust-app/rust-app.wasm')),
].flatMap((bytes) => [...readModule(bytes).names.functions.values()])
const fromTable = readFileSync(inRepository('test/fixtures/names/rust-v0.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t')[0] as string)

/** One of each kind that the fixtures have none of. */
const OTHERS = [
  '_ZN109_$LT$biome_rowan..ast..AstNodeListIterator$LT$L$C$N$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$4next17h4b8ea5e3a0bcb8c9E',
  '_ZN6js_sys14Array$LT$T$GT$13get_unchecked36__wbg_get_unchecked_7d7babe32e9e6a5417h59ef89c52d205147E',
  '_ZN4core3fmt3num3imp52_$LT$impl$u20$core..fmt..Display$u20$for$u20$u32$GT$3fmt17h0123456789abcdefE.llvm.7',
  '<&mut serde_json::De<R> as serde::De>::any::h0123456789abcdef (.21)',
  'core[9b3796e30d99ddb7]::ptr::drop_glue::<app[1]::Foo>',
  "<&dyn for<'a> app[1]::Call<(&'a u8,), Output = [u8; 15usize]> as app[1]::Run>::run",
  'std::__2::vector<A<B*> >::~vector()_12',
  'void std::__2::__sort<A<B>&, int*>(int*, A<B>&)',
  'guard variable for js::get()::x',
  'encoding_json.__decodeState_.valueQuoted',
  'slices.SortFunc_go.shape.int_.func1',
  'type..eq.runtime.mspan',
  'runtime.(*mheap).alloc[go.shape.int]',
  '__wbg_get_4848e350b40afc16 externref shim',
  '~lib/map/Map<~lib/string/String,f64>#get:buckets',
]

const names = [...new Set([...fromModules, ...fromTable, ...OTHERS])]

function keysOfDescription(name: string, isGo: boolean): GroupKeys {
  const { crate, generic } = describeName(name, { isGo })
  return { ...(crate === undefined ? {} : { crate }), ...(generic === undefined ? {} : { generic }) }
}

const differing = (list: readonly string[]) =>
  list.flatMap((name) =>
    [false, true]
      .map((isGo) => ({ name, ours: groupKeysOf(name, { isGo }), described: keysOfDescription(name, isGo) }))
      .filter(({ ours, described }) => JSON.stringify(ours) !== JSON.stringify(described)),
  )

describe('groupKeysOf', () => {
  it('says what describeName does, of all names in the fixtures', () => {
    expect(names.length).toBeGreaterThan(1_500)
    expect(names.filter((name) => groupKeysOf(name).crate !== undefined).length).toBeGreaterThan(1_000)
    expect(differing(names)).toEqual([])
  })

  it('says what describeName does, of names cut and changed anywhere', () => {
    for (const name of OTHERS) {
      for (let at = 0; at < name.length; at++) {
        const changed = ['_', '<', '>', ')', '"', ':'].map(
          (char) => name.slice(0, at) + char + name.slice(at + 1),
        )
        expect(differing([name.slice(0, at), ...changed])).toEqual([])
      }
    }
  })

  it('knows nothing of names over 65,536 characters', () => {
    expect(groupKeysOf(`_RNvC3app65530${'a'.repeat(65_530)}`)).toEqual({})
  })
})

describe('readRustV0Keys', () => {
  it('reads what the parser of trees reads, and nothing else', () => {
    const isDifferent = (name: string) =>
      (parseRustV0(name) === undefined) !== (readRustV0Keys(name) === undefined)
    for (const name of fromTable.filter((_, at) => at % 20 === 0)) {
      for (let at = 0; at <= name.length; at++) {
        const changed = ['B', 'E', 'K', 's', '_', '9', 'ä'].map(
          (char) => name.slice(0, at) + char + name.slice(at + 1),
        )
        expect([name.slice(0, at), ...changed].filter(isDifferent)).toEqual([])
      }
    }
  })
})
