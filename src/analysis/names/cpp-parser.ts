import { closingBracket } from './bracket-scan.ts'
import { operatorEnd } from './cpp-operator.ts'

/**
 * One step of a qualified C++ name.
 *
 * `args` is the text of its template arguments without the brackets, `params` that of its parameters, both absent where there
 * are none; the parameters of all steps but the last belong to a function that something local is named in. `qualifiers` is
 * what follows them (` const`).
 */
export interface CppStep {
  readonly name: string
  readonly args?: string
  readonly params?: string
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

const QUALIFIERS = /(?: (?:const|volatile|noexcept|&&?))+(?=::|$)/y

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
  if (!steps.every((step) => NAME.test(step.name))) return undefined
  if (result === '') return { prefix, steps }
  return steps.some((step) => step.args !== undefined) ? { prefix, result, steps } : undefined
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
    const char = text.charAt(this.#at)
    if (char === ':' && text.charAt(this.#at + 1) === ':') {
      if (!this.#endStep()) return false
      this.#at += 2
      return true
    }
    if (char === ' ') return this.#restart()
    if (char === '<' || char === '(' || char === '[' || char === '{') return this.#bracket(char)
    const operator = this.#name === '' ? operatorEnd(text, this.#at) : this.#at
    return this.#extendName(operator > this.#at ? operator : this.#at + 1)
  }

  #bracket(char: string): boolean {
    const close = closingBracket(this.#text, this.#at)
    if (close < 0) return false
    const inside = this.#text.slice(this.#at + 1, close)
    if (char === '[' && inside.startsWith('abi:') && this.#name !== '') {
      this.#at = close + 1
      return true
    }
    const isName = char === '{' || char === '[' || inside === 'anonymous namespace'
    if (isName && this.#name === '') return this.#extendName(close + 1)
    if (this.#params !== undefined || this.#name === '') return false
    if (char === '<') {
      if (this.#args !== undefined) return false
      this.#args = inside
    } else if (char === '(') {
      this.#params = inside
      const qualifiers = new RegExp(QUALIFIERS)
      qualifiers.lastIndex = close + 1
      this.#qualifiers = qualifiers.exec(this.#text)?.[0] ?? ''
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
    if (!/[*&]/.test(this.#text.charAt(this.#at)) || this.#params !== undefined) return false
    this.#at = end
    return this.#at < this.#text.length
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
    const args = this.#args === undefined ? {} : { args: this.#args }
    const params = this.#params === undefined ? {} : { params: this.#params }
    this.steps.push({ name: this.#name, ...args, ...params, qualifiers: this.#qualifiers })
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
