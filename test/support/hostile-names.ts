import { assemble, concat, customSection, nameSection } from './wasm-fixtures.ts'

/** What a terminal, a runner of CI jobs, Markdown and HTML give a meaning to; no slash, so that a file can be called that. */
export const HOSTILE =
  '::error::pwned|`a` <img src=x> @octocat #1 [l](x:y)<!--\n::warning file=x::pwned\r##[error]pwned ' +
  '\u001b[31m\u009b2J\u202eabc www.evil.example $x$ **b** %0A::set-env name=A::%,:'

/** A package of Go with what its grammar allows of that: an address, emphasis, an escaped line end. */
export const HOSTILE_PACKAGE = 'www.evil.example/_octocat_/~~b~~%0A'

/** A path of Rust's legacy mangling that demangles to hostile text; a few copies of it are a generic function. */
function mangled(hash: string): string {
  const escaped = HOSTILE.replace(/[^ -~]/g, '').replace(
    /[^a-z\d]/gi,
    (character) => `$u${character.charCodeAt(0).toString(16)}$`,
  )
  return `_ZN4evil${escaped.length + 1}_${escaped}17h${hash.repeat(16)}E`
}

/** A module of which every name is hostile: functions, packages, generics, exports, imports, custom sections. */
export function hostileModule(): Uint8Array {
  const quoted = [...new TextEncoder().encode(HOSTILE)]
    .map((byte) => `\\${byte.toString(16).padStart(2, '0')}`)
    .join('')
  const body = (factor: number) => `(func (param i32) (result i32) local.get 0 i32.const ${factor} i32.mul)`
  const module = assemble(
    `(module
      (import "${quoted}" "${quoted}" (func (param i32)))
      (memory (export "memory") 1)
      (func (export "${quoted}") (param i32) (result i32) local.get 0 call 0 local.get 0 i32.const 7 i32.add)
      ${[3, 5, 11, 13].map(body).join('\n')}
      (data (i32.const 0) "${'a'.repeat(2000)}"))`,
    false,
  )
  const names = [HOSTILE, HOSTILE, 'spare', `${HOSTILE_PACKAGE}.(*T).F`, mangled('a'), mangled('b')]
  return concat(module, nameSection(names), customSection(HOSTILE, 'kept'))
}
