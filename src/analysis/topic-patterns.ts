/**
 * What functions are for, whoever's they are: most specific first, as a function is counted under the first that it belongs to.
 *
 * - `allocator`: heap allocators and garbage collectors
 * - `panic`: panics, aborts, exceptions, and what unwinding and backtraces need
 * - `fmt`: formatting of numbers and text, with the implementations of `Display` and `Debug` that programs write
 * - `runtime`: the rest of Go's runtime
 * - `std`, `core`, `alloc`: the rest of a standard library; `std` is also C++'s, Go's and AssemblyScript's
 */
export const TOPICS = ['allocator', 'panic', 'fmt', 'runtime', 'std', 'core', 'alloc'] as const

export type Topic = (typeof TOPICS)[number]

type Patterns<Key extends string = 'allocator' | 'panic' | 'fmt'> = Readonly<Record<Key, readonly string[]>>

/** Crates (Rust), outermost namespaces (C++) and packages (Go) that are a topic as a whole. */
export const CRATES: Patterns = {
  allocator: ['dlmalloc', 'lol_alloc', 'talc', 'wee_alloc'],
  panic: ['__cxxabiv1', 'console_error_panic_hook', 'rustc_demangle'],
  // Of Go and of C++ ({fmt}).
  fmt: ['fmt'],
}

/** Paths in Rust's standard library; each stands for itself and all below it. */
export const RUST_PATHS: Patterns = {
  allocator: ['alloc::alloc', 'std::alloc'],
  panic: [
    'alloc::raw_vec::capacity_overflow',
    'alloc::raw_vec::handle_error',
    'core::panic',
    'core::panicking',
    'std::backtrace',
    'std::backtrace_rs',
    'std::panic',
    'std::panicking',
    'std::process::abort',
    'std::sys::backtrace',
  ],
  fmt: ['alloc::fmt', 'core::fmt', 'core::num::flt2dec', 'core::num::imp::flt2dec'],
}

/**
 * Steps of a path that the standard library gives to functions which only panic: `core::option::unwrap_failed`,
 * `core::slice::index::slice_index_fail::do_panic`, `core::cell::panic_already_borrowed`.
 */
export const RUST_PANICKING_STEP = /::(?:panic_\w+|(?:assert|expect|unwrap)_failed|\w+_fail(?:_rt)?)(?:::|$)/

/** What rustc itself names, in its crate `__rustc` or, in older versions, without one. */
export const RUSTC_NAME: Readonly<Record<'allocator' | 'panic', RegExp>> = {
  allocator:
    /^(?:__rdl|__rg|__rust)_(?:alloc|alloc_error_handler|alloc_zeroed|dealloc|oom|realloc)$|^rust_oom$/,
  panic: /^(?:__rust_abort|__rust_start_panic|rust_begin_unwind|rust_panic)$/,
}

/** Functions of C, C++'s runtime and others that have no namespace. */
export const NAMES: Patterns = {
  // dlmalloc.c as musl, wasi-libc and Emscripten have it; MoonBit.
  allocator: words(`
    malloc calloc realloc free aligned_alloc posix_memalign sbrk malloc_usable_size malloc_trim
    malloc_footprint malloc_max_footprint realloc_in_place malloc_footprint_limit malloc_set_footprint_limit
    internal_memalign dlmalloc dlcalloc dlrealloc dlfree dispose_chunk prepend_alloc emscripten_builtin_memalign
    emscripten_resize_heap  moonbit.malloc moonbit.free moonbit.gc.malloc
    moonbit.gc.free`),
  // Itanium C++ ABI, level 1 and 2, as far as it is about exceptions.
  panic: words(`
    abort __assert_fail __gxx_personality_v0 __gxx_personality_wasm0 setThrew _Unwind_CallPersonality
    _Unwind_DeleteException _Unwind_GetIP _Unwind_RaiseException _Unwind_SetGR __cxa_allocate_dependent_exception
    __cxa_allocate_exception __cxa_bad_cast __cxa_bad_typeid __cxa_begin_catch __cxa_call_unexpected
    __cxa_current_exception_type __cxa_current_primary_exception __cxa_decrement_exception_refcount
    __cxa_deleted_virtual __cxa_demangle __cxa_end_catch __cxa_free_dependent_exception __cxa_free_exception
    __cxa_get_exception_ptr __cxa_get_globals __cxa_get_globals_fast __cxa_pure_virtual
    __cxa_increment_exception_refcount __cxa_init_primary_exception __cxa_rethrow __cxa_rethrow_primary_exception
    __cxa_throw __cxa_throw_bad_array_new_length __cxa_uncaught_exception __cxa_uncaught_exceptions`),
  // musl's stdio/vfprintf.c and its neighbours.
  fmt: words(`
    printf fprintf sprintf snprintf vprintf vfprintf vsprintf vsnprintf printf_core __vfprintf_internal fmt_fp fmt_u
    fmt_x fmt_o pop_arg pop_arg_long_double sn_write`),
}

/** Helpers of musl's `printf_core` with names that anybody could give, so that they count only beside it. */
export const PRINTF_HELPERS: readonly string[] = ['getint', 'out', 'pad']

/** `operator new` and `operator delete` where they are not demangled (Itanium C++ ABI, 5.1.3.1). */
export const MANGLED_ALLOCATOR = /^_Z(?:n[aw][jm]|d[al]Pv)/

/** What demangled C++ functions begin with, inline namespaces of the standard library left out. */
export const CPP_PREFIXES: Patterns = {
  allocator: ['operator new', 'operator delete'],
  panic: ['std::__throw_', 'std::__libcpp_verbose_abort'],
  fmt: ['std::__format::', 'std::__format_spec::', 'std::__formatter::'],
}

/** Functions of Go's package `runtime`, without it; methods as the linker writes them, `__mheap_.alloc`. */
export const GO_RUNTIME: Readonly<Record<'allocator' | 'panic', RegExp>> = {
  allocator:
    /^(?:malloc\w*|gc(?:[A-Z]\w*|init|enable)|bgs(?:weep|cavenge)|sweep\w*|(?:__|\(\*)?(?:mheap|mcache|mcentral|mspan|fixalloc|linearAlloc|pageAlloc|gcWork|gcControllerState|gcCPULimiterState)[_)]?)(?:\.|$)/,
  panic: /^(?:\w*[pP]anic\w*|throw|fatal\w*)(?:\.|$)/,
}

/** What names of AssemblyScript begin with, most specific first; MoonBit has its allocator from there, without the `~lib/rt/`. */
export const LIBRARY_PREFIXES: readonly (readonly [prefix: string, topic: Topic])[] = [
  ['~lib/rt/', 'allocator'],
  ['~lib/util/number/', 'fmt'],
  ['~lib/', 'std'],
  ['tlsf/', 'allocator'],
]

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}
