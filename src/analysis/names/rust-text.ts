import { splitOutsideBrackets } from './bracket-scan.ts'
import { withoutImportHash } from './name-suffix.ts'
import { parseRustTextPath, type RustTextStep } from './rust-text-path.ts'
import { isTypeName, labelOfSteps, labelOfTypeSteps, type LabelStep } from './short-name.ts'

/** What the text of a Rust path says about a function; `crate` is absent where the text does not tell. */
export interface RustTextParts {
  readonly short: string
  readonly crate?: string
  readonly generic: string
}

// Types in types in types: far more than people write, few enough for any stack.
const MAX_DEPTH = 64

const STANDARD_CRATES: ReadonlySet<string> = new Set(['core', 'alloc', 'std'])

/** Standard traits that references and the like get from an impl for all of them. */
const BLANKET_TRAITS =
  /^core::(?:cmp|fmt|hash|ops::function|ops::index|iter::traits::(?:iterator|double_ended|exact_size))::/

const REFERENCE = /^&(?:'\w+ )?(?:mut )?/

/**
 * Describes a Rust path of which only the text is left, that is all legacy names and those that wasm-bindgen demangled.
 *
 * `short` and `generic` are those of `labelOfRustPath` and `genericKeyOfRustPath`. The text does not say where an `impl` block
 * stands, so `crate` is the best guess for `<T as Trait>`: that of `T` or of the type that `T` refers to, or that of the trait where
 * `T` is a primitive, a parameter, a reference of which `Trait` has an impl for all, or a standard type with a trait that is not
 * standard (then nobody but the trait's crate may write the impl).
 * Returns `undefined` if the text is no path.
 */
export function describeRustText(text: string): RustTextParts | undefined {
  const steps = parseRustTextPath(text)
  if (steps === undefined) return undefined
  const parts = { short: labelOfSteps(labelSteps(steps, 0)), generic: keyOfSteps(steps, 0) }
  const crate = crateOfSteps(steps)
  return crate === undefined ? parts : { ...parts, crate }
}

function crateOfSteps(steps: readonly RustTextStep[]): string | undefined {
  const first = steps[0]
  if (first?.kind === 'name') return first.name
  if (first?.kind !== 'impl') return undefined
  const ofTrait = first.trait === undefined ? undefined : crateOfType(first.trait)
  // An impl for all references is the trait's; one for a reference to a type of its own, the type's.
  const isBlanket = first.trait === undefined || BLANKET_TRAITS.test(first.trait)
  const ofSelf = crateOfType(isBlanket ? first.self : first.self.replace(REFERENCE, ''))
  // A primitive has inherent methods only in the standard library.
  if (first.trait === undefined) return ofSelf ?? 'core'
  if (ofSelf === undefined) return ofTrait
  const isForeignTrait = ofTrait !== undefined && !STANDARD_CRATES.has(ofTrait)
  return STANDARD_CRATES.has(ofSelf) && isForeignTrait ? ofTrait : ofSelf
}

function crateOfType(type: string): string | undefined {
  let text = type.startsWith('dyn ') ? type.slice(4).replace(/^for<[^>]*> /, '') : type
  for (let depth = 0; text.startsWith('<') && depth < MAX_DEPTH; depth++) {
    const first = parseRustTextPath(text)?.[0]
    if (first?.kind !== 'impl') return undefined
    text = first.self
  }
  return /^(\w+)::/.exec(text)?.[1]
}

function keyOfSteps(steps: readonly RustTextStep[], depth: number): string {
  return steps
    .map((step) => {
      if (step.kind === 'special') return step.text
      if (step.kind === 'impl') return keyOfImpl(step, depth)
      const name = withoutImportHash(step.name)
      return isGeneric(step) ? `${name}${step.turbofish ? '::' : ''}<_>` : name
    })
    .join('::')
}

function keyOfImpl(step: Extract<RustTextStep, { kind: 'impl' }>, depth: number): string {
  const isBlanket = step.trait === undefined || BLANKET_TRAITS.test(step.trait)
  const self = keyOfType(step.self, isBlanket, depth)
  const trait = step.trait === undefined ? undefined : keyOfType(step.trait, false, depth)
  if (!step.inModule) return trait === undefined ? `<${self}>` : `<${self} as ${trait}>`
  return trait === undefined ? `<impl ${self}>` : `<impl ${trait} for ${self}>`
}

function keyOfType(type: string, isBlanket: boolean, depth: number): string {
  return mapType(
    type,
    depth,
    isBlanket ? () => '_' : (inner, next) => keyOfType(inner, false, next),
    keyOfSteps,
  )
}

function labelOfType(type: string, depth: number): string {
  return mapType(type, depth, labelOfType, (steps, next) => labelOfTypeSteps(labelSteps(steps, next)))
}

function labelSteps(steps: readonly RustTextStep[], depth: number): LabelStep[] {
  return steps.map((step): LabelStep => {
    if (step.kind === 'special') return { text: specialLabel(step.text), kind: 'special' }
    if (step.kind === 'impl') {
      // The parameter of a blanket impl says nothing, the trait does.
      const shown = step.trait !== undefined && isParameter(step.self) ? step.trait : step.self
      return { text: labelOfType(shown, depth), kind: 'type' }
    }
    const kind = isTypeName(step.name) || (isGeneric(step) && !step.turbofish) ? 'type' : 'item'
    return { text: withoutImportHash(step.name) + (isGeneric(step) ? '<_>' : ''), kind }
  })
}

function specialLabel(text: string): string {
  return text.replace(/^\{(\{.*\})\}$/, '$1').replace(/#\d+\}$/, '}')
}

// Legacy names keep the letter that the source gives a parameter.
function isParameter(type: string): boolean {
  return /^(?:&|mut |\*const |\*mut )*[A-Z]\w?$/.test(type)
}

function isGeneric(step: Extract<RustTextStep, { kind: 'name' }>): boolean {
  return step.args !== undefined && !/^(?:'\w+(?:, )?)*$/.test(step.args)
}

/** Prints a type with its first level of structure kept: `inner` prints what it refers to, `path` prints a path. */
function mapType(
  type: string,
  depth: number,
  inner: (type: string, depth: number) => string,
  path: (steps: readonly RustTextStep[], depth: number) => string,
): string {
  const next = depth + 1
  if (next > MAX_DEPTH) return '_'
  const prefix = (REFERENCE.exec(type) ?? /^\*(?:const|mut) /.exec(type))?.[0]
  if (prefix !== undefined) return prefix.replace(/'\w+ /, '') + inner(type.slice(prefix.length), next)
  if (type.startsWith('[')) {
    const [item = '', length] = splitOutsideBrackets(type.slice(1, -1), '; ') ?? []
    return `[${inner(item, next)}${length === undefined ? '' : '; _'}]`
  }
  if (type.startsWith('(')) return type === '()' ? type : '(_)'
  if (/^(?:for<[^>]*> )?(?:unsafe )?(?:extern "[^"]*" )?fn\(/.test(type)) return 'fn(_)'
  if (type.startsWith('dyn ')) {
    const bounds = splitOutsideBrackets(type.slice(4).replace(/^for<[^>]*> /, ''), ' + ') ?? []
    const traits = bounds.filter((bound) => !bound.startsWith("'"))
    return `dyn ${traits.map((trait) => path(parseRustTextPath(trait) ?? [], next)).join(' + ')}`
  }
  const steps = parseRustTextPath(type)
  return steps === undefined ? type : path(steps, next)
}
