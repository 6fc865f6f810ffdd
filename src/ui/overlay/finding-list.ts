import { describeDevFinding, type DevFinding } from '../../report/dev-finding.ts'
import { button, h } from '../parts/dom.ts'
import { stateMark } from '../parts/marks.ts'

const STATES = { error: 'over', warn: 'near', info: 'info' } as const
const WORDS = { error: 'Problem', warn: 'Warning', info: 'Note' } as const

/** Findings about a module, each with what to do about it. */
export function findingList(findings: readonly DevFinding[]): HTMLElement {
  if (findings.length === 0) return h('p', { class: 'quiet' }, 'Nothing to complain about in development.')
  return h('ul', {}, ...findings.map(findingItem))
}

function findingItem(finding: DevFinding): HTMLElement {
  const { title, text, fix } = describeDevFinding(finding)
  return h(
    'li',
    { class: 'finding' },
    stateMark(STATES[finding.severity]),
    h(
      'div',
      {},
      h('h3', {}, h('span', { class: 'vh' }, `${WORDS[finding.severity]}: `), title),
      h('p', {}, text),
      fix === undefined ? undefined : snippet(fix),
    ),
  )
}

function snippet(code: string): HTMLElement {
  const copy = button('Copy', () => {
    navigator.clipboard.writeText(code).then(
      () => (copy.textContent = 'Copied'),
      () => (copy.textContent = 'Not allowed'),
    )
  })
  copy.className = 'btn'
  copy.dataset['key'] = `copy ${code}`
  return h('figure', { class: 'snip' }, h('pre', {}, h('code', {}, code)), copy)
}
