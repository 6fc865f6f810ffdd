import { describe, expect, it } from 'vitest'
import { groupKeysOf } from '../../src/analysis/names/group-keys.ts'
import { TOPICS } from '../../src/analysis/topic-patterns.ts'
import { topicOf, topicsOfFunctions } from '../../src/analysis/topics.ts'
import { readModule } from '../../src/wasm/module.ts'
import { readFixture } from '../support/fixtures.ts'

function topicOfName(name: string, isGo = false): string {
  const { crate, generic } = groupKeysOf(name, { isGo })
  return topicOf(name, crate, generic, { isGo }) ?? '-'
}

function topicsOf(names: readonly (string | undefined)[]): Int8Array {
  const keys = names.map((name) => (name === undefined ? {} : groupKeysOf(name)))
  const crates = [...new Set(keys.flatMap(({ crate }) => crate ?? []))]
  const generics = [...new Set(keys.flatMap(({ generic }) => generic ?? []))]
  return topicsOfFunctions(names, {
    crates,
    crateIds: Int32Array.from(keys, ({ crate }) => crates.indexOf(crate ?? '')),
    generics,
    genericIds: Int32Array.from(keys, ({ generic }) => generics.indexOf(generic ?? '')),
  })
}

function functionsByTopic(names: readonly string[]): Map<string, string[]> {
  const topics = topicsOf(names)
  const found = new Map<string, string[]>()
  for (const [func, name] of names.entries()) {
    const topic = TOPICS[topics[func] as number] ?? '-'
    found.set(topic, [...(found.get(topic) ?? []), groupKeysOf(name).generic ?? name])
  }
  return found
}

const inFixture = (path: string) =>
  functionsByTopic([...readModule(readFixture(path)).names.functions.values()])

const rows = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(' | ').map((cell) => cell.trim()) as [topic: string, name: string])

describe('topicOf', () => {
  it.each(
    rows(`
allocator | _RNvMs0_NtCsjqx8TIyZbP9_8dlmalloc8dlmallocINtB5_8DlmallocNtNtB7_3sys6SystemE6mallocCsebHcaeoSrxy_3std
allocator | _RNvCs1njKG4L9aB3_7___rustc12___rust_alloc
allocator | _RNvCs1njKG4L9aB3_7___rustc11___rdl_alloc
allocator | __rustc[6ef78fba13ac776c]::__rust_realloc
allocator | alloc::alloc::handle_alloc_error::hcc35c2aed22157a6
allocator | __rdl_alloc_zeroed
panic | _RNvCs1njKG4L9aB3_7___rustc17rust_begin_unwind
panic | rust_panic
panic | std::panicking::rust_panic_with_hook::hd6db915a7ab98bd5
panic | <std::panicking::begin_panic_handler::FormatStringPayload as core::fmt::Display>::fmt::hd6db915a7ab98bd5
panic | core::panicking::panic_fmt::hd6db915a7ab98bd5
panic | core::option::unwrap_failed::hd6db915a7ab98bd5
panic | core::slice::index::slice_index_order_fail::do_panic::runtime::hd6db915a7ab98bd5
panic | core::cell::panic_already_borrowed::hd6db915a7ab98bd5
panic | _ZN14rustc_demangle2v07Printer10print_path17hd6db915a7ab98bd5E
fmt | core::fmt::Formatter::pad::hd6db915a7ab98bd5
fmt | core::fmt::num::imp::<impl core::fmt::Display for u8>::fmt::hd6db915a7ab98bd5
fmt | core::num::flt2dec::strategy::dragon::mul_pow10::hd6db915a7ab98bd5
fmt | alloc::fmt::format::format_inner::hd6db915a7ab98bd5
fmt | <app::Foo as core::fmt::Display>::fmt::hd6db915a7ab98bd5
fmt | _RNvXs_C3appNtB4_3FooNtNtC4core3fmt5Debug3fmt
fmt | <alloc::string::String as core::fmt::Write>::write_str::hd6db915a7ab98bd5
core | core::str::converts::from_utf8::hd6db915a7ab98bd5
core | core::ptr::drop_in_place<core::fmt::Error>::hd6db915a7ab98bd5
core | core::fmtless::f::hd6db915a7ab98bd5
alloc | alloc::raw_vec::RawVec<T,A>::reserve::hd6db915a7ab98bd5
std | std::io::Write::write_all::hd6db915a7ab98bd5
- | <app::Foo as serde_core::de::Expected>::fmt::hd6db915a7ab98bd5
- | app::core::fmt::f::hd6db915a7ab98bd5
- | <hashbrown::raw::Fallibility>::capacity_overflow
- | rust_panicky
`),
  )('Rust: %s: %s', (topic, name) => {
    expect(topicOfName(name)).toBe(topic)
  })

  it.each(
    rows(`
allocator | malloc
allocator | free.1
allocator | dispose_chunk
allocator | _ZnwmSt11align_val_t
allocator | _ZdlPvm
allocator | operator new(unsigned long)
allocator | operator delete[](void*)
panic | __cxa_throw
panic | abort
panic | __cxxabiv1::__class_type_info::can_catch(__cxxabiv1::__shim_type_info const*, void*&) const
panic | std::__2::__throw_length_error[abi:nn210104](char const*)
panic | std::__2::vector<A, B>::__throw_length_error[abi:nn210104]()
fmt | printf_core
fmt | vsnprintf
fmt | void fmt::v11::detail::write_float<char>(int)
fmt | auto std::__2::__formatter::__fill<char>(char)
std | std::__2::locale::~locale()
std | std::__2::vector<A>::push_back(int)
- | core::encode(JSContext*, JS::Handle<JS::Value>)
- | js::free(int)
- | out
- | pad
- | __cxa_atexit
- | mallocator
- | _ZN3foo6mallocEv
- | _Znt
`),
  )('C and C++: %s: %s', (topic, name) => {
    expect(topicOfName(name)).toBe(topic)
  })

  it.each(
    rows(`
allocator | runtime.mallocgc
allocator | runtime.gcMarkDone.func1
allocator | runtime.__mheap_.alloc
allocator | runtime.(*mheap).alloc
panic | runtime.gopanic
panic | runtime.goPanicIndex
panic | runtime.throw.func1
fmt | fmt.(*pp).printArg
fmt | fmt.__pp_.printArg
runtime | runtime.gcallers
runtime | runtime.gogo
std | encoding_json.Marshal
std | reflect.Value.Int
- | main.main
- | github.com/a/b.Run
- | cmpbody
`),
  )('Go: %s: %s', (topic, name) => {
    expect(topicOfName(name, true)).toBe(topic)
  })

  it.each(
    rows(`
allocator | ~lib/rt/itcms/__new
allocator | ~lib/rt/tlsf/insertBlock
fmt | ~lib/util/number/utoa32_dec_lut
std | ~lib/map/Map<~lib/string/String,f64>#get:buckets
- | assembly/index/run
allocator | moonbit.gc.malloc
- | moonbit.array_length
- | fmt.formatInt
- | main.malloc
`),
  )('others: %s: %s', (topic, name) => {
    expect(topicOfName(name)).toBe(topic)
  })
})

describe('topicsOfFunctions', () => {
  it('finds what a Rust program is made of', () => {
    const found = inFixture('rust196-app_sizez.wasm')
    expect([...found.keys()].sort()).toEqual(['-', 'alloc', 'allocator', 'core', 'fmt', 'panic', 'std'])
    const all = [...found].flatMap(([topic, names]) => names.map((name) => [topic, name] as const))
    const topicsWhere = (pattern: RegExp) => [
      ...new Set(all.filter(([, name]) => pattern.test(name)).map(([topic]) => topic)),
    ]
    expect(topicsWhere(/dlmalloc::/)).toEqual(['allocator'])
    expect(topicsWhere(/^core::fmt::float::/)).toEqual(['fmt'])
    expect(topicsWhere(/^core::panicking::/)).toEqual(['panic'])
    expect(topicsWhere(/^<?app::(?!.*core::fmt)/)).toEqual(['-'])
  })

  it("takes the helpers of musl's printf_core for what they are only beside it", () => {
    expect(inFixture('emscripten3.1.6-Oz_names.wasm').get('fmt')?.sort()).toEqual(
      [
        'fmt_fp',
        'fmt_u',
        'getint',
        'out',
        'pad',
        'pop_arg',
        'pop_arg_long_double',
        'printf_core',
        'sn_write',
      ].sort(),
    )
    expect([...functionsByTopic(['out', 'pad']).keys()]).toEqual(['-'])
    expect([...functionsByTopic(['out', 'pad', 'printf_core']).keys()]).toEqual(['fmt'])
  })

  it('tells what AssemblyScript and MoonBit bring along from the program', () => {
    const assemblyScript = inFixture('assemblyscript0.28.20-as_debug.wasm')
    expect(assemblyScript.get('-')?.filter((name) => name.startsWith('~lib/'))).toEqual([])
    expect(assemblyScript.get('allocator')?.every((name) => name.startsWith('~lib/rt/'))).toBe(true)
    expect(inFixture('moonc0.1.202605-moonbit-wasm-debug.wasm').get('allocator')).toContain(
      'tlsf/searchBlock',
    )
  })

  it('leaves functions without a name alone', () => {
    expect([...topicsOf([undefined, 'malloc', undefined])]).toEqual([-1, TOPICS.indexOf('allocator'), -1])
  })
})
