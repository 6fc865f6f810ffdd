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
  ['_RINvC3app1fNtB2_1TBa_E', 'app::f::<app::T, u16>'],
  ['_RINvC3app1fRmB9_E', 'app::f::<&u32, u32>'],
  ['_RINvC3app1fKj1_KBa_E', 'app::f::<1, 1>'],
  ['_RINvC3app1fmEC5other', 'app::f::<u32>'],
  ['_RNvC3app6_2main', 'app::2main_'.slice(0, 0)],
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
