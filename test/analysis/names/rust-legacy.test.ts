import { describe, expect, it } from 'vitest'
import { parseRustLegacy, unescapeRustLegacy } from '../../../src/analysis/names/rust-legacy.ts'

const HASH = '17h0123456789abcdefE'

describe('parseRustLegacy', () => {
  it.each([
    [`_ZN4core3fmt5write${HASH}`, 'core::fmt::write', ''],
    [`_ZN4core3fmt5write${HASH}.llvm.123`, 'core::fmt::write', ''],
    [`_ZN4core3fmt5write${HASH}.12`, 'core::fmt::write', '.12'],
    [`_ZN4core3fmt5write${HASH} externref shim`, 'core::fmt::write', ' externref shim'],
    [`_ZN3app4main28_$u7b$$u7b$closure$u7d$$u7d$${HASH}`, 'app::main::{{closure}}', ''],
    [
      `_ZN66_$LT$core..option..Option$LT$T$GT$$u20$as$u20$core..fmt..Debug$GT$3fmt${HASH}`,
      '<core::option::Option<T> as core::fmt::Debug>::fmt',
      '',
    ],
  ])('demangles %s', (name, text, suffix) => {
    expect(parseRustLegacy(name)).toEqual({ text, suffix })
  })

  it.each([
    ['an Itanium name', '_ZN3foo3barEv'],
    ['an Itanium name without parameters', '_ZN3foo3barE'],
    ['a hash of another length', '_ZN3foo16h0123456789abcdeE'],
    ['a hash in upper case', '_ZN3foo17h0123456789ABCDEFE'],
    ['only a hash', `_ZN${HASH}`],
    ['no end', '_ZN3foo17h0123456789abcdef'],
    ['a length beyond the end', '_ZN3foo99h0123456789abcdefE'],
    ['parameters after a hash', `_ZN3foo${HASH}v`],
    ['a Dart name', '_Zfoo'],
  ])('leaves %s: %s', (_, name) => {
    expect(parseRustLegacy(name)).toBeUndefined()
  })
})

describe('unescapeRustLegacy', () => {
  it.each([
    ['_$LT$T$GT$', '<T>'],
    ['a..b.c', 'a::b.c'],
    ['$SP$$BP$$RF$$LP$$RP$$C$', '@*&(),'],
    ['$u27$a$u5b$u8$u5d$', "'a[u8]"],
    ['$u1f600$', '😀'],
    ['a$XX$b..c', 'a$XX$b..c'],
    ['a$u0$b', 'a$u0$b'],
    ['a$ud800$b', 'a$ud800$b'],
    ['a$LT', 'a$LT'],
  ])('turns %s into %s', (escaped, text) => {
    expect(unescapeRustLegacy(escaped)).toBe(text)
  })
})
