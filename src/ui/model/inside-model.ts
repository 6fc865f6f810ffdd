import type { SizeReport } from '../../analysis/size-report.ts'
import type { SizeSummary } from '../../analysis/summary.ts'
import type { ModuleReport } from '../../report/build-report.ts'
import type { ModuleInside } from '../../report/module-inside.ts'
import { findOwnCrate, type KindContext } from './byte-kind.ts'
import { Labels } from './labels.ts'
import type { Parts } from './part-rows.ts'
import { shortName } from './report-page.ts'
import { summaryTree } from './summary-tree.ts'
import type { SizeBy, TreeNode } from './tree.ts'
import { treeOf, type MapView } from './views.ts'

/** Which of a module's sizes is shown: before, after, or on the wire. */
export type Stage = 'built' | 'shipped' | 'wire'

/** What can be looked into. */
export interface Insight {
  readonly module: Pick<ModuleReport, 'fileName' | 'originalNames' | 'uses' | 'importers'> & {
    readonly summary?: SizeSummary
  }
  readonly inside?: ModuleInside
}

/** The inside of one module; trees are made when they are looked at, and once. */
export class InsideModel {
  readonly insight: Insight
  readonly labels: Labels
  readonly context: KindContext
  readonly #trees = new Map<string, TreeNode>()

  constructor(insight: Insight) {
    this.insight = insight
    const { module, inside } = insight
    const crates = (inside?.shipped.crates ?? module.summary?.crates ?? []).map(({ name }) => name)
    const ownCrate = findOwnCrate(module, crates)
    this.context = { hasCrates: crates.length > 0, ...(ownCrate === undefined ? {} : { ownCrate }) }
    this.labels = new Labels(isGo(inside?.shipped))
  }

  /** Whether there is anything to look into. */
  get isReadable(): boolean {
    return this.insight.inside !== undefined || this.insight.module.summary !== undefined
  }

  /** Stages that something is known about. */
  get stages(): Stage[] {
    const { inside } = this.insight
    return [
      ...(inside?.built === undefined ? [] : ['built' as const]),
      'shipped',
      ...(inside?.shipped.wireSizeBytes === undefined ? [] : ['wire' as const]),
    ]
  }

  reportOf(stage: Stage): SizeReport | undefined {
    const { inside } = this.insight
    return stage === 'built' ? (inside?.built ?? inside?.shipped) : inside?.shipped
  }

  partsOf(stage: Stage): Parts | undefined {
    const report = this.reportOf(stage)
    if (report !== undefined) return { report }
    const { summary } = this.insight.module
    return summary === undefined ? undefined : { summary }
  }

  treeOf(view: MapView, stage: Stage): TreeNode | undefined {
    const key = `${view} ${stage === 'built' ? 'built' : 'shipped'}`
    const tree = this.#trees.get(key) ?? this.#makeTree(view, stage)
    if (tree !== undefined) this.#trees.set(key, tree)
    return tree
  }

  #makeTree(view: MapView, stage: Stage): TreeNode | undefined {
    const parts = this.partsOf(stage)
    if (parts === undefined) return undefined
    const name = shortName(this.insight.module.fileName)
    return 'report' in parts
      ? treeOf(parts.report, view, name, this.context)
      : summaryTree(parts.summary, view, name, this.context)
  }
}

/** What a cell's size is at a stage. */
export function sizeByOf(stage: Stage): SizeBy {
  return stage === 'wire' ? 'wire' : 'raw'
}

function isGo(report: SizeReport | undefined): boolean {
  return report?.items.some(({ kind, name }) => kind === 'function' && name === 'go.buildid') ?? false
}
