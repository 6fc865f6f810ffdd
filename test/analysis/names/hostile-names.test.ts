import { describe, expect, it } from 'vitest'
import { describeName } from '../../../src/analysis/names/describe-name.ts'
import { parseRustV0 } from '../../../src/analysis/names/rust-v0-parser.ts'

const LIMIT_MS = 1_000

function untouched(raw: string): void {
  const start = performance.now()
  expect(describeName(raw)).toEqual({ full: raw, short: raw })
  expect(performance.now() - start).toBeLessThan(LIMIT_MS)
}

function base62(value: number): string {
  const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
  let rest = value - 1
  let text = '_'
  do {
    text = digits.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  } while (rest > 0)
  return text
}

/** Tuples of two of the one before: every level doubles what is printed. */
function doubling(levels: number): string {
  let name = 'INvC3app1f'
  let last = ''
  for (let level = 0; level < levels; level++) {
    const start = name.length
    name += level === 0 ? 'TmmE' : `T${last}${last}E`
    last = `B${base62(start)}`
  }
  return `_R${name}E`
}

describe('hostile names', () => {
  it('may double a little', () => {
    expect(describeName(doubling(3)).full).toBe(
      'app::f::<(u32, u32), ((u32, u32), (u32, u32)), (((u32, u32), (u32, u32)), ((u32, u32), (u32, u32)))>',
    )
  })

  it.each([30, 200, 2_000])('may not double %i times', (levels) => {
    untouched(doubling(levels))
  })

  it('may nest, but not deeper than 500 levels', () => {
    expect(describeName(`_RINvC3app1f${'R'.repeat(400)}mE`).full).toBe(`app::f::<${'&'.repeat(400)}u32>`)
    untouched(`_RINvC3app1f${'R'.repeat(600)}mE`)
    untouched(`_RINvC3app1f${'R'.repeat(60_000)}mE`)
    untouched(`_R${'Nv'.repeat(30_000)}C3app`)
    untouched(`_RINvC3app1f${'KR'.repeat(20_000)}`)
    untouched(`_RINvC3app1f${'INtC1a1b'.repeat(8_000)}`)
  })

  it('may not bind lifetimes without end', () => {
    untouched('_RINvC3app1fFGzzzzzz_EuE')
    untouched('_RINvC3app1fFGzzzzzzzzzzzz_EuE')
  })

  it('may not repeat a long identifier without end', () => {
    const identifier = `50000${'a'.repeat(50_000)}`
    untouched(`_RINvC3app1fNtB2_${identifier}${'B9_'.repeat(4_000)}E`)
  })

  it.each([
    ['v0', `_RNvC3app1000000${'a'.repeat(1_000_000)}`],
    ['backreferences', `_RINvC3app1f${'B2_'.repeat(350_000)}E`],
    ['legacy', `_ZN1000000${'$'.repeat(1_000_000)}17h0123456789abcdefE`],
    ['open brackets', 'a::<'.repeat(250_000)],
    ['demangled', `${'a::'.repeat(330_000)}b::h0123456789abcdef`],
    ['C++', `f(${'int, '.repeat(200_000)}int)`],
  ])('of a megabyte come back: %s', (_, raw) => {
    untouched(raw)
  })

  it.each([
    ['brackets', 'a::<'],
    ['impls', '<<'],
    ['references', '<&'],
    ['escapes', '$LT$..'],
    ['crate hashes', 'a[0]::'],
    ['quotes', `a::<'"`],
    ['parentheses', 'f('],
    ['operators', 'operator<'],
    ['conversions', 'operator '],
    ['qualifiers', 'f() const volatile '],
    ['anonymous', '(anonymous namespace)::'],
    ['suffixes', '.llvm.1'],
    ['shapes', 'x_go.shape._.a'],
    ['receivers', 'a.__b_'],
    ['hosts', 'a.com_'],
    ['dots', '.func1.1'],
    ['slashes', 'a/b.(*'],
    ['digits', '1'],
  ])('of repeated %s are read in time', (_, part) => {
    const body = part.repeat(Math.floor(60_000 / part.length))
    const ends = [
      '',
      '!',
      '\n',
      '::f',
      '>::f',
      ')',
      '::h0123456789abcdef',
      '::h0123456789abcdef.1 externref shim',
    ]
    for (const end of ends) {
      for (const begin of ['', 'a::', 'runtime.', '<', '_ZN', '_RNv']) {
        const raw = begin + body + end
        const start = performance.now()
        const parts = describeName(raw, { isGo: begin === 'runtime.' })
        expect(performance.now() - start).toBeLessThan(LIMIT_MS)
        expect(parts.full.length).toBeLessThanOrEqual(raw.length)
      }
    }
  })

  const LONG =
    '_RINvNtNtCs4FLV2VpdOZp_5alloc11collections5btree4sortINtNtB6_3vec3VecDG_INtC4core2FnTRL0_hEEp6OutputKVNtC3app1PS1xj1_1yRe6162_EEL_ENCNvC3app4mains_0FUKCAhj3_EzEC3app.llvm.1 externref shim'

  it('cut anywhere give no error and no half name', () => {
    const whole = describeName(LONG).full.replace(' externref shim', '')
    expect(whole).toMatch(/^alloc::collections::btree::sort::<.+-> !>$/)
    expect(parseRustV0(LONG)?.instantiatingCrate).toBe('app')
    for (let length = 0; length < LONG.length; length++) {
      const { full } = describeName(LONG.slice(0, length))
      // A name that ends in its suffix is a name with a shorter suffix.
      if (!full.startsWith(whole)) expect(full).toBe(LONG.slice(0, length))
    }
  })

  it('with any character changed give no error', () => {
    for (let at = 0; at < LONG.length; at++) {
      for (const char of ['_', 'B', 'E', 'I', '9', 'z', ' ', 'ä']) {
        const raw = LONG.slice(0, at) + char + LONG.slice(at + 1)
        expect(describeName(raw).full).not.toBe('')
      }
    }
  })
})
