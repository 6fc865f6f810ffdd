import { button, h } from './dom.ts'

/** One of several buttons of which one is pressed. */
export interface Segment<Value extends string> {
  readonly value: Value
  readonly label: string
}

/** A row of buttons of which one is pressed. */
export function segments<Value extends string>(
  label: string,
  choices: readonly Segment<Value>[],
  pressed: Value,
  choose: (value: Value) => void,
): HTMLElement {
  const group = h('div', { class: 'seg', role: 'group', 'aria-label': label })
  for (const choice of choices) {
    const press = () => {
      for (const [at, element] of [...group.children].entries())
        element.setAttribute('aria-pressed', String(choices[at] === choice))
      choose(choice.value)
    }
    group.append(button(choice.label, press, { 'aria-pressed': String(choice.value === pressed) }))
  }
  return group
}
