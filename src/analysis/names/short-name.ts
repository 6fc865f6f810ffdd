/**
 * One step of a path on its way to a label.
 *
 * `type` is a type or a trait, `special` what the compiler made (`{closure}`), `item` anything else: a crate, a module, a
 * function.
 */
export interface LabelStep {
  readonly text: string
  readonly kind: 'item' | 'type' | 'special'
}

/**
 * Joins the steps of a Rust path to a label that is short and still says something.
 *
 * - in a type, impl or trait: from the innermost one on (`Vec<_>::write_str`, `RegistryRule<_>::new::run`)
 * - a closure or shim: with the function around it (`main::{closure}`); closures in closures count once
 * - a free function of several words: alone (`drop_in_place<_>`, `panic_fmt`)
 * - a free function of one word, which says little by itself: with its module (`panicking::panic`, `app::main`)
 */
export function labelOfSteps(steps: readonly LabelStep[]): string {
  let last = steps.length - 1
  while (last > 0 && steps[last]?.kind === 'special') last--
  return steps
    .slice(firstStep(steps, last))
    .filter((step, at, shown) => step.kind !== 'special' || step.text !== shown[at - 1]?.text)
    .map((step) => step.text)
    .join('::')
}

/** Joins the steps of a type's path to a label: the type alone (`Vec<_>`), a closure with its function. */
export function labelOfTypeSteps(steps: readonly LabelStep[]): string {
  const last = steps.at(-1)
  if (last === undefined) return ''
  return last.kind === 'special' ? labelOfSteps(steps) : last.text
}

/** Whether a name looks like a type's: Rust's lints want types in `UpperCamelCase` and all else not. */
export function isTypeName(name: string): boolean {
  return /^\p{Lu}/u.test(name)
}

function firstStep(steps: readonly LabelStep[], last: number): number {
  for (let at = last - 1; at >= 0; at--) if (steps[at]?.kind === 'type') return at
  const isAlone = last === steps.length - 1
  const isOneWord = !/[a-z0-9]_[a-z0-9]/i.test(steps[last]?.text ?? '')
  if (!isAlone || !isOneWord) return last
  let module = last - 1
  while (module > 0 && steps[module]?.kind === 'special') module--
  return Math.max(module, 0)
}
