import { withoutImportHash } from './name-suffix.ts'
import type { RustGenericArg, RustPath, RustType } from './rust-path.ts'
import { isSpecialNamespace, specialName } from './rust-v0-printer.ts'
import { isTypeName, labelOfSteps, labelOfTypeSteps, type LabelStep } from './short-name.ts'

/** Makes a short label of a v0 path, see `labelOfSteps`; generic arguments become `<_>`, traits of impls are left out. */
export function labelOfRustPath(path: RustPath): string {
  return labelOfSteps(stepsOf(path))
}

function stepsOf(path: RustPath): LabelStep[] {
  switch (path.kind) {
    case 'crate':
      return [{ text: path.name, kind: 'item' }]
    case 'inherent-impl':
    case 'trait-impl':
    case 'trait-default':
      return [{ text: labelOfType(path.self), kind: 'type' }]
    case 'nested': {
      const steps = stepsOf(path.parent)
      if (isSpecialNamespace(path.namespace)) {
        steps.push({ text: `{${specialName(path.namespace, path.name)}}`, kind: 'special' })
      } else if (path.name !== '') {
        steps.push({ text: withoutImportHash(path.name), kind: isTypeName(path.name) ? 'type' : 'item' })
      }
      return steps
    }
    case 'generic': {
      const steps = stepsOf(path.base)
      const last = steps.at(-1)
      if (last && path.args.some(makesCopies)) steps.splice(-1, 1, { ...last, text: `${last.text}<_>` })
      return steps
    }
  }
}

function labelOfType(type: RustType): string {
  switch (type.kind) {
    case 'basic':
      return type.name
    case 'path':
      return labelOfTypeSteps(stepsOf(type.path))
    case 'reference':
      return `&${type.mutable ? 'mut ' : ''}${labelOfType(type.inner)}`
    case 'pointer':
      return `*${type.mutable ? 'mut' : 'const'} ${labelOfType(type.inner)}`
    case 'slice':
      return `[${labelOfType(type.item)}]`
    case 'array':
      return `[${labelOfType(type.item)}; _]`
    case 'tuple':
      return type.items.length === 0 ? '()' : '(_)'
    case 'fn':
      return 'fn(_)'
    case 'dyn':
      return `dyn ${type.bounds.map(({ trait }) => labelOfTypeSteps(stepsOf(trait))).join(' + ')}`
    case 'pattern':
      return labelOfType(type.inner)
  }
}

// Lifetimes make no copies of the code.
function makesCopies(arg: RustGenericArg): boolean {
  return arg.kind !== 'lifetime'
}
