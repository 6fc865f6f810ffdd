import { closingBracket } from './bracket-scan.ts'
import { operatorEnd } from './cpp-operator.ts'

const SPACE = 32
const AMPERSAND = 38
const OPEN_ROUND = 40
const ASTERISK = 42
const COLON = 58
const LESS = 60
const OPEN_SQUARE = 91
const LOWER_O = 111
const OPEN_CURLY = 123

/**
 * One step of a qualified C++ name.
 *
 * `args` is the text of its template arguments without the brackets, `params` that of its parameters, both absent where there
 * are none; the parameters of all steps but the last belong to a function that something local is named in. `qualifiers` is
 * what follows them (` const`).
 */
export interface CppStep {
  readonly name: string
  readonly args: string | undefined
  readonly params: string | undefined
  readonly qualifiers: string
}

/** A demangled C++ function: `prefix` is `virtual thunk to ` and the like, `result` the return type of a template. */
export interface CppName {
  readonly prefix: string
  readonly result?: string
  readonly steps: readonly CppStep[]
}

const PREFIX =
  /^(?:(?:non-virtual|virtual|covariant return) thunk to |TLS (?:init|wrapper) function for |(?:vtable|VTT|typeinfo|typeinfo name|guard variable|construction vtable) for )/

const IDENTIFIER = /^~?[A-Za-z_]\w*$/

const NAME =
  /^(?:~?[\p{L}_$][\p{L}\p{N}_$]*|operator.+|\(anonymous namespace\)|'[^']*'|\{[^{}]*\}|\[[^[\]]*\])$/u

/**
 * Parses what LLVM's demangler prints for a C++ function, as wasm-ld writes it into the name section.
 *
 * Source of the form: llvm's `ItaniumDemangle.h`. Template arguments, parameters and return types stay text. Returns `undefined`
 * for what is not surely a C++ function: one needs parameters (or a prefix), and plain names and a return type only before
 * template arguments.
 */
export function parseCppName(text: string): CppName | undefined {
  const prefix = PREFIX.exec(text)?.[0] ?? ''
  const scan = new CppScan(text, prefix.length)
  if (!scan.run()) return undefined
  const { steps, result } = scan
  const last = steps.at(-1)
  if (last === undefined || (last.params === undefined && prefix === '')) return undefined
  if (!steps.every(isNamed)) return undefined
  if (result === '') return { prefix, steps }
  return steps.some((step) => step.args !== undefined) ? { prefix, result, steps } : undefined
}

function isNamed({ name }: CppStep): boolean {
  return IDENTIFIER.test(name) || NAME.test(name)
}

/** A pass over the text that keeps the steps since the last space outside brackets, which ends a return type. */
class CppScan {
  steps: CppStep[] = []
  result = ''
  readonly #text: string
  readonly #start: number
  #at: number
  #name = ''
  #args: string | undefined
  #params: string | undefined
  #qualifiers = ''

  constructor(text: string, start: number) {
    this.#text = text
    this.#start = start
    this.#at = start
  }

  /** Returns false where brackets do not close or two steps run into each other. */
  run(): boolean {
    while (this.#at < this.#text.length) if (!this.#token()) return false
    return this.#endStep()
  }

  #token(): boolean {
    const text = this.#text
    const code = text.charCodeAt(this.#at)
    switch (code) {
      case COLON:
        if (text.charCodeAt(this.#at + 1) !== COLON) break
        this.#at += 2
        return this.#endStep()
      case SPACE:
        return this.#restart()
      case LESS:
      case OPEN_ROUND:
      case OPEN_SQUARE:
      case OPEN_CURLY:
        return this.#bracket(code)
      case LOWER_O: {
        const end = this.#name === '' ? operatorEnd(text, this.#at) : this.#at
        if (end > this.#at) return this.#extendName(end)
        break
      }
    }
    return this.#extendName(this.#wordEnd())
  }

  /** End of what is sure to belong to the same step as the character here. */
  #wordEnd(): number {
    // A `*` or `&` in a declarator is looked at one by one.
    if (this.#args !== undefined || this.#params !== undefined) return this.#at + 1
    let end = this.#at + 1
    while (isWord(this.#text.charCodeAt(end))) end++
    return end
  }

  #bracket(code: number): boolean {
    const text = this.#text
    const close = closingBracket(text, this.#at)
    if (close < 0) return false
    const inside = text.slice(this.#at + 1, close)
    const hasName = this.#name !== ''
    if (code === OPEN_SQUARE && hasName && inside.startsWith('abi:')) {
      this.#at = close + 1
      return true
    }
    const isName = code === OPEN_CURLY || code === OPEN_SQUARE || inside === 'anonymous namespace'
    if (isName && !hasName) return this.#extendName(close + 1)
    if (this.#params !== undefined || !hasName) return false
    if (code === LESS) {
      if (this.#args !== undefined) return false
      this.#args = inside
    } else if (code === OPEN_ROUND) {
      this.#params = inside
      this.#qualifiers = qualifiersAt(text, close + 1)
    } else return false
    this.#at = close + 1 + this.#qualifiers.length
    return true
  }

  #extendName(end: number): boolean {
    if (this.#args !== undefined || this.#params !== undefined) return this.#skipDeclarator(end)
    this.#name += this.#text.slice(this.#at, end)
    this.#at = end
    return true
  }

  // `Vec<int>& f<int>()`: what follows arguments other than a `::` belongs to a return type, up to its space.
  #skipDeclarator(end: number): boolean {
    const code = this.#text.charCodeAt(this.#at)
    if (!(code === ASTERISK || code === AMPERSAND) || this.#params !== undefined) return false
    this.#at = end
    return end < this.#text.length
  }

  #restart(): boolean {
    this.#at++
    this.steps = []
    this.#clearStep()
    this.result = this.#text.slice(this.#start, this.#at).trimEnd()
    return true
  }

  #endStep(): boolean {
    if (this.#name === '') return false
    const step = { name: this.#name, args: this.#args, params: this.#params, qualifiers: this.#qualifiers }
    this.steps.push(step)
    this.#clearStep()
    return true
  }

  #clearStep(): void {
    this.#name = ''
    this.#args = undefined
    this.#params = undefined
    this.#qualifiers = ''
  }
}

function qualifiersAt(text: string, at: number): string {
  if (text.charCodeAt(at) !== SPACE) return ''
  const qualifiers = /(?: (?:const|volatile|noexcept|&&?))+(?=::|$)/y
  qualifiers.lastIndex = at
  return qualifiers.exec(text)?.[0] ?? ''
}

function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95
  )
}
