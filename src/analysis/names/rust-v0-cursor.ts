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

const UNDERSCORE = 95
const LOWER_A = 97
const LOWER_CASE_BIT = 32

const MAX_U64 = 2 ** 64

/** So many base-62 digits are below 2^64 if the first is below 21: 21 * 62^10 is 1.76e19, 2^64 is 1.84e19. */
const MAX_DIGITS = 11
const MAX_FIRST = 21

/** RFC 2603 `basic-type`, `a` first; empty where a letter is none. */
const BASIC_TYPES: readonly string[] =
  'i8 bool char f64 str f32  u8 isize usize  i32 u32 i128 u128 _   i16 u16 () ...  i64 u64 !'.split(' ')

const PREFIX = '_R'

/** Whether a name may be a v0 one; the digits of another version of the encoding would stand before the path's upper case. */
export function startsRustV0(name: string): boolean {
  return name.startsWith(PREFIX) && isUpperCase(name.charCodeAt(PREFIX.length))
}

/** Thrown by the cursor where a name leaves the grammar or its limits; never leaves the parser. */
export class NotRustV0 extends Error {
  override readonly name = 'NotRustV0'
}

/**
 * A position in a v0 name and the lexical part of its grammar.
 *
 * `text` is the whole name; backreferences count from behind its `_R`. Every method throws `NotRustV0` if the text at
 * the position is not what it reads. Source: RFC 2603 "Syntax of mangled names".
 */
export class RustV0Cursor {
  readonly text: string
  position = PREFIX.length
  readonly #wordEnd: number
  #depth = 0
  #work = 0
  #boundLifetimes = 0
  #identifierStart = 0

  constructor(text: string) {
    this.text = text
    // Once for the whole name instead of once for every identifier.
    const end = text.search(/\W/)
    this.#wordEnd = end < 0 ? text.length : end
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

  /** Whether a path may begin here. */
  isAtPath(): boolean {
    return isUpperCase(this.text.charCodeAt(this.position))
  }

  /** Reads a basic type, if one is here. */
  basicType(): string | undefined {
    const letter = this.text.charCodeAt(this.position) - LOWER_A
    if (!(letter >= 0 && letter < BASIC_TYPES.length)) return undefined
    const type = BASIC_TYPES[letter]
    if (type === '') return undefined
    this.spend()
    this.position++
    return type
  }

  /** Reads the letter between an `N` and the path of the parent. */
  namespace(): string {
    const code = this.text.charCodeAt(this.position) | LOWER_CASE_BIT
    if (!(code >= LOWER_A && code < LOWER_A + BASIC_TYPES.length)) this.fail()
    return this.text.charAt(this.position++)
  }

  /** Accounts for work, one production unless told otherwise. */
  spend(work = 1): void {
    this.#work += work
    if (this.#work > MAX_WORK) this.fail()
  }

  /** Begins a production one level deeper, which `leave` ends. */
  enter(): void {
    if (++this.#work > MAX_WORK || ++this.#depth > MAX_DEPTH) this.fail()
  }

  leave(): void {
    this.#depth--
  }

  /** Runs one production a level deeper. */
  nested<T>(production: () => T): T {
    this.enter()
    const result = production()
    this.leave()
    return result
  }

  /** Reads items up to and including the closing `E`. */
  list<T>(item: () => T): T[] {
    const items: T[] = []
    while (!this.eat('E')) items.push(item())
    return items
  }

  /** Goes where a backreference points whose `B` has been read; returns the position behind it, to come back to. */
  follow(): number {
    const start = this.position - 1
    const target = PREFIX.length + this.base62()
    if (target >= start) this.fail()
    const after = this.position
    this.position = target
    return after
  }

  /** Follows a backreference whose `B` has been read, and comes back. */
  backreference<T>(production: () => T): T {
    const after = this.follow()
    const result = this.nested(production)
    this.position = after
    return result
  }

  /** Binds the lifetimes of an optional `G`, which `unbind` ends; returns their number. */
  bind(): number {
    const count = this.#optionalBase62('G')
    this.spend(count * BOUND_LIFETIME_WORK)
    this.#boundLifetimes += count
    return count
  }

  unbind(count: number): void {
    this.#boundLifetimes -= count
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

  /** Reads a disambiguator that nobody wants to know, as crates have a long one. */
  skipDisambiguator(): void {
    if (!this.eat('s')) return
    // What is a word character but not `_` is a digit.
    let end = this.position
    while (end < this.#wordEnd && this.text.charCodeAt(end) !== UNDERSCORE) end++
    const spare = MAX_DIGITS - (end - this.position)
    const isSmall = spare > 0 || (spare === 0 && base62Digit(this.text.charCodeAt(this.position)) < MAX_FIRST)
    if (isSmall && end < this.#wordEnd) this.position = end + 1
    else this.base62()
  }

  identifier(): string {
    const isPunycode = this.#skipPlainIdentifier()
    const bytes = this.text.slice(this.#identifierStart, this.position)
    return isPunycode ? this.#decode(bytes) : bytes
  }

  /** Reads an identifier that nobody wants to know. */
  skipIdentifier(): void {
    if (this.#skipPlainIdentifier()) this.#decode(this.text.slice(this.#identifierStart, this.position))
  }

  /** Returns whether it is Punycode and still to be checked. */
  #skipPlainIdentifier(): boolean {
    const isPunycode = this.eat('u')
    const length = this.#decimal()
    this.eat('_')
    this.#identifierStart = this.position
    this.position += length
    if (this.position > this.#wordEnd) this.fail()
    this.spend(length)
    return isPunycode
  }

  #decode(bytes: string): string {
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

function isUpperCase(code: number): boolean {
  return code >= 65 && code <= 90
}
