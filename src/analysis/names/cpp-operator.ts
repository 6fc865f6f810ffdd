import { closingBracket } from './bracket-scan.ts'

const SYMBOLS = /\(\)|\[\]|->\*?|<=>|<<=?|>>=?|&&|\|\||\+\+|--|[-+*/%^&|=!<>]=|[-+*/%^&|~!=<>,]/y

/** `operator new[]`, `operator""_s`, `operator co_await`; anything else behind a space is a conversion to that type. */
const WORDS = / (?:new|delete)(?:\[\])?|"" ?\w+| co_await/y

/**
 * Finds where the name of a C++ operator ends.
 *
 * `at` is where a name begins. Returns `at` if that is no operator's; for `operator unsigned int` the position of its `(`.
 */
export function operatorEnd(text: string, at: number): number {
  if (!text.startsWith('operator', at)) return at
  const start = at + 'operator'.length
  for (const known of [SYMBOLS, WORDS]) {
    const pattern = new RegExp(known)
    pattern.lastIndex = start
    if (pattern.test(text)) return pattern.lastIndex
  }
  return text.charAt(start) === ' ' ? (parenthesisAfter(text, start) ?? at) : at
}

function parenthesisAfter(text: string, start: number): number | undefined {
  for (let at = start; at < text.length; at++) {
    if (text.charAt(at) === '(') return at
    if (text.charAt(at) === '<') at = closingBracket(text, at)
    if (at < 0) return undefined
  }
  return undefined
}
