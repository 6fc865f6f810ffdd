import { describe, expect, it } from 'vitest'
import { describeCppName, keysOfCppName } from '../../../src/analysis/names/cpp.ts'
import { describeName } from '../../../src/analysis/names/describe-name.ts'

const NAMES: readonly (readonly [
  raw: string,
  short: string,
  namespace: string | undefined,
  generic: string,
])[] = [
  ['std::__2::vector<int>::push_back(int)', 'vector<_>::push_back', 'std', 'std::__2::vector<_>::push_back'],
  // The spaces of older LLVM.
  ['std::__2::vector<A<B*> >::~vector()', 'vector<_>::~vector', 'std', 'std::__2::vector<_>::~vector'],
  [
    'std::__2::__throw_length_error(char const*)',
    'std::__throw_length_error',
    'std',
    'std::__2::__throw_length_error(char const*)',
  ],
  ['std::__2::__itoa::__u32[abi:nn210104](char*)', '__itoa::__u32', 'std', 'std::__2::__itoa::__u32(char*)'],
  ['js::jit::RBitOr::opcode() const', 'RBitOr::opcode', 'js', 'js::jit::RBitOr::opcode() const'],
  ['JS::Rooted<js::A>::~Rooted()_11434', 'Rooted<_>::~Rooted', 'JS', 'JS::Rooted<_>::~Rooted'],
  ['std::__2::locale::~locale().1', 'locale::~locale', 'std', 'std::__2::locale::~locale()'],
  // Global functions and classes have no namespace.
  [
    'num_toExponential(JSContext*, unsigned int)',
    'num_toExponential',
    undefined,
    'num_toExponential(JSContext*, unsigned int)',
  ],
  ['SkCanvas::drawRect(SkRect const&)', 'SkCanvas::drawRect', undefined, 'SkCanvas::drawRect(SkRect const&)'],
  ['Vec<int>::size() const', 'Vec<_>::size', undefined, 'Vec<_>::size'],
  ['(anonymous namespace)::Op::run()', 'Op::run', undefined, '(anonymous namespace)::Op::run()'],
  ['v8::(anonymous namespace)::Op::run()', 'Op::run', 'v8', 'v8::(anonymous namespace)::Op::run()'],
  [
    'GrF::Color()::Processor::name() const',
    'Processor::name',
    undefined,
    'GrF::Color()::Processor::name() const',
  ],
  // Return types stand before templates only.
  ['void std::__2::__sort<A<B>&, int*>(int*, A<B>&)', 'std::__sort<_>', 'std', 'std::__2::__sort<_>'],
  ['std::vector<int>& js::get<int>()', 'js::get<_>', 'js', 'js::get<_>'],
  ['decltype(auto) js::match<int>(int)', 'js::match<_>', 'js', 'js::match<_>'],
  ['A<x && sizeof (char) < 8, int>::type js::find<char>(int)', 'js::find<_>', 'js', 'js::find<_>'],
  ['bool internal<&f(int, void (*)(char))>(int)', 'internal<_>', undefined, 'internal<_>'],
  // Operators.
  ['js::F::operator()(int) const', 'F::operator()', 'js', 'js::F::operator()(int) const'],
  ['js::F::operator[](int)', 'F::operator[]', 'js', 'js::F::operator[](int)'],
  ['js::P<int>::operator->()', 'P<_>::operator->', 'js', 'js::P<_>::operator->'],
  ['js::P::operator<=(int) const', 'P::operator<=', 'js', 'js::P::operator<=(int) const'],
  ['bool js::operator==<char, int>(char, int)', 'js::operator==<_>', 'js', 'js::operator==<_>'],
  ['js::S& js::operator<<[abi:nn1]<int>(js::S&, int)', 'js::operator<<<_>', 'js', 'js::operator<<<_>'],
  [
    'js::Box::operator unsigned int() const',
    'Box::operator unsigned int',
    'js',
    'js::Box::operator unsigned int() const',
  ],
  [
    'js::Box::operator A<(int)3>() const',
    'Box::operator A<(int)3>',
    'js',
    'js::Box::operator A<(int)3>() const',
  ],
  ['operator new(unsigned long)', 'operator new', undefined, 'operator new(unsigned long)'],
  ['operator delete[](void*)', 'operator delete[]', undefined, 'operator delete[](void*)'],
  ['operator"" _kb(unsigned long long)', 'operator"" _kb', undefined, 'operator"" _kb(unsigned long long)'],
  // Lambdas.
  [
    "js::S::f() const::'lambda'(int)::operator()(int) const",
    'f::{lambda}',
    'js',
    "js::S::f() const::'lambda'(int)::operator()(int) const",
  ],
  ['js::f(int)::$_0::operator()(char) const', 'f::{lambda}', 'js', 'js::f(int)::$_0::operator()(char) const'],
  ['init()::$_62::__invoke(int)', 'init::{lambda}::__invoke', undefined, 'init()::$_62::__invoke(int)'],
  [
    "auto js::f<int>(int)::'lambda'(char)::operator()(char) const",
    'f<_>::{lambda}',
    'js',
    "js::f<_>::'lambda'::operator()",
  ],
  // Thunks and tables.
  [
    'non-virtual thunk to js::A::~A()',
    'non-virtual thunk to A::~A',
    'js',
    'non-virtual thunk to js::A::~A()',
  ],
  ['guard variable for js::get()::x', 'guard variable for get::x', 'js', 'guard variable for js::get()::x'],
]

describe('describeCppName', () => {
  it.each(NAMES)('%s', (raw, short, namespace, generic) => {
    const suffix = /(?:_\d+|\.\d+)$/.test(raw) ? {} : { full: raw }
    expect(describeCppName(raw)).toMatchObject({ short, generic, ...suffix })
    expect(describeCppName(raw)?.crate).toBe(namespace)
    expect(keysOfCppName(raw)).toEqual(namespace === undefined ? { generic } : { crate: namespace, generic })
  })

  it('leaves the hash of a clone out of the full name, but not its number', () => {
    expect(describeCppName('js::f(int) (.llvm.10795483986091592274)')?.full).toBe('js::f(int)')
    expect(describeCppName('js::A::~A()_11434')?.full).toBe('js::A::~A()_11434')
  })

  it.each([
    ['a return type without template', 'int f(int)'],
    ['no parameters', 'std::cout'],
    ['a file', 'closure at file:///app.dart:3:4 (anonymous)'],
    ['brackets that do not close', 'js::f<int(int)'],
    ['brackets that cross', 'js::f(int])'],
    ['an empty step', 'js::::f()'],
    ['a name with a dot', 'foo.bar(int)'],
    ['two lists of arguments', 'f<int><int>()'],
    ['something after the parameters', 'f(int)g'],
    ['only parameters', '(int)'],
  ])('leaves %s: %s', (_, raw) => {
    expect(describeCppName(raw)).toBeUndefined()
  })

  it('is what describeName says', () => {
    expect(describeName('js::f(int)')).toEqual({
      full: 'js::f(int)',
      short: 'js::f',
      language: 'c++',
      crate: 'js',
      generic: 'js::f(int)',
    })
  })
})
