import { describe, expect, it } from 'vitest'
import { describeName } from '../../../src/analysis/names/describe-name.ts'

describe('names that are left as they are', () => {
  it.each([
    ['C', 'memcpy'],
    ['a clone of LLVM', 'printf_core.1'],
    ['Dart, like v0', '_RXfoo'],
    ['Dart, like Itanium', '_Zfoo'],
    ['Itanium', '_ZN3foo3barEv'],
    ['Itanium of a global', '_Z3barv'],
    ['Swift', '$s3app4mainyyF'],
    ['AssemblyScript', '~lib/map/Map<~lib/string/String,f64>#get:buckets'],
    ['AssemblyScript, static', '~lib/string/String.__concat'],
    ['AssemblyScript, of the program', 'assembly/index/Foo.create'],
    ['MoonBit', 'moonbit.gc.malloc'],
    ['MoonBit, mangled', '_M0FP26corpus3app3run'],
    ['Zig, like a Go package', 'fmt.formatInt'],
    ['Zig, like main of Go', 'main.main'],
    ['Kotlin', 'kotlin.collections.ArrayList.<init>'],
    ['Binaryen', 'legalstub$dynCall_viijii'],
    ['brackets that do not close', 'app::f::<u8'],
    ['an empty step', 'app::::f'],
    ['nothing', ''],
    ['over 65,536 characters', `_RNvC3app65530${'a'.repeat(65_530)}`],
  ])('%s: %s', (_, raw) => {
    expect(describeName(raw)).toEqual({ full: raw, short: raw })
  })
})

it('takes the hash off imports of wasm-bindgen in label and key', () => {
  expect(describeName('__wbg_get_4848e350b40afc16')).toEqual({
    full: '__wbg_get_4848e350b40afc16',
    short: '__wbg_get',
    generic: '__wbg_get',
  })
  expect(describeName('__wbg_get_4848e350b40afc16 externref shim').short).toBe('__wbg_get externref shim')
})

it('counts ambiguous names as Go in a module that is', () => {
  expect(describeName('main.main', { isGo: true })).toEqual({
    full: 'main.main',
    short: 'main.main',
    language: 'go',
    crate: 'main',
    generic: 'main.main',
  })
  expect(describeName('memeqbody', { isGo: true })).toEqual({ full: 'memeqbody', short: 'memeqbody' })
  expect(describeName('go.buildid', { isGo: true })).toEqual({ full: 'go.buildid', short: 'go.buildid' })
})

it('has no state: the same name gives the same twice', () => {
  const names = [
    '_RNvC3app4main (.1)',
    'f(int)_12',
    'A::operator<<(int)',
    '_ZN1a1b17h0123456789abcdefE.llvm.1',
  ]
  const first = names.map((name) => describeName(name))
  expect(names.map((name) => describeName(name))).toEqual(first)
})
