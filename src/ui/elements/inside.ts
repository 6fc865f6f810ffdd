import './table.ts'
import './treemap.ts'
import './why.ts'
import type { MapEventDetail, TreemapElement } from './treemap.ts'
import type { TableElement, TableModel } from './table.ts'
import type { WhyElement } from './why.ts'
import { formatBytes } from '../model/figure.ts'
import { InsideModel, sizeByOf, type Insight, type Stage } from '../model/inside-model.ts'
import { crateRows, functionRows, genericRows, retainedRows, type PartRow } from '../model/part-rows.ts'
import { shortName } from '../model/report-page.ts'
import type { TreeNode } from '../model/tree.ts'
import type { View } from '../model/views.ts'
import { whySteps } from '../model/why.ts'
import * as columns from '../parts/columns.ts'
import { custom, h } from '../parts/dom.ts'
import { segments } from '../parts/segments.ts'
import { attachRoot, define } from '../parts/sheet.ts'
import css from '../styles/inside.css?inline'

const VIEWS: Readonly<Record<View, string>> = {
  sections: 'Sections',
  crates: 'Crates',
  generics: 'Generics',
  functions: 'Functions',
  retained: 'Retained',
}

/**
 * `<wb-inside>`: looks into one of several modules, as a map and as tables.
 *
 * With `layout="side"` the reasons, what has the slot `side`, and the first table stand beside the map where there is room.
 */
export class InsideElement extends HTMLElement {
  readonly #root = attachRoot(this, css)
  readonly #select = h('select', { 'aria-label': 'Module', slot: 'start' })
  readonly #only = h('strong', { class: 'only', slot: 'start' })
  readonly #controls = h('div', { class: 'controls', slot: 'controls' })
  readonly #map = custom<TreemapElement>('wb-treemap', {}, this.#select, this.#only, this.#controls)
  readonly #mapBox = h('div', { class: 'map' }, this.#map)
  readonly #retained = custom<TableElement>('wb-table', { class: 'retained', hidden: true })
  readonly #note = h('p', { class: 'note' })
  readonly #why = custom<WhyElement>('wb-why')
  readonly #whyBox = h(
    'section',
    { class: 'why', hidden: true, tabindex: -1, 'aria-label': 'Why is this here' },
    this.#why,
  )
  readonly #tables = h('div', { class: 'three' })
  readonly #side = h('div', { class: 'side' }, this.#whyBox, h('slot', { name: 'side' }))
  #insights: readonly Insight[] = []
  #wireName = ''
  #model: InsideModel | undefined
  #chosenView: View = 'crates'
  #view: View = 'crates'
  #stage: Stage = 'shipped'

  constructor() {
    super()
    this.#select.addEventListener('change', () => this.#open(this.#select.selectedIndex))
    this.#map.addEventListener('wb-select', (event) => this.#explain(event as CustomEvent<MapEventDetail>))
    this.#map.addEventListener('wb-why', (event) => this.#explain(event as CustomEvent<MapEventDetail>))
    const main = h('div', { class: 'main' }, this.#mapBox, this.#retained, this.#note)
    this.#root.append(h('div', { class: 'whole' }, main, this.#side, this.#tables))
  }

  /** Shows modules; the first one is open. */
  show(insights: readonly Insight[], wireName: string): void {
    this.#insights = insights
    this.#wireName = wireName
    const names = insights.map(({ module }) => module.fileName)
    const [only = ''] = names
    // One module is nothing to choose from.
    const isChoice = names.length > 1
    this.#select.hidden = !isChoice
    this.#only.hidden = isChoice
    this.#select.replaceChildren(...names.map((name) => h('option', {}, name)))
    this.#only.replaceChildren(h('code', { title: only }, shortName(only)))
    this.#open(0)
  }

  /** Opens a module by its file name. */
  openModule(fileName: string): void {
    const at = this.#insights.findIndex(({ module }) => module.fileName === fileName)
    if (at < 0) return
    this.#select.selectedIndex = at
    this.#open(at)
  }

  /** Draws the map again: the theme may have changed. */
  refresh(): void {
    this.#map.refresh()
  }

  #open(at: number): void {
    const insight = this.#insights[at]
    if (insight === undefined) return
    this.#model = new InsideModel(insight)
    if (!this.#model.stages.includes(this.#stage)) this.#stage = 'shipped'
    this.#view = this.#chosenView
    if (insight.inside === undefined && this.#view === 'retained') this.#view = 'crates'
    if (!this.#model.context.hasCrates && this.#view === 'crates') this.#view = 'functions'
    this.#whyBox.hidden = true
    this.#fillControls(this.#model)
    this.#update()
  }

  #fillControls({ stages, insight }: InsideModel): void {
    const views = (Object.keys(VIEWS) as View[]).filter(
      (view) => view !== 'retained' || insight.inside !== undefined,
    )
    const names: Readonly<Record<Stage, string>> = {
      built: 'Built',
      shipped: 'Shipped',
      wire: `${this.#wireName} est.`,
    }
    this.#controls.replaceChildren(
      segments(
        'View',
        views.map((value) => ({ value, label: VIEWS[value] })),
        this.#view,
        (view) => {
          this.#chosenView = view
          this.#view = view
          this.#update()
        },
      ),
      ...(stages.length < 2
        ? []
        : [
            segments(
              'Size',
              stages.map((value) => ({ value, label: names[value] })),
              this.#stage,
              (stage) => {
                this.#stage = stage
                this.#update()
              },
            ),
          ]),
    )
  }

  #update(): void {
    const model = this.#model
    const parts = model?.partsOf(this.#stage)
    const isReadable = model !== undefined && parts !== undefined
    const isRetained = this.#view === 'retained'
    this.#tables.hidden = !isReadable
    this.#mapBox.hidden = !isReadable
    this.#retained.hidden = !isRetained
    // The controls stay where they are when the map gives way to a table.
    this.#map.toggleAttribute('collapsed', isRetained)
    this.#note.textContent = isReadable
      ? this.#noteOf(model)
      : 'This module cannot be read, so there is nothing to look into.'
    this.#note.hidden = this.#note.textContent === ''
    if (!isReadable) return
    this.#showTables(model)
    const tree = isRetained
      ? model.treeOf('sections', this.#stage)
      : model.treeOf(this.#view as Exclude<View, 'retained'>, this.#stage)
    if (tree === undefined) return
    this.#map.data = {
      tree,
      by: sizeByOf(this.#stage),
      labels: model.labels,
      wireName: this.#wireName,
      canExplain: model.insight.inside?.reasons !== undefined,
    }
  }

  #noteOf({ insight }: InsideModel): string {
    if (this.#view === 'retained')
      return 'Retained is what would go with a part: its own bytes and those of everything that only it keeps. Parts keep the same things, so these figures overlap and sum to nothing.'
    if (insight.inside === undefined)
      return 'The largest parts only: this report holds a summary of the module.'
    return ''
  }

  #showTables(model: InsideModel): void {
    const parts = model.partsOf(this.#stage)
    if (parts === undefined) return
    const { labels, context } = model
    const report = 'report' in parts ? parts.report : undefined
    const wholeBytes = report?.sizeBytes ?? ('summary' in parts ? parts.summary.sizeBytes : 0)
    const hasWire = report?.wireSizeBytes !== undefined
    const about = { labels, wholeBytes, wireName: this.#wireName, hasWire }
    const { nameColumn, shareColumn, wireColumns, RAW, COPIES, WASTE, WHAT, FUNCTIONS, RETAINED } = columns
    const crates = crateRows(parts, context)
    const { name: own } = { name: model.insight.module.fileName }
    const models: readonly TableModel<PartRow>[] = [
      {
        caption: `Crates of ${own}`,
        columns: [
          nameColumn('Crate', about),
          RAW,
          shareColumn(about),
          ...wireColumns(about),
          ...(report ? [FUNCTIONS] : []),
        ],
        rows: crates,
        sorting: { column: 1, isDescending: true },
        empty: 'No crates: names that tell them are missing. Keep the name section of the build to see them.',
        onPick: (row) => this.#stress(row),
      },
      {
        caption: `Generic functions of ${own}`,
        columns: [nameColumn('Generic', about), COPIES, RAW, WASTE],
        rows: genericRows(parts),
        sorting: { column: 3, isDescending: true },
        empty: 'No function has a second copy.',
      },
      {
        caption: `Functions and data of ${own}`,
        columns: [nameColumn('Function', about), RAW, ...wireColumns(about)],
        rows: functionRows(parts, context),
        sorting: { column: 1, isDescending: true },
        empty: 'No functions.',
        ...(report === undefined ? {} : { onPick: (row: PartRow) => this.#tellWhy(row.item, row) }),
      },
    ]
    const tables = models.filter(({ rows }) => rows.length > 0).map(tableOf)
    const besideCount = this.getAttribute('layout') === 'side' ? 1 : 0
    for (const earlier of this.#side.querySelectorAll('wb-table')) earlier.remove()
    this.#side.append(...tables.slice(0, besideCount))
    this.#tables.replaceChildren(...tables.slice(besideCount))
    const missing = models.filter(({ rows }) => rows.length === 0).map(({ empty }) => empty)
    if (missing.length > 0) this.#tables.append(h('p', { class: 'missing' }, missing.join(' ')))
    if (this.#view !== 'retained' || report === undefined) return
    this.#retained.show({
      caption: `What parts of ${own} retain`,
      columns: [nameColumn('Part', about), WHAT, RAW, RETAINED],
      rows: retainedRows(report, context),
      sorting: { column: 3, isDescending: true },
      empty: 'Nothing retains anything.',
      onPick: (row) => this.#tellWhy(row.item, row),
    })
  }

  #stress({ name }: PartRow): void {
    this.#map.accent = name
  }

  #explain({ detail: { node } }: CustomEvent<MapEventDetail>): void {
    this.#tellWhy(node.item, node)
  }

  #tellWhy(item: number | undefined, named: Pick<TreeNode, 'name' | 'isSymbol' | 'rawBytes'>): void {
    const model = this.#model
    if (model === undefined || item === undefined || this.#stage === 'built') return
    const { insight, labels } = model
    const reason = insight.inside?.reasons?.[item]
    const size = `${formatBytes(named.rawBytes)} raw`
    this.#why.show({
      title: labels.of(named).short,
      note:
        reason === undefined
          ? `${size}. The way within the module is known for its largest functions and data only.`
          : `${size}. The shortest way that leads to it; there may be others.`,
      steps: whySteps(insight, reason, labels),
    })
    this.#whyBox.hidden = false
    this.#whyBox.scrollIntoView({ block: 'nearest' })
  }
}

function tableOf(model: TableModel<PartRow>): TableElement {
  const table = custom<TableElement>('wb-table')
  table.show(model)
  return table
}

define('wb-inside', InsideElement)
