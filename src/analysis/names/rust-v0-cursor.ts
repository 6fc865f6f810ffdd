import { decodePunycode } from './punycode.ts'

/** Nesting of paths, types, constants and backreferences, as in rustc's own demangler. */
const MAX_DEPTH = 500

/**
 * What a name may cost with its backreferences followed, as they can double the tree with every few characters: one for a
 * production or a character of an identifier or constant. The text printed from a tree is linear in it.
 */
const MAX_WORK = 250_000

/** Characters that `for<..>` prints for one lifetime; a few digits can ask for any number of them. */
const BOUND_LIFETIME_WORK = 8

const MAX_U64 = 2 ** 64

/** Thrown by the cursor where a name leaves the grammar or its limits; never leaves the parser. */
export class NotRustV0 extends Error {
  override readonly name = 'NotRustV0'
}

/**
 * A position in a v0 name and the lexical part of its grammar.
 *
 * `text` is the name without its `_R`, so that backreferences are plain indices. Every method throws `NotRustV0` if the text at
 * the position is not what it reads. Source: RFC 2603 "Syntax of mangled names".
 */
export class RustV0Cursor {
  readonly text: string
  position = 0
  #depth = 0
  #work = 0
  #boundLifetimes = 0

  constructor(text: string) {
    this.text = text
  }

  fail(): never {
    throw new NotRustV0()
  }

  peek(): string {
    return this.text.charAt(this.position)
  }

  next(): string {
    if (this.position >= this.text.length) this.fail()
    return this.text.charAt(this.position++)
  }

  eat(char: string): boolean {
    if (this.text.charAt(this.position) !== char) return false
    this.position++
    return true
  }

  /** Accounts for work, one production unless told otherwise. */
  spend(work = 1): void {
    this.#work += work
    if (this.#work > MAX_WORK) this.fail()
  }

  /** Runs one production a level deeper. */
  nested<T>(production: () => T): T {
    this.spend()
    if (++this.#depth > MAX_DEPTH) this.fail()
    const result = production()
    this.#depth--
    return result
  }

  /** Reads items up to and including the closing `E`. */
  list<T>(item: () => T): T[] {
    const items: T[] = []
    while (!this.eat('E')) items.push(item())
    return items
  }

  /** Follows a backreference whose `B` has been read, and comes back. */
  backreference<T>(production: () => T): T {
    const start = this.position - 1
    const target = this.base62()
    if (target >= start) this.fail()
    const after = this.position
    this.position = target
    const result = this.nested(production)
    this.position = after
    return result
  }

  /** Runs a production in which the lifetimes of an optional `G` are bound; hands it their number. */
  binder<T>(production: (count: number) => T): T {
    const count = this.#optionalBase62('G')
    this.spend(count * BOUND_LIFETIME_WORK)
    this.#boundLifetimes += count
    const result = production(count)
    this.#boundLifetimes -= count
    return result
  }

  /** Reads the index of a lifetime whose `L` has been read: 0 is erased, 1 the innermost bound one. */
  lifetime(): number {
    const index = this.base62()
    if (index > this.#boundLifetimes) this.fail()
    return index
  }

  disambiguator(): number {
    return this.#optionalBase62('s')
  }

  identifier(): string {
    const isPunycode = this.eat('u')
    const length = this.#decimal()
    this.eat('_')
    const start = this.position
    const end = start + length
    if (end > this.text.length) this.fail()
    this.spend(length)
    this.position = end
    const bytes = this.text.slice(start, end)
    if (!/^\w*$/.test(bytes)) this.fail()
    if (!isPunycode) return bytes
    const separator = bytes.lastIndexOf('_')
    const encoded = bytes.slice(separator + 1)
    if (encoded === '') this.fail()
    return decodePunycode(separator < 0 ? '' : bytes.slice(0, separator), encoded) ?? this.fail()
  }

  /** Reads `const-data` up to and including its `_`; lower-case hexadecimal digits, none for zero. */
  hexDigits(): string {
    const end = this.text.indexOf('_', this.position)
    if (end < 0) this.fail()
    this.spend(end - this.position)
    const digits = this.text.slice(this.position, end)
    if (!/^[0-9a-f]*$/.test(digits)) this.fail()
    this.position = end + 1
    return digits
  }

  base62(): number {
    if (this.eat('_')) return 0
    let value = 0
    while (!this.eat('_')) {
      value = value * 62 + base62Digit(this.text.charCodeAt(this.position++))
      // NaN, past the end or no digit, is not below either.
      if (!(value < MAX_U64)) this.fail()
    }
    return value + 1
  }

  #optionalBase62(tag: string): number {
    return this.eat(tag) ? this.base62() + 1 : 0
  }

  #decimal(): number {
    let value = this.text.charCodeAt(this.position) - 48
    if (!(value >= 0 && value <= 9)) this.fail()
    this.position++
    if (value === 0) return 0
    for (;;) {
      const digit = this.text.charCodeAt(this.position) - 48
      if (!(digit >= 0 && digit <= 9)) return value
      value = value * 10 + digit
      if (value > this.text.length) this.fail()
      this.position++
    }
  }
}

function base62Digit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 97 && code <= 122) return code - 97 + 10
  if (code >= 65 && code <= 90) return code - 65 + 36
  return Number.NaN
}
