import type { WhyStep } from '../model/why.ts'
import { breakable, h } from '../parts/dom.ts'
import { kindMark } from '../parts/marks.ts'
import { attachRoot, define } from '../parts/sheet.ts'
import css from '../styles/why.css?inline'

/** What is explained. */
export interface WhyModel {
  readonly title: string
  /** Said below the title. */
  readonly note: string
  readonly steps: readonly WhyStep[]
}

/** `<wb-why>`: the way from the page to some bytes, step by step. */
export class WhyElement extends HTMLElement {
  readonly #root = attachRoot(this, css)

  show({ title, note, steps }: WhyModel): void {
    this.#root.replaceChildren(
      h('h3', {}, 'Why is ', breakable(title), ' here?'),
      h('p', {}, note),
      h(
        'ol',
        {},
        ...steps.map(({ kind, name, edge }) =>
          h('li', {}, kindMark(kind), h('div', {}, breakable(name), h('span', { class: 'edge' }, edge))),
        ),
      ),
    )
  }
}

define('wb-why', WhyElement)
