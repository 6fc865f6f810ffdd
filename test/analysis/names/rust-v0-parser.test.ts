import { describe, expect, it } from 'vitest'
import { parseRustV0 } from '../../../src/analysis/names/rust-v0-parser.ts'
import { printRustPath } from '../../../src/analysis/names/rust-v0-printer.ts'

function demangle(name: string): string | undefined {
  const symbol = parseRustV0(name)
  return symbol && printRustPath(symbol.path) + symbol.suffix
}

/** A generic argument as it is mangled, and as it is printed between the brackets of `app::f::<..>`. */
const ARGUMENTS: readonly (readonly [mangled: string, printed: string])[] = [
  // basic types
  ['abcdefhij', 'i8, bool, char, f64, str, f32, u8, isize, usize'],
  ['lmnopstuvxyz', 'i32, u32, i128, u128, _, i16, u16, (), ..., i64, u64, !'],
  // references, pointers, arrays, slices, tuples
  ['RmQm', '&u32, &mut u32'],
  ['RL_m', '&u32'],
  ['PmOm', '*const u32, *mut u32'],
  ['SmAmj3_', '[u32], [u32; 3]'],
  ['TETmETmtE', '(), (u32,), (u32, u16)'],
  ['L_m', "'_, u32"],
  // paths as types, without `::` before their arguments
  ['NtC3app3Foo', 'app::Foo'],
  ['INtC3app3FoomE', 'app::Foo<u32>'],
  // function pointers
  ['FEuFmtEb', 'fn(), fn(u32, u16) -> bool'],
  ['FUEuFKCEuFUKCmEu', 'unsafe fn(), extern "C" fn(), unsafe extern "C" fn(u32)'],
  ['FK8C_unwindEu', 'extern "C-unwind" fn()'],
  ['FG_RL0_mEu', "for<'a> fn(&'a u32)"],
  ['FG0_RL1_mRL0_mEu', "for<'a, 'b> fn(&'a u32, &'b u32)"],
  ['FG_FG_RL1_mRL0_mEuEu', "for<'a> fn(for<'b> fn(&'a u32, &'b u32))"],
  // trait objects
  ['DNtC4core3AnyEL_', 'dyn core::Any'],
  ['DNtC4core3AnyNtC4core4SendEL_', 'dyn core::Any + core::Send'],
  ['DNtC4core4Iterp4ItemmEL_', 'dyn core::Iter<Item = u32>'],
  ['DINtC4core4IterhEp4ItemmEL_', 'dyn core::Iter<u8, Item = u32>'],
  ['DNtC4core4Iterp3LENKj3_EL_', 'dyn core::Iter<LEN = 3>'],
  ['DG_INtC4core2FnTRL0_mEEp6OutputmEL_', "dyn for<'a> core::Fn<(&'a u32,), Output = u32>"],
  ['FG_DNtC4core3AnyEL0_Eu', "for<'a> fn(dyn core::Any + 'a)"],
  // constants: placeholder, integers, bool, char
  ['Kp', '_'],
  ['Kj0_Kj_Kh7b_', '0, 0, 123'],
  ['Kan80_Knn1_', '-128, -1'],
  ['Kyffffffffffffffff_Ko10000000000000000_', '18446744073709551615, 0x10000000000000000'],
  ['Kb0_Kb1_', 'false, true'],
  ['Kc61_Kc22_Kc1f600_', `'a', '"', '😀'`],
  ['Kc27_Kca_Kc0_Kc5c_Kc301_', String.raw`'\'', '\n', '\0', '\\', '\u{301}'`],
  // constants: strings, references, arrays, tuples, variants
  ['KRe616263_KRe22_', String.raw`"abc", "\""`],
  ['Ke616263_KQe616263_', '{*"abc"}, {&mut *"abc"}'],
  ['KRj7_KQj7_', '{&7}, {&mut 7}'],
  ['KAj1_j2_E', '{[1, 2]}'],
  ['KTEKTj1_EKTj1_b1_E', '{()}, {(1,)}, {(1, true)}'],
  ['KVNtNtC3app1E1AU', '{app::E::A}'],
  ['KVNtNtC3app1E1BTj1_E', '{app::E::B(1)}'],
  ['KVNtC3app1PS1xj1_1yj2_E', '{app::P { x: 1, y: 2 }}'],
  // pattern types
  ['WmRm1_m9_', 'u32 is 1..=9'],
  ['WmORm1_m2_Rm5_m6_E', 'u32 is 1..=2 | 5..=6'],
  ['WPmN', '*const u32 is !null'],
]

/** Paths: crate roots, namespaces, impls, identifiers, backreferences, suffixes. */
const PATHS: readonly (readonly [mangled: string, printed: string])[] = [
  ['_RC3app', 'app'],
  ['_RCs1_3app', 'app'],
  ['_RNvNtNtCs1a_4core3fmt2rt3new', 'core::fmt::rt::new'],
  ['_RNvNvC3app4main5inner', 'app::main::inner'],
  ['_RNCNvC3app4main0', 'app::main::{closure#0}'],
  ['_RNCNvC3app4mains_0', 'app::main::{closure#1}'],
  ['_RNCNCNvC3app4main0s0_0', 'app::main::{closure#0}::{closure#2}'],
  ['_RNCNvC3app4main4name', 'app::main::{closure:name#0}'],
  ['_RNSNvC3app4main6vtable', 'app::main::{shim:vtable#0}'],
  ['_RNZNvC3app4main3odd', 'app::main::{Z:odd#0}'],
  ['_RNaNvC3app4main0', 'app::main'],
  ['_RNvMC3appNtB2_3Foo3new', '<app::Foo>::new'],
  ['_RNvMs_NtC3app1mNtB4_3Foo3new', '<app::m::Foo>::new'],
  ['_RNvXC3appNtB2_3FooNtC4core5Clone5clone', '<app::Foo as core::Clone>::clone'],
  ['_RNvYNtC3app3FooNtC4core5Clone10clone_from', '<app::Foo as core::Clone>::clone_from'],
  ['_RINvC3app1fE', 'app::f::<>'],
  ['_RINvMC3appINtB3_3FoomE3mapxE', '<app::Foo<u32>>::map::<i64>'],
  ['_RINvC3app1fNtB2_1TB9_E', 'app::f::<app::T, app::T>'],
  ['_RINvC3app1fRmB9_Ba_E', 'app::f::<&u32, &u32, u32>'],
  ['_RINvC3app1fKj1_KBa_E', 'app::f::<1, 1>'],
  ['_RINvC3app1fmEC5other', 'app::f::<u32>'],
  ['_RNvC3appu8gdel_5qa', 'app::gödel'],
  ['_RNvC3appu7_1lqs71d', 'app::東京'],
  ['_RNvC3appu3tda', 'app::ü'],
  ['_RNvC3app6___init', 'app::__init'],
  ['_RNvC3app4main.llvm.1234567890', 'app::main'],
  ['_RNvC3app4main.27', 'app::main.27'],
  ['_RNvC3app4main.27.llvm.5', 'app::main.27'],
  ['_RNvC3app4main.cold.1', 'app::main.cold.1'],
  ['_RNvC3app4main (.27)', 'app::main (.27)'],
  ['_RNvC3app4main (.llvm.27)', 'app::main'],
  ['_RNvC3app4main externref shim', 'app::main externref shim'],
  ['_RNvC3app4main.3 externref shim multivalue shim', 'app::main.3 externref shim multivalue shim'],
]

describe('parseRustV0', () => {
  it.each(ARGUMENTS)('prints the arguments %s as %s', (mangled, printed) => {
    expect(demangle(`_RINvC3app1f${mangled}E`)).toBe(`app::f::<${printed}>`)
  })

  it.each(PATHS)('prints %s as %s', (mangled, printed) => {
    expect(demangle(mangled)).toBe(printed)
  })

  it('names lifetimes beyond the alphabet by number', () => {
    const printed = demangle('_RINvC3app1fFGr_RL0_mRLr_mEuE')
    expect(printed).toContain("'z, '_26, '_27, '_28> fn(&'_28 u32, &'b u32)")
  })

  it('keeps the crate that asked for a generic function', () => {
    expect(parseRustV0('_RINvC3app1fmEC5other')).toMatchObject({ instantiatingCrate: 'other', suffix: '' })
    expect(parseRustV0('_RINvC3app1fmE')).not.toHaveProperty('instantiatingCrate')
  })

  it.each([
    ['a Dart name', '_RXfoo'],
    ['a Dart name that begins like a crate', '_RC3Foo_bar'],
    ['no path', '_R'],
    ['another version of the encoding', '_R1NvC3app4main'],
    ['lower case', '_Rust_main'],
    ['other letters at the end', '_RNvC3app4mainx'],
    ['a suffix of other letters', '_RNvC3app4main-1'],
    ['another shim', '_RNvC3app4main other shim'],
    ['a path that ends early', '_RNvC3app'],
    ['an identifier that ends early', '_RNvC3app9main'],
    ['an identifier with a dot', '_RNvC3app5ma.in'],
    ['an identifier without length', '_RNvC3appmain'],
    ['a namespace that is no letter', '_RN1C3app4main'],
    ['an open list', '_RINvC3app1fm'],
    ['an unknown type', '_RINvC3app1fkE'],
    ['a lifetime nobody binds', '_RINvC3app1fRL0_mE'],
    ['a trait object without lifetime', '_RINvC3app1fDNtC4core3AnyEE'],
    ['a backreference to itself', '_RNvB_4main'],
    ['a backreference ahead', '_RNvC3app1fBz_'],
    ['a backreference into a name', '_RINvC3app1fB3_E'],
    ['a backreference around itself', '_RINvC3app1fTB9_EE'],
    ['a number over 64 bits', '_RNvCsZZZZZZZZZZZZ_3app1f'],
    ['a bool that is neither', '_RINvC3app1fKb2_E'],
    ['a char that is a surrogate', '_RINvC3app1fKcd800_E'],
    ['a char beyond Unicode', '_RINvC3app1fKc110000_E'],
    ['upper-case digits', '_RINvC3app1fKj7B_E'],
    ['an unsigned minus', '_RINvC3app1fKjn1_E'],
    ['half a byte of a string', '_RINvC3app1fKRe616_E'],
    ['a string that is no UTF-8', '_RINvC3app1fKReff_E'],
    ['an empty Punycode', '_RNvC3appu4abc_'],
    ['a Punycode that breaks off', '_RNvC3appu7gdel_5q'],
    ['an empty choice of patterns', '_RINvC3app1fWmOEE'],
    ['an Itanium name', '_ZN3foo3barEv'],
  ])('rejects %s: %s', (_, name) => {
    expect(parseRustV0(name)).toBeUndefined()
  })
})
