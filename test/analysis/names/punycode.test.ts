import { describe, expect, it } from 'vitest'
import { decodePunycode } from '../../../src/analysis/names/punycode.ts'

describe('decodePunycode', () => {
  // Samples of RFC 3492 section 7.1.
  it.each([
    ['', 'egbpdaj6bu4bxfgehfvwxn', 'ليهمابتكلموشعربي؟'],
    ['', 'ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
    ['', '4dbcagdahymbxekheh6e0a7fei0b', 'למההםפשוטלאמדבריםעברית'],
    ['3B', 'ww4c5e180e575a65lsy2b', '3年B組金八先生'],
    ['gdel', '5qa', 'gödel'],
    ['', '1lqs71d', '東京'],
  ])('decodes %j + %j to %s', (basic, encoded, text) => {
    expect(decodePunycode(basic, encoded)).toBe(text)
  })

  it.each([
    ['upper case, which v0 never writes', '1LQS71D'],
    ['other characters', '9o0-ble'],
    ['a number that breaks off', '1lqs71'],
    ['a code point beyond Unicode', '99999999a'],
    ['a surrogate', 'ib9b'],
  ])('rejects %s', (_, encoded) => {
    expect(decodePunycode('', encoded)).toBeUndefined()
  })

  it('rejects what is longer than any identifier', () => {
    expect(decodePunycode('a'.repeat(510), '5qa')).toBeUndefined()
    expect(decodePunycode('a'.repeat(500), '5qa')).toHaveLength(501)
  })
})
