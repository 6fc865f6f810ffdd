import { parseRustV0Const, parseRustV0Pattern } from './rust-v0-const-parser.ts'
import { RustV0Cursor } from './rust-v0-cursor.ts'
import { parseRustV0Path } from './rust-v0-parser.ts'

/** A position in a v0 name that can pass over what nobody wants to know, as strictly as the parser. */
export class RustV0Skipper extends RustV0Cursor {
  skipPath(): void {
    this.enter()
    this.#skipOpenPath()
    this.leave()
  }

  /** Passes over generic arguments; returns whether there are others than lifetimes, which make no copies of the code. */
  skipArgs(): boolean {
    let makesCopies = false
    while (!this.eat('E')) {
      if (this.eat('L')) this.lifetime()
      else {
        makesCopies = true
        this.#skipTypeOrConst()
      }
    }
    return makesCopies
  }

  skipConst(): void {
    parseRustV0Const(this, parseRustV0Path)
  }

  skipPattern(): void {
    parseRustV0Pattern(this, parseRustV0Path)
  }

  skipType(): void {
    if (this.basicType() !== undefined) return
    this.enter()
    this.#skipCompoundType()
    this.leave()
  }

  /** Passes over the rest of a function type whose `F` has been read. */
  skipFunctionType(): void {
    const binder = this.bind()
    this.eat('U')
    if (this.eat('K') && !this.eat('C')) this.skipIdentifier()
    while (!this.eat('E')) this.skipType()
    this.skipType()
    this.unbind(binder)
  }

  /** Passes over `Name = Type` behind a trait of a `dyn` type; returns whether there are any. */
  skipBindings(): boolean {
    let hasBindings = false
    while (this.eat('p')) {
      this.skipIdentifier()
      this.#skipTypeOrConst()
      hasBindings = true
    }
    return hasBindings
  }

  #skipOpenPath(): void {
    const tag = this.next()
    switch (tag) {
      case 'C':
        this.skipDisambiguator()
        return this.skipIdentifier()
      case 'M':
      case 'X':
        this.skipDisambiguator()
        this.skipPath()
        this.skipType()
        return tag === 'X' ? this.skipPath() : undefined
      case 'Y':
        this.skipType()
        return this.skipPath()
      case 'N':
        this.namespace()
        this.skipPath()
        this.skipDisambiguator()
        return this.skipIdentifier()
      case 'I':
        this.skipPath()
        this.skipArgs()
        return undefined
      case 'B': {
        const after = this.follow()
        this.enter()
        this.skipPath()
        this.leave()
        this.position = after
        return undefined
      }
      default:
        return this.fail()
    }
  }

  #skipTypeOrConst(): void {
    if (this.eat('K')) this.skipConst()
    else this.skipType()
  }

  #skipCompoundType(): void {
    switch (this.next()) {
      case 'R':
      case 'Q':
        if (this.eat('L')) this.lifetime()
        return this.skipType()
      case 'P':
      case 'O':
      case 'S':
        return this.skipType()
      case 'A':
        this.skipType()
        return this.skipConst()
      case 'T':
        while (!this.eat('E')) this.skipType()
        return undefined
      case 'F':
        return this.skipFunctionType()
      case 'D': {
        const binder = this.bind()
        while (!this.eat('E')) {
          this.skipPath()
          this.skipBindings()
        }
        this.unbind(binder)
        if (!this.eat('L')) this.fail()
        this.lifetime()
        return undefined
      }
      case 'W':
        this.skipType()
        return this.skipPattern()
      case 'B': {
        const after = this.follow()
        this.enter()
        this.skipType()
        this.leave()
        this.position = after
        return undefined
      }
      default:
        this.position--
        return this.skipPath()
    }
  }
}
