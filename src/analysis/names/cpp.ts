import { parseCppName, type CppName, type CppStep } from './cpp-parser.ts'
import { splitTextSuffix } from './name-suffix.ts'

/** What copies of a C++ function have in common; `crate` is the namespace, absent for global functions and classes. */
export interface CppKeys {
  readonly crate?: string
  readonly generic: string
}

/** What a demangled C++ name says about a function. */
export interface CppParts extends CppKeys {
  readonly full: string
  readonly short: string
}

const ANONYMOUS = '(anonymous namespace)'

/** libc++, libstdc++ and the NDK put everything into a namespace that only holds their version. */
const INLINE_NAMESPACE = /^__(?:\d+|ndk\d+|cxx\d+|fs|v\d+)$/

const LAMBDA = /^(?:'lambda\w*'|\$_\d+|\{lambda.*\})$/

/**
 * Describes a C++ function whose name wasm-ld has demangled.
 *
 * - `full`: the name as it is, without the hash of `(.llvm.123)`
 * - `short`: class or namespace, and function: `vector<_>::push_back`, `std::__throw_length_error`; a lambda with the function
 *   around it: `emit<_>::{lambda}`
 * - `crate`: the outermost namespace; where `UpperCamelCase` is the only scope, it is taken for a class
 * - `generic`: template arguments become `<_>`; then result and parameters, which repeat them, are left out
 *
 * Returns `undefined` for all that is not surely such a name; C functions are among it, their names are just names.
 */
export function describeCppName(name: string): CppParts | undefined {
  const { base, suffix } = splitTextSuffix(name)
  const parsed = parseFunction(base)
  if (parsed === undefined) return undefined
  return { full: base + suffix, short: parsed.prefix + labelOf(parsed.steps), ...keysOf(parsed) }
}

/** Finds what `describeCppName` says of crate and generic key, and only that. */
export function keysOfCppName(name: string): CppKeys | undefined {
  const parsed = parseFunction(splitTextSuffix(name).base)
  return parsed === undefined ? undefined : keysOf(parsed)
}

function parseFunction(base: string): CppName | undefined {
  return base.includes('(') || base.includes(' for ') ? parseCppName(base) : undefined
}

function keysOf({ prefix, steps }: CppName): CppKeys {
  const isTemplate = steps.some((step) => step.args !== undefined)
  let generic = prefix
  for (const [at, step] of steps.entries()) {
    if (at > 0) generic += '::'
    generic += templateName(step)
    if (!isTemplate && step.params !== undefined) generic += `(${step.params})${step.qualifiers}`
  }
  const crate = namespaceOf(steps)
  return crate === undefined ? { generic } : { crate, generic }
}

function labelOf(steps: readonly CppStep[]): string {
  const shown = steps.filter((step) => !INLINE_NAMESPACE.test(step.name) && step.name !== ANONYMOUS)
  const lambda = shown.findIndex((step) => LAMBDA.test(step.name))
  const last = shown.at(-1)
  if (lambda > 0) {
    const inLambda = shown.slice(lambda + 1).filter((step) => step.name !== 'operator()')
    return [
      ...shown.slice(lambda - 1, lambda).map(templateName),
      '{lambda}',
      ...inLambda.map(templateName),
    ].join('::')
  }
  if (last === undefined) return steps.map(templateName).join('::')
  return shown.slice(-2).map(templateName).join('::')
}

function templateName(step: CppStep): string {
  return step.args === undefined ? step.name : `${step.name}<_>`
}

function namespaceOf(steps: readonly CppStep[]): string | undefined {
  const [first] = steps
  if (first === undefined || first.name === ANONYMOUS || first.args !== undefined) return undefined
  // What is local to a function comes after it.
  const at = steps.findIndex((step) => step.params !== undefined)
  const scopes = at < 0 ? steps.length - 1 : at
  const isClass = scopes === 1 && /^\p{Lu}.*\p{Ll}/u.test(first.name)
  return scopes === 0 || isClass ? undefined : first.name
}
