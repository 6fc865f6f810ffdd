import { describe, expect, it } from 'vitest'
import { closingBracket, splitOutsideBrackets } from '../../../src/analysis/names/bracket-scan.ts'

describe('closingBracket', () => {
  it.each([
    ['<a<b>>c', 5],
    ['(a)(b)', 2],
    ['<fn() -> u8>', 11],
    ['<&A::operator->>', 15],
    ['<&A::operator<>', 14],
    ['<(a > b)>', 8],
    ['<(a < b)>', 8],
    ['<sizeof (x) < 8>', 15],
    ['<sizeof (x) > 8>', 15],
    ['<A<B> >', 6],
    ["<'('>", 4],
    [String.raw`<'\''>`, 5],
    [`<"\\">", 'a>`, 10],
    ["<'a, T>", 6],
    ["<f()::'lambda'(int)>", 19],
    ['<(a>', -1],
    ['[a)', -1],
    ['<', -1],
  ])('%s: %i', (text, end) => {
    expect(closingBracket(text, 0)).toBe(end)
  })
})

describe('splitOutsideBrackets', () => {
  it.each([
    ['a::b<c::d>::e', '::', ['a', 'b<c::d>', 'e']],
    ['a', '::', ['a']],
    ['::', '::', ['', '']],
    ['f::<"::">::g', '::', ['f', '<"::">', 'g']],
    ['<A as B> as C', ' as ', ['<A as B>', 'C']],
    ['a::b<c', '::', undefined],
  ])('%s by %j', (text, separator, parts) => {
    expect(splitOutsideBrackets(text, separator)).toEqual(parts)
  })
})
