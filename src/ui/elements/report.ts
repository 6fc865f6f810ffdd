import './budgets.ts'
import './findings.ts'
import './inside.ts'
import './table.ts'
import type { BuildReport } from '../../report/build-report.ts'
import type { HtmlReport, HtmlReports } from '../../report/html-data.ts'
import { compareReports } from '../model/comparison.ts'
import { flowOf } from '../model/flow.ts'
import { causeOf, countOf, headlineOf, moduleState, stateOf, type Headline } from '../model/report-page.ts'
import { firstVisitBytes, visitsOf } from '../model/visits.ts'
import { modulesTable, visitsTable, wireNameOf } from '../parts/build-tables.ts'
import {
  crateChangesTable,
  findingChangesCard,
  moduleChangesTable,
  totalsCard,
} from '../parts/diff-tables.ts'
import { button, custom, h, type Child } from '../parts/dom.ts'
import { figure } from '../parts/figures.ts'
import { flowCard, type Fact } from '../parts/flow-card.ts'
import { icon, logo, stateMark } from '../parts/marks.ts'
import { segments } from '../parts/segments.ts'
import { attachOutermostRoot, define } from '../parts/sheet.ts'
import css from '../styles/report.css?inline'
import type { BudgetsElement } from './budgets.ts'
import type { FindingsElement } from './findings.ts'
import type { InsideElement } from './inside.ts'
import type { TableElement, TableModel } from './table.ts'

/** What the page shows: the build, or what changed. */
type Mode = 'now' | 'diff'

const THEMES = ['system', 'light', 'dark'] as const

/** `<wb-report>`: a whole report as a page. */
export class ReportElement extends HTMLElement {
  readonly #root = attachOutermostRoot(this, css)
  readonly #main = h('main')
  #reports: HtmlReports | undefined
  #inside: InsideElement | undefined

  show(reports: HtmlReports): void {
    this.#reports = reports
    const mode: Mode = reports.before !== undefined && location.hash === '#diff' ? 'diff' : 'now'
    this.#root.replaceChildren(
      h('div', { class: 'page' }, this.#top(reports, mode), this.#main, footer(reports.now)),
    )
    this.#fill(mode)
  }

  #top({ before }: HtmlReports, mode: Mode): HTMLElement {
    const choose = (chosen: Mode) => {
      history.replaceState(undefined, '', chosen === 'diff' ? '#diff' : '#')
      this.#fill(chosen)
    }
    const choices = [
      { value: 'now', label: 'This build' },
      { value: 'diff', label: 'Against before' },
    ] as const
    return h(
      'header',
      { class: 'top' },
      logo(),
      h('strong', {}, 'wasm-budget'),
      h('span', { class: 'grow' }),
      before === undefined ? undefined : segments('What is shown', choices, mode, choose),
      this.#themeButton(),
    )
  }

  #themeButton(): HTMLElement {
    let theme: (typeof THEMES)[number] = 'system'
    const label = h('span', {}, theme)
    const turn = () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
      label.textContent = theme
      element.setAttribute('aria-label', `Theme: ${theme}`)
      if (theme === 'system') delete this.dataset['theme']
      else this.dataset['theme'] = theme
      document.documentElement.style.setProperty('color-scheme', theme === 'system' ? 'light dark' : theme)
      this.#inside?.refresh()
    }
    const element = button(icon('theme'), turn, { class: 'btn', 'aria-label': `Theme: ${theme}` })
    element.append(label)
    return element
  }

  #fill(mode: Mode): void {
    const { now, before } = this.#reports ?? {}
    if (now === undefined) return
    if (mode === 'diff' && before !== undefined) this.#fillDiff(now, before)
    else this.#fillNow(now)
  }

  #fillNow(html: HtmlReport): void {
    const { report, insides = {} } = html
    const { modules, budgets, findings, metric } = report
    const visits = visitsOf(report)
    const inside = custom<InsideElement>('wb-inside')
    this.#inside = inside
    this.#main.replaceChildren(
      head(headlineOf(report), metaOf(html)),
      flowCard(flowOf(html), factsOf(report)),
      section(
        'Budgets',
        show<BudgetsElement>('wb-budgets', (list) => {
          list.show({ verdicts: budgets, causeOf: (verdict) => causeOf(verdict, modules) })
        }),
      ),
      visits.length === 0
        ? ''
        : section(
            'What a visit downloads',
            tableOf(visitsTable(visits, metric)),
            'each row alone, from an empty cache',
          ),
      section(
        'Modules',
        tableOf(
          modulesTable(report, ({ fileName }) => {
            inside.openModule(fileName)
            inside.scrollIntoView({ behavior: 'auto', block: 'start' })
          }),
        ),
      ),
      modules.length === 0 ? '' : section('Inside a module', inside, '', 'inside'),
      section(
        'Findings',
        show<FindingsElement>('wb-findings', (list) => list.show(findings)),
      ),
    )
    const order = { over: 0, near: 1, ok: 2 }
    const rank = (fileName: string) => order[moduleState(fileName, budgets) ?? 'ok']
    const sorted = modules.toSorted(
      (a, b) => rank(a.fileName) - rank(b.fileName) || b.after[`${metric}Bytes`] - a.after[`${metric}Bytes`],
    )
    inside.show(
      sorted.map((module) => {
        const known = insides[module.fileName]
        return { module, ...(known === undefined ? {} : { inside: known }) }
      }),
      wireNameOf(metric),
    )
  }

  #fillDiff(now: HtmlReport, before: HtmlReport): void {
    const { metric } = now.report
    const comparison = compareReports(before, now)
    this.#inside = undefined
    this.#main.replaceChildren(
      head({ text: comparison.headline }, [...metaOf(now), `against ${before.title ?? 'the report before'}`]),
      totalsCard(comparison),
      section('Modules', tableOf(moduleChangesTable(comparison, metric)), metric),
      section('Crates', tableOf(crateChangesTable(comparison)), 'code and data over all modules, raw'),
      comparison.findings === undefined
        ? ''
        : h('section', { class: 'sec' }, h('h2', {}, 'Findings'), findingChangesCard(comparison.findings)),
    )
  }
}

function head({ state, subject, text }: Headline, meta: readonly Child[]): HTMLElement {
  const title = h(
    'h1',
    {},
    state === undefined ? '' : stateMark(state),
    subject === undefined ? '' : h('code', {}, subject),
    text,
  )
  return h(
    'div',
    { class: 'head' },
    title,
    h('p', { class: 'meta' }, ...meta.map((item) => h('span', {}, item))),
  )
}

function metaOf({ report, title }: HtmlReport): Child[] {
  const { environment, encoders, tools, budgets, metric } = report
  const met = budgets.filter((verdict) => stateOf(verdict) !== 'over').length
  const near = budgets.filter((verdict) => stateOf(verdict) === 'near').length
  return [
    ...(title === undefined ? [] : [h('b', {}, title)]),
    `environment ${environment}`,
    ...(budgets.length === 0
      ? []
      : [
          `${met} of ${countOf(budgets.length, 'budget')} met${near === 0 ? '' : `, ${near} near its limit`}`,
        ]),
    `judged by ${metric}`,
    ...Object.entries(encoders).map(([format, encoder]) => `${format}: ${encoder}`),
    ...(tools === undefined ? [] : [tools.package, tools.engine ?? 'no engine', `Node ${tools.node}`]),
  ]
}

function factsOf(report: BuildReport): Fact[] {
  const { modules, findings, metric } = report
  const visits = visitsOf(report)
  const inlined = modules.filter((module) => module.inlined !== undefined).length
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length
  const laterCount = modules.length - inlined - (visits[0]?.requestCount ?? 0)
  return [
    visits.length === 0
      ? { label: 'Everything', value: figure(report.total[`${metric}Bytes`]), note: metric }
      : { label: 'First visit', value: figure(firstVisitBytes(report)), note: metric },
    visits.length === 0
      ? { label: 'Raw', value: figure(report.total.rawBytes), note: 'shipped' }
      : {
          label: 'Requests',
          value: String(visits[0]?.requestCount ?? 0),
          note: `then up to ${laterCount} more`,
        },
    {
      label: 'Modules',
      value: String(modules.length),
      note: inlined === 0 ? 'none inlined' : `${inlined} inlined as base64`,
    },
    {
      label: 'Findings',
      value: String(findings.length),
      note: `${countOf(count('error'), 'error')}, ${countOf(count('warn'), 'warning')}`,
    },
  ]
}

function footer({ report }: HtmlReport): HTMLElement {
  return h(
    'footer',
    { class: 'foot' },
    h('span', {}, 'kB is 1,000 bytes.'),
    h('span', {}, `≈ is an estimate: the ${report.metric} of a part is its share of the compressed file.`),
    h('span', {}, 'Every byte is counted once: parts sum to the file.'),
  )
}

function section(title: string, content: HTMLElement, note = '', kind = ''): HTMLElement {
  return h(
    'section',
    { class: 'sec' },
    h('h2', {}, title, note === '' ? '' : h('small', {}, note)),
    h('div', { class: `card ${kind}`.trim() }, content),
  )
}

function tableOf<Row>(model: TableModel<Row>): HTMLElement {
  return show<TableElement>('wb-table', (table) => table.show(model))
}

function show<Own extends HTMLElement>(name: string, fill: (element: Own) => void): Own {
  const element = custom<Own>(name)
  fill(element)
  return element
}

define('wb-report', ReportElement)
