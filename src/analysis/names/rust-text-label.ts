import { withoutImportHash } from './name-suffix.ts'
import { parseRustTextPath, type RustTextStep } from './rust-text-path.ts'
import { makesTextCopies, mapRustTextType } from './rust-text-type.ts'
import { isTypeName, labelOfSteps, labelOfTypeSteps, type LabelStep } from './short-name.ts'

/** Makes a short label of the text of a Rust path, like `labelOfRustPath`; `undefined` if it is no path. */
export function labelOfRustText(text: string): string | undefined {
  const steps = parseRustTextPath(text)
  return steps === undefined ? undefined : labelOfSteps(labelSteps(steps, 0))
}

function labelOfType(type: string, depth: number): string {
  return mapRustTextType(type, depth, labelOfType, (steps, next) => labelOfTypeSteps(labelSteps(steps, next)))
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
  return step.args !== undefined && makesTextCopies(step.args)
}
