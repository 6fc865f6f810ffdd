import type { Finding, Severity } from '../../finding.ts'
import { describeFinding } from '../../messages.ts'
import { h } from '../parts/dom.ts'
import { stateMark, type State } from '../parts/marks.ts'
import { attachRoot, define } from '../parts/sheet.ts'
import css from '../styles/findings.css?inline'

const STATES: Readonly<Record<Severity, State>> = { error: 'over', warn: 'near', info: 'info' }
const WORDS: Readonly<Record<Severity, string>> = { error: 'error', warn: 'warning', info: 'for information' }

/** `<wb-findings>`: what was found, errors first. */
export class FindingsElement extends HTMLElement {
  readonly #root = attachRoot(this, css)

  show(findings: readonly Finding[]): void {
    if (findings.length === 0) {
      this.#root.replaceChildren(h('p', { class: 'none' }, 'Nothing was found that is worth changing.'))
      return
    }
    const order: readonly Severity[] = ['error', 'warn', 'info']
    const sorted = findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    this.#root.replaceChildren(h('ul', {}, ...sorted.map(findingItem)))
  }
}

function findingItem(finding: Finding): HTMLElement {
  const { severity, code } = finding
  const meta = h('div', { class: 'meta' }, h('span', {}, WORDS[severity]), h('code', {}, code))
  return h('li', {}, stateMark(STATES[severity]), h('div', {}, h('p', {}, describeFinding(finding)), meta))
}

define('wb-findings', FindingsElement)
