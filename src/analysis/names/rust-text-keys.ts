import { closingBracket, endOfQuoted, indexOutsideBrackets, isOpening } from './bracket-scan.ts'
import { withoutImportHash } from './name-suffix.ts'

const SPACE = 32
const DOUBLE_QUOTE = 34
const AMPERSAND = 38
const SINGLE_QUOTE = 39
const COLON = 58
const LESS = 60
const OPEN_CURLY = 123

/** Types in types in types: far more than people write, few enough for any stack. */
const MAX_DEPTH = 64

/** Most names: steps of one word each, in which there is nothing to replace. */
const PLAIN_PATH = /^\w+(?:::(?:\w+|\{\{closure\}\}))*$/

const STANDARD_CRATES: ReadonlySet<string> = new Set(['core', 'alloc', 'std'])

/** Standard traits that references and the like get from an impl for all of them. */
const BLANKET_TRAITS =
  /^core::(?:cmp|fmt|hash|ops::function|ops::index|iter::traits::(?:iterator|double_ended|exact_size))::/

/** Which crate a function belongs to, absent where the text does not tell, and what the copies of a generic one share. */
export interface RustTextKeys {
  readonly crate?: string
  readonly generic: string
}

/**
 * Finds crate and generic key of a Rust path of which only the text is left, that is all legacy names and those that a tool
 * demangled.
 *
 * `generic` is that of `readRustV0Keys`. The text does not say where an `impl` block stands, so `crate` is the best guess for
 * `<T as Trait>`: that of `T` or of the type that `T` refers to, or that of the trait where `T` is a primitive, a parameter, a
 * reference of which `Trait` has an impl for all, or a standard type with a trait that is not standard (then nobody but the trait's
 * crate may write the impl).
 * Returns `undefined` if the text is no path.
 */
export function keysOfRustText(text: string): RustTextKeys | undefined {
  if (PLAIN_PATH.test(text) && !text.includes('__wbg_')) {
    const end = text.indexOf('::')
    return { crate: end < 0 ? text : text.slice(0, end), generic: text }
  }
  const reader = new RustTextKeyReader(text)
  const generic = reader.path(0, text.length, 0)
  if (generic === undefined) return undefined
  return reader.crate === undefined ? { generic } : { crate: reader.crate, generic }
}

/** Works on ranges of the text, as slices of it would have to be scanned again. */
class RustTextKeyReader {
  readonly #text: string
  /** What the first step of the whole path says. */
  crate: string | undefined

  constructor(text: string) {
    this.#text = text
  }

  path(start: number, end: number, depth: number): string | undefined {
    const text = this.#text
    let key = ''
    /** The key up to the name that a turbofish would belong to; `undefined` behind anything else. */
    let named: string | undefined
    for (let from = start; ;) {
      let open = -1
      let close = -1
      let at = from
      for (; at < end; at++) {
        const code = text.charCodeAt(at)
        if (code === COLON && text.charCodeAt(at + 1) === COLON) break
        if (isOpening(code)) {
          const to = closingBracket(text, at)
          if (to < 0 || to >= end) return undefined
          if (open < 0 && (code === LESS || text.slice(at, to).includes('<'))) {
            open = at
            close = code === LESS ? to : -1
          }
          at = to
        } else if (code === DOUBLE_QUOTE) at = endOfQuoted(text, at)
      }
      const before = from === start ? '' : `${key}::`
      if (at > from && text.charCodeAt(from) === OPEN_CURLY) {
        key = before + text.slice(from, at)
        named = undefined
      } else if (at === from || (open >= 0 && close !== at - 1)) return undefined
      else if (open === from) {
        const isFirst = from === start
        if (isFirst || text.startsWith('impl ', open + 1)) {
          const impl = this.#impl(open + 1, close, !isFirst, depth)
          if (impl === undefined) return undefined
          key = before + impl
          named = undefined
        } else if (named !== undefined) key = makesCopies(text, open + 1, close) ? `${named}::<_>` : named
      } else {
        const name = text.slice(from, open < 0 ? at : open)
        if (from === 0) this.crate = name
        named = before + withoutImportHash(name)
        key = open >= 0 && makesCopies(text, open + 1, close) ? `${named}<_>` : named
      }
      if (at >= end) return key
      from = at + 2
    }
  }

  #impl(start: number, end: number, inModule: boolean, depth: number): string | undefined {
    const text = this.#text
    const isImpl = text.startsWith('impl ', start)
    const separator = isImpl ? ' for ' : ' as '
    const left = isImpl ? start + 'impl '.length : start
    const middle = indexOutsideBrackets(text, separator, left, end)
    if (middle === undefined || middle === left || left >= end) return undefined
    const isFirst = start === 1
    if (middle < 0) {
      // A primitive has inherent methods only in the standard library.
      if (isFirst) this.crate = crateOfType(text, left) ?? 'core'
      const self = this.#type(left, end, true, depth)
      return inModule ? `<impl ${self}>` : `<${self}>`
    }
    const right = middle + separator.length
    if (right === end || this.#has(separator, right, end)) return undefined
    const [traitAt, traitEnd] = isImpl ? [left, middle] : [right, end]
    const [selfAt, selfEnd] = isImpl ? [right, end] : [left, middle]
    const isBlanket = text.startsWith('core::', traitAt) && BLANKET_TRAITS.test(text.slice(traitAt, traitEnd))
    if (isFirst) this.crate = crateOfImpl(text, selfAt, traitAt, isBlanket)
    const trait = this.#type(traitAt, traitEnd, false, depth)
    const self = this.#type(selfAt, selfEnd, isBlanket, depth)
    return inModule ? `<impl ${trait} for ${self}>` : `<${self} as ${trait}>`
  }

  #has(separator: string, start: number, end: number): boolean {
    const at = this.#text.indexOf(separator, start)
    return at >= 0 && at < end && indexOutsideBrackets(this.#text, separator, start, end) !== -1
  }

  /** `isBlanket`: whatever a reference, pointer, slice or array is of is as generic as an argument. */
  #type(start: number, end: number, isBlanket: boolean, depth: number): string {
    const text = this.#text
    const next = depth + 1
    if (next > MAX_DEPTH) return '_'
    const inner = (from: number, to: number): string => (isBlanket ? '_' : this.#type(from, to, false, next))
    switch (text.charAt(start)) {
      case '&': {
        const at = afterReference(text, start)
        return (text.startsWith('mut ', at - 4) ? '&mut ' : '&') + inner(at, end)
      }
      case '*':
        if (text.startsWith('const ', start + 1)) return `*const ${inner(start + '*const '.length, end)}`
        if (text.startsWith('mut ', start + 1)) return `*mut ${inner(start + '*mut '.length, end)}`
        break
      case '[': {
        const length = indexOutsideBrackets(text, '; ', start + 1, end - 1)
        if (length === undefined) return `[${inner(end, end)}]`
        return length < 0 ? `[${inner(start + 1, end - 1)}]` : `[${inner(start + 1, length)}; _]`
      }
      case '(':
        return end - start === 2 ? '()' : '(_)'
      case 'd':
        if (text.startsWith('dyn ', start)) return this.#dyn(start + 'dyn '.length, end, next)
        break
      case 'e':
      case 'f':
      case 'u':
        if (isFunction(text.slice(start, end))) return 'fn(_)'
        break
    }
    return this.path(start, end, next) ?? text.slice(start, end)
  }

  #dyn(start: number, end: number, depth: number): string {
    const bounds: string[] = []
    for (let at = afterBinder(this.#text, start); at <= end;) {
      const plus = indexOutsideBrackets(this.#text, ' + ', at, end)
      if (plus === undefined) return 'dyn '
      const to = plus < 0 ? end : plus
      if (!this.#text.startsWith("'", at)) bounds.push(this.path(at, to, depth) ?? '')
      at = plus < 0 ? end + 1 : plus + ' + '.length
    }
    return `dyn ${bounds.join(' + ')}`
  }
}

function crateOfImpl(text: string, selfAt: number, traitAt: number, isBlanket: boolean): string | undefined {
  const ofTrait = crateOfType(text, traitAt)
  // An impl for all references is the trait's; one for a reference to a type of its own, the type's.
  const ofSelf = crateOfType(text, isBlanket ? selfAt : afterReference(text, selfAt))
  if (ofSelf === undefined) return ofTrait
  const isForeignTrait = ofTrait !== undefined && !STANDARD_CRATES.has(ofTrait)
  return STANDARD_CRATES.has(ofSelf) && isForeignTrait ? ofTrait : ofSelf
}

function crateOfType(text: string, start: number): string | undefined {
  let at = text.startsWith('dyn ', start) ? afterBinder(text, start + 'dyn '.length) : start
  // `<T as Trait>::Item` is taken for a type of `T`'s crate.
  for (let depth = 0; text.charCodeAt(at) === LESS && depth < MAX_DEPTH; depth++) at++
  let end = at
  while (isWord(text.charCodeAt(end))) end++
  return end > at && text.startsWith('::', end) ? text.slice(at, end) : undefined
}

/** Position behind `&`, `&mut ` and `&'a mut `, if one begins at `start`. */
function afterReference(text: string, start: number): number {
  if (text.charCodeAt(start) !== AMPERSAND) return start
  let at = start + 1
  if (text.charCodeAt(at) === SINGLE_QUOTE) {
    let end = at + 1
    while (isWord(text.charCodeAt(end))) end++
    if (end > at + 1 && text.charCodeAt(end) === SPACE) at = end + 1
  }
  return text.startsWith('mut ', at) ? at + 'mut '.length : at
}

/** Position behind `for<'a> `, if one begins at `start`. */
function afterBinder(text: string, start: number): number {
  if (!text.startsWith('for<', start)) return start
  const end = text.indexOf('>', start)
  return text.charCodeAt(end + 1) === SPACE ? end + 2 : start
}

function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95
  )
}

function isFunction(type: string): boolean {
  return /^(?:for<[^>]*> )?(?:unsafe )?(?:extern "[^"]*" )?fn\(/.test(type)
}

// Lifetimes make no copies of the code.
function makesCopies(text: string, start: number, end: number): boolean {
  return start < end && !(text.startsWith("'", start) && /^(?:'\w+(?:, )?)*$/.test(text.slice(start, end)))
}
