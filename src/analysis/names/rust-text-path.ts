import { closingBracket, endOfQuoted, isOpening, splitOutsideBrackets } from './bracket-scan.ts'

const DOUBLE_QUOTE = 34
const COLON = 58
const LESS = 60
const OPEN_CURLY = 123

/**
 * One step of a Rust path that is already text.
 *
 * - `impl`: `<T>`, `<T as Trait>`, legacy `<impl T>` and `<impl Trait for T>`, which stand in their module (`inModule`)
 * - `name`: an identifier with its type arguments, absent where there are none; v0's `::<..>` belongs to the name before it
 *   (`turbofish`)
 * - `special`: what the compiler made, `{closure#0}` or `{{closure}}`
 */
export type RustTextStep =
  | { readonly kind: 'impl'; readonly self: string; readonly trait?: string; readonly inModule: boolean }
  | { readonly kind: 'name'; readonly name: string; readonly args?: string; readonly turbofish?: boolean }
  | { readonly kind: 'special'; readonly text: string }

/**
 * Parses the text of a Rust path, as `rustc-demangle` prints it for either mangling, one level deep.
 *
 * Types in `impl` steps and arguments stay text. Returns `undefined` if brackets do not close or a step is empty.
 */
export function parseRustTextPath(text: string): RustTextStep[] | undefined {
  const steps: RustTextStep[] = []
  for (let start = 0; ;) {
    // A bracket in a name is looked for only once: where it closes is where its step has to end.
    let open = -1
    let close = -1
    let isName = true
    let at = start
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === COLON && text.charCodeAt(at + 1) === COLON) break
      if (isOpening(code)) {
        const end = closingBracket(text, at)
        if (end < 0) return undefined
        if (open < 0 && code === LESS) {
          open = at
          close = end
        } else if (open < 0 && text.slice(at, end).includes('<')) isName = false
        at = end
      } else if (code === DOUBLE_QUOTE) at = endOfQuoted(text, at)
    }
    const first = text.charCodeAt(start)
    if (first === OPEN_CURLY && at > start) steps.push({ kind: 'special', text: text.slice(start, at) })
    else if (at === start || !isName || (open >= 0 && close !== at - 1)) return undefined
    else if (open === start) {
      if (!pushBracketed(steps, text.slice(start + 1, close))) return undefined
    } else if (open < 0) steps.push({ kind: 'name', name: text.slice(start, at) })
    else steps.push({ kind: 'name', name: text.slice(start, open), args: text.slice(open + 1, close) })
    if (at === text.length) return steps
    start = at + 2
  }
}

function pushBracketed(steps: RustTextStep[], inside: string): boolean {
  const last = steps.at(-1)
  if (last === undefined || inside.startsWith('impl ')) {
    const step = parseImpl(inside, last !== undefined)
    if (step !== undefined) steps.push(step)
    return step !== undefined
  }
  if (last.kind === 'name') {
    steps[steps.length - 1] = { kind: 'name', name: last.name, args: inside, turbofish: true }
  }
  return true
}

function parseImpl(inside: string, inModule: boolean): RustTextStep | undefined {
  const isImpl = inside.startsWith('impl ')
  const parts = splitOutsideBrackets(isImpl ? inside.slice(5) : inside, isImpl ? ' for ' : ' as ')
  if (parts === undefined || parts.length > 2 || parts.includes('')) return undefined
  const [left = '', right] = parts
  if (right === undefined) return { kind: 'impl', self: left, inModule }
  return isImpl
    ? { kind: 'impl', self: right, trait: left, inModule }
    : { kind: 'impl', self: left, trait: right, inModule }
}
