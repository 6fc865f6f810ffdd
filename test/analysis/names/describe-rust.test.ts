import { describe, expect, it } from 'vitest'
import { describeName } from '../../../src/analysis/names/describe-name.ts'

interface Expected {
  readonly raw: string
  readonly full: string
  readonly short: string
  readonly crate: string | undefined
  readonly generic: string
}

function rows(text: string): Expected[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(' | ').map((cell) => cell.trim()))
    .map(([raw = '', full = '', short = '', crate, generic = '']) => ({ raw, full, short, crate, generic }))
}

function check({ raw, ...expected }: Expected): void {
  const { full, short, crate, generic, language } = describeName(raw)
  expect({ full, short, crate, generic, language }).toEqual({ ...expected, language: 'rust' })
}

const H = '::h0123456789abcdef'

describe('v0 names', () => {
  it.each(
    rows(`
_RNvC3app4main | app::main | app::main | app | app::main
_RNvNtC4core9panicking9panic_fmt | core::panicking::panic_fmt | panic_fmt | core | core::panicking::panic_fmt
_RNvNtC4core9panicking5panic | core::panicking::panic | panicking::panic | core | core::panicking::panic
_RNCNvC3app4main0 | app::main::{closure#0} | main::{closure} | app | app::main::{closure#0}
_RNCNCNvC3app4main0s_0 | app::main::{closure#0}::{closure#1} | main::{closure} | app | app::main::{closure#0}::{closure#1}
_RNvNvNtC5alloc5alloc5inner8rt_error | alloc::alloc::inner::rt_error | rt_error | alloc | alloc::alloc::inner::rt_error
_RINvNtC4core3ptr13drop_in_placeNtC3app3FooEC3app | core::ptr::drop_in_place::<app::Foo> | drop_in_place<_> | core | core::ptr::drop_in_place::<_>
_RINvNtC4core3ptr4readhE | core::ptr::read::<u8> | ptr::read<_> | core | core::ptr::read::<_>
_RNvMNtC4core3fmtNtB2_9Formatter3pad | <core::fmt::Formatter>::pad | Formatter::pad | core | <core::fmt::Formatter>::pad
_RNvXNtC5alloc3vecINtB2_3VechENtNtC4core3fmt5Write9write_str | <alloc::vec::Vec<u8> as core::fmt::Write>::write_str | Vec<_>::write_str | alloc | <alloc::vec::Vec<_> as core::fmt::Write>::write_str
_RNvXC3appINtNtC5alloc3vec3VechENtB2_5Trait3run | <alloc::vec::Vec<u8> as app::Trait>::run | Vec<_>::run | app | <alloc::vec::Vec<_> as app::Trait>::run
_RNvYINtNtC5alloc3vec3VechENtNtC4core3fmt5Write9write_fmt | <alloc::vec::Vec<u8> as core::fmt::Write>::write_fmt | Vec<_>::write_fmt | core | <alloc::vec::Vec<_> as core::fmt::Write>::write_fmt
_RNvXC3appNtB2_3FooINtC4core4FrommE4from | <app::Foo as core::From<u32>>::from | Foo::from | app | <app::Foo as core::From<_>>::from
_RNvNvMC3appINtB4_4RulemE3new3run | <app::Rule<u32>>::new::run | Rule<_>::new::run | app | <app::Rule<_>>::new::run
_RINvMC3appINtB3_4RulemE3maphE | <app::Rule<u32>>::map::<u8> | Rule<_>::map<_> | app | <app::Rule<_>>::map::<_>
_RNCINvMC3appINtB5_4RulemE3maphE0 | <app::Rule<u32>>::map::<u8>::{closure#0} | Rule<_>::map<_>::{closure} | app | <app::Rule<_>>::map::<_>::{closure#0}
_RNvXNtC4core3fmtRNtC3app3FooNtB2_5Debug3fmt | <&app::Foo as core::fmt::Debug>::fmt | &Foo::fmt | core | <&_ as core::fmt::Debug>::fmt
_RNvXC10serde_jsonQINtB2_2DehENtC5serde2De3any | <&mut serde_json::De<u8> as serde::De>::any | &mut De<_>::any | serde_json | <&mut serde_json::De<_> as serde::De>::any
_RNvMNtC4core5sliceSh5first | <[u8]>::first | [u8]::first | core | <[_]>::first
_RNvMNtC4core5sliceAhj3_5first | <[u8; 3]>::first | [u8; _]::first | core | <[_; _]>::first
_RNvMNtC4core3ptrPh4read | <*const u8>::read | *const u8::read | core | <*const _>::read
_RNvXC4coreThtENtB2_5Debug3fmt | <(u8, u16) as core::Debug>::fmt | (_)::fmt | core | <(_) as core::Debug>::fmt
_RNvXC4coreuNtB2_5Debug3fmt | <() as core::Debug>::fmt | ()::fmt | core | <() as core::Debug>::fmt
_RNvXC4coreFhEuNtB2_5Debug3fmt | <fn(u8) as core::Debug>::fmt | fn(_)::fmt | core | <fn(_) as core::Debug>::fmt
_RNvMC3appDNtB2_5Shapep1TmNtC4core4SendEL_4area | <dyn app::Shape<T = u32> + core::Send>::area | dyn Shape + Send::area | app | <dyn app::Shape<_> + core::Send>::area
_RNvMC3appWmRm1_m9_3get | <u32 is 1..=9>::get | u32::get | app | <u32>::get
_RNvMC3appINtB2_3FooL_E3get | <app::Foo<'_>>::get | Foo::get | app | <app::Foo>::get
_RNSNvYNCNvC3app4main0INtC4core6FnOnceuE9call_once6vtable | <app::main::{closure#0} as core::FnOnce<()>>::call_once::{shim:vtable#0} | main::{closure}::call_once::{shim:vtable} | app | <app::main::{closure#0} as core::FnOnce<_>>::call_once::{shim:vtable#0}
_RNvYNvC3app4viewINtC4core6FnOnceuE9call_once | <app::view as core::FnOnce<()>>::call_once | view::call_once | app | <app::view as core::FnOnce<_>>::call_once
_RNvNtC6js_sys5Array26___wbg_get_4848e350b40afc16 | js_sys::Array::__wbg_get_4848e350b40afc16 | Array::__wbg_get | js_sys | js_sys::Array::__wbg_get
_RNvC3app4main.llvm.123 | app::main | app::main | app | app::main
_RNvC3app4main.27 | app::main.27 | app::main | app | app::main
_RNvC3app4main externref shim | app::main externref shim | app::main | app | app::main
`),
  )('$raw', check)
})

describe('legacy names', () => {
  it.each(
    rows(`
_ZN4core3fmt9Formatter3pad17h0123456789abcdefE | core::fmt::Formatter::pad | Formatter::pad | core | core::fmt::Formatter::pad
_ZN4core3ptr38drop_in_place$LT$app..Foo$LT$T$GT$$GT$17h0123456789abcdefE | core::ptr::drop_in_place<app::Foo<T>> | drop_in_place<_> | core | core::ptr::drop_in_place<_>
_ZN3app8registry21RegistryRule$LT$L$GT$3new3run17h0123456789abcdefE.llvm.9 | app::registry::RegistryRule<L>::new::run | RegistryRule<_>::new::run | app | app::registry::RegistryRule<_>::new::run
_ZN36_$LT$T$u20$as$u20$core..any..Any$GT$7type_id17h0123456789abcdefE | <T as core::any::Any>::type_id | Any::type_id | core | <T as core::any::Any>::type_id
_ZN42_$LT$$RF$T$u20$as$u20$core..fmt..Debug$GT$3fmt17h0123456789abcdefE.2 | <&T as core::fmt::Debug>::fmt.2 | Debug::fmt | core | <&_ as core::fmt::Debug>::fmt
`),
  )('$raw', check)
})

describe('names that wasm-bindgen or wasm-ld demangled', () => {
  it.each(
    rows(`
core::fmt::write${H} | core::fmt::write | fmt::write | core | core::fmt::write
core::fmt::write${H}.specialized.1 | core::fmt::write.specialized.1 | fmt::write | core | core::fmt::write
core::fmt::write${H} (.21) | core::fmt::write (.21) | fmt::write | core | core::fmt::write
core::fmt::write${H} (.llvm.21) | core::fmt::write | fmt::write | core | core::fmt::write
core::fmt::write${H}_7970 | core::fmt::write.7970 | fmt::write | core | core::fmt::write
app::main::{{closure}}${H} | app::main::{{closure}} | main::{closure} | app | app::main::{{closure}}
alloc::raw_vec::RawVec<T,A>::reserve${H} | alloc::raw_vec::RawVec<T,A>::reserve | RawVec<_>::reserve | alloc | alloc::raw_vec::RawVec<_>::reserve
core::fmt::num::<impl core::fmt::UpperHex for i32>::fmt${H} | core::fmt::num::<impl core::fmt::UpperHex for i32>::fmt | i32::fmt | core | core::fmt::num::<impl core::fmt::UpperHex for i32>::fmt
alloc::slice::<impl [T]>::to_vec${H} | alloc::slice::<impl [T]>::to_vec | [T]::to_vec | alloc | alloc::slice::<impl [_]>::to_vec
app::_::<impl serde::De for app::Foo<T>>::de${H} | app::_::<impl serde::De for app::Foo<T>>::de | Foo<_>::de | app | app::_::<impl serde::De for app::Foo<_>>::de
<char as core::fmt::Debug>::fmt${H} | <char as core::fmt::Debug>::fmt | char::fmt | core | <char as core::fmt::Debug>::fmt
<&mut serde_json::De<R> as serde::De>::any${H} | <&mut serde_json::De<R> as serde::De>::any | &mut De<_>::any | serde_json | <&mut serde_json::De<_> as serde::De>::any
<<R as app::Rule>::Query as app::Q<T>>::go${H} | <<R as app::Rule>::Query as app::Q<T>>::go | Query::go | app | <<R as app::Rule>::Query as app::Q<_>>::go
_$LT$app..Foo$LT$T$GT$$u20$as$u20$core..fmt..Debug$GT$::fmt${H} | <app::Foo<T> as core::fmt::Debug>::fmt | Foo<_>::fmt | app | <app::Foo<_> as core::fmt::Debug>::fmt
core[9b3796e30d99ddb7]::ptr::drop_glue::<app[1]::Foo> | core::ptr::drop_glue::<app::Foo> | drop_glue<_> | core | core::ptr::drop_glue::<_>
<url[ae3]::Url as core[9b3796e30d99ddb7]::fmt::Debug>::fmt.12 | <url::Url as core::fmt::Debug>::fmt.12 | Url::fmt | url | <url::Url as core::fmt::Debug>::fmt
<core[9b]::net::Buffer<15usize> as core[9b]::fmt::Write>::write_str | <core::net::Buffer<15> as core::fmt::Write>::write_str | Buffer<_>::write_str | core | <core::net::Buffer<_> as core::fmt::Write>::write_str
<alloc[a9]::vec::Vec<u8> as app[1]::Trait>::run | <alloc::vec::Vec<u8> as app::Trait>::run | Vec<_>::run | app | <alloc::vec::Vec<_> as app::Trait>::run
<&app[1]::Foo as core[9b]::fmt::Debug>::fmt | <&app::Foo as core::fmt::Debug>::fmt | &Foo::fmt | core | <&_ as core::fmt::Debug>::fmt
<app[1]::main::{closure#0} as core[9b]::ops::FnOnce<()>>::call_once::{shim:vtable#0} | <app::main::{closure#0} as core::ops::FnOnce<()>>::call_once::{shim:vtable#0} | main::{closure}::call_once::{shim:vtable} | app | <app::main::{closure#0} as core::ops::FnOnce<_>>::call_once::{shim:vtable#0}
<dyn core[9b]::ops::Fn<(u8,), Output = ()> as app[1]::Call>::call | <dyn core::ops::Fn<(u8,), Output = ()> as app::Call>::call | dyn Fn<_>::call | app | <dyn core::ops::Fn<_> as app::Call>::call
app[1]::f::<"a<b"> | app::f::<"a<b"> | app::f<_> | app | app::f::<_>
<str>::trim_start_matches::<char> | <str>::trim_start_matches::<char> | str::trim_start_matches<_> | core | <str>::trim_start_matches::<_>
__rustc::__rust_alloc | __rustc::__rust_alloc | __rust_alloc | __rustc | __rustc::__rust_alloc
`),
  )('$raw', check)
})
