import { closingBracket, splitOutsideBrackets } from './bracket-scan.ts'

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
  const parts = splitOutsideBrackets(text, '::')
  if (parts === undefined) return undefined
  const steps: RustTextStep[] = []
  for (const part of parts) {
    const first = part.charAt(0)
    const last = steps.at(-1)
    if (first === '<') {
      if (closingBracket(part, 0) !== part.length - 1) return undefined
      const inside = part.slice(1, -1)
      if (last === undefined || inside.startsWith('impl ')) {
        const step = parseImpl(inside, last !== undefined)
        if (step === undefined) return undefined
        steps.push(step)
      } else if (last.kind === 'name') steps.splice(-1, 1, { ...last, args: inside, turbofish: true })
    } else if (first === '{') steps.push({ kind: 'special', text: part })
    else {
      const step = parseName(part)
      if (step === undefined) return undefined
      steps.push(step)
    }
  }
  return steps
}

function parseName(part: string): RustTextStep | undefined {
  if (part === '') return undefined
  const open = part.indexOf('<')
  if (open < 0) return { kind: 'name', name: part }
  if (open === 0 || closingBracket(part, open) !== part.length - 1) return undefined
  return { kind: 'name', name: part.slice(0, open), args: part.slice(open + 1, -1) }
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
