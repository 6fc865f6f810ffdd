import { withoutImportHash, readSuffix } from './name-suffix.ts'
import { NotRustV0, startsRustV0 } from './rust-v0-cursor.ts'
import { isSpecialNamespace, specialName } from './rust-v0-printer.ts'
import { RustV0Skipper } from './rust-v0-skipper.ts'

/** Which crate a function belongs to, and what the copies of one generic function have in common. */
export interface RustV0Keys {
  readonly crate: string
  readonly generic: string
}

/**
 * Reads crate and generic key off a v0 name in one pass, without a tree.
 *
 * `crate` is the one whose source defines the function:
 *
 * - free functions and items nested in them: the crate at their root
 * - methods of an `impl` block: the crate of the block, which v0 writes down
 * - default methods of a trait: the trait's crate; but what the compiler makes to call a closure or function through a trait (its
 *   `call_once`) belongs to the crate of that closure or function, which is what it consists of
 *
 * `generic` is the path with `_` for all that differs between the copies of one generic function:
 * `core::ptr::drop_in_place::<_>`, `<alloc::vec::Vec<_> as core::fmt::Write>::write_str`. References, pointers, slices, arrays and
 * tuples are as generic as `Vec<_>` (`<&_ as core::fmt::Debug>::fmt`), unless a crate implements somebody else's trait for one:
 * the language then demands a type of its own inside (`<&mut serde_json::de::Deserializer<_> as serde::Deserializer>`).
 *
 * Returns `undefined` for exactly the names for which `parseRustV0` does.
 */
export function readRustV0Keys(name: string): RustV0Keys | undefined {
  if (!startsRustV0(name)) return undefined
  try {
    return new KeyReader(name).read()
  } catch (error) {
    if (error instanceof NotRustV0) return undefined
    throw error
  }
}

/** `needsKey` is false where only the crate of a path is wanted; what is returned then means nothing. */
class KeyReader extends RustV0Skipper {
  /** Crate of the path that was read last. */
  #crate = ''
  /** Whether the path or type that was read last is a closure or function, with or without arguments. */
  #isCalled = false
  #isGeneric = false
  /** What stands around the inner type of the reference, pointer, slice or array that was read last; empty for other types. */
  #before = ''
  #after = ''

  read(): RustV0Keys | undefined {
    const generic = this.#path(true, true)
    const crate = this.#crate
    if (this.isAtPath()) this.skipPath()
    const isWhole = readSuffix(this.text.slice(this.position)) !== undefined
    return isWhole ? { crate, generic } : undefined
  }

  // Generic arguments need `::` only in expressions.
  #path(needsKey: boolean, inExpression: boolean): string {
    this.enter()
    const key = this.#openPath(needsKey, inExpression)
    this.leave()
    return key
  }

  #openPath(needsKey: boolean, inExpression: boolean): string {
    switch (this.next()) {
      case 'C':
        this.skipDisambiguator()
        this.#crate = this.identifier()
        return this.#item(this.#crate)
      case 'M': {
        const crate = this.#implCrate()
        const self = this.#type(true)
        this.#crate = crate
        return this.#item(`<${this.#blanket(self)}>`)
      }
      case 'X':
        return this.#item(this.#traitImpl())
      case 'Y':
        return this.#item(this.#traitDefault(needsKey))
      case 'N':
        return this.#nested(needsKey, inExpression)
      case 'I':
        return this.#generic(needsKey, inExpression)
      case 'B': {
        const after = this.follow()
        this.enter()
        const key = this.#path(needsKey, inExpression)
        this.leave()
        this.position = after
        return key
      }
      default:
        return this.fail()
    }
  }

  #item(key: string, isCalled = false): string {
    this.#isCalled = isCalled
    this.#isGeneric = false
    return key
  }

  #implCrate(): string {
    this.skipDisambiguator()
    this.#path(false, false)
    return this.#crate
  }

  #traitImpl(): string {
    const crate = this.#implCrate()
    const self = this.#type(true)
    // Which crate the trait is of comes after the type that it decides on.
    const blanket = this.#blanket(self)
    const trait = this.#path(true, false)
    const isBlanket = crate === this.#crate
    this.#crate = crate
    return `<${isBlanket ? blanket : self} as ${trait}>`
  }

  #traitDefault(needsKey: boolean): string {
    const self = this.#type(needsKey)
    const called = this.#isCalled ? this.#crate : undefined
    const blanket = this.#blanket(self)
    const trait = this.#path(needsKey, false)
    this.#crate = called ?? this.#crate
    return `<${blanket} as ${trait}>`
  }

  #blanket(self: string): string {
    return this.#before === '' ? self : `${this.#before}_${this.#after}`
  }

  #nested(needsKey: boolean, inExpression: boolean): string {
    const namespace = this.namespace()
    const parent = this.#path(needsKey, inExpression)
    const isCalled = namespace === 'C' || namespace === 'v'
    if (needsKey && isSpecialNamespace(namespace)) {
      const index = this.disambiguator()
      return this.#item(`${parent}::{${specialName(namespace, this.identifier())}#${index}}`, isCalled)
    }
    this.skipDisambiguator()
    if (!needsKey) {
      this.skipIdentifier()
      return this.#item('', isCalled)
    }
    const name = this.identifier()
    return this.#item(name === '' ? parent : `${parent}::${withoutImportHash(name)}`, isCalled)
  }

  #generic(needsKey: boolean, inExpression: boolean): string {
    const base = this.#path(needsKey, inExpression)
    this.#isCalled &&= !this.#isGeneric
    this.#isGeneric = true
    if (!this.skipArgs()) return base
    return inExpression ? `${base}::<_>` : `${base}<_>`
  }

  #type(needsKey: boolean): string {
    const basic = this.basicType()
    if (basic !== undefined) return this.#plainType(basic)
    this.enter()
    const key = this.#compoundType(needsKey)
    this.leave()
    return key
  }

  #compoundType(needsKey: boolean): string {
    const tag = this.next()
    switch (tag) {
      case 'R':
      case 'Q':
        if (this.eat('L')) this.lifetime()
        return this.#wrapped(tag === 'Q' ? '&mut ' : '&', this.#type(needsKey), '')
      case 'P':
      case 'O':
        return this.#wrapped(tag === 'O' ? '*mut ' : '*const ', this.#type(needsKey), '')
      case 'A': {
        const item = this.#type(needsKey)
        this.skipConst()
        return this.#wrapped('[', item, '; _]')
      }
      case 'S':
        return this.#wrapped('[', this.#type(needsKey), ']')
      case 'T': {
        const start = this.position
        while (!this.eat('E')) this.skipType()
        return this.#plainType(this.position === start + 1 ? '()' : '(_)')
      }
      case 'F':
        this.skipFunctionType()
        return this.#plainType('fn(_)')
      case 'D':
        return this.#plainType(this.#dynType(needsKey))
      case 'W': {
        const key = this.#type(needsKey)
        this.skipPattern()
        this.#isCalled = false
        return key
      }
      case 'B': {
        const after = this.follow()
        this.enter()
        const key = this.#type(needsKey)
        this.leave()
        this.position = after
        return key
      }
      default: {
        this.position--
        const key = this.#path(needsKey, false)
        this.#before = ''
        return key
      }
    }
  }

  #plainType(key: string): string {
    this.#isCalled = false
    this.#before = ''
    return key
  }

  #wrapped(before: string, inner: string, after: string): string {
    this.#isCalled = false
    this.#before = before
    this.#after = after
    return `${before}${inner}${after}`
  }

  #dynType(needsKey: boolean): string {
    const binder = this.bind()
    let bounds = ''
    while (!this.eat('E')) {
      let bound = this.#path(needsKey, false)
      if (this.skipBindings() && !bound.endsWith('<_>')) bound += '<_>'
      bounds = bounds === '' ? bound : `${bounds} + ${bound}`
    }
    this.unbind(binder)
    if (!this.eat('L')) this.fail()
    this.lifetime()
    return `dyn ${bounds}`
  }
}
