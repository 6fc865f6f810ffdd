import { matchesPart, parsePart } from '../analysis/parts.ts'
import type { Metric } from '../options.ts'
import type { ModuleReport } from '../report/build-report.ts'
import type { Baseline } from './baseline.ts'
import { figuresBefore } from './compare.ts'
import type { BudgetVerdict } from './evaluate.ts'
import { figuresOf } from './figures.ts'
import { growthInside, type InsideGrowth } from './growth-inside.ts'
import { describeData } from './known-data.ts'

/** Something that grew since the baseline and so made a size what it is. */
export interface Cause {
  readonly kind: 'module' | 'crate' | 'generic' | 'section'
  /** Key of a module, else the name of the thing. */
  readonly name: string
  /** `added` was not there before. */
  readonly change: 'added' | 'grown'
  readonly deltaBytes: number
  /** What `deltaBytes` is measured in: `raw` but for modules. */
  readonly metric: Metric
  /** Present where most of a crate's growth is data; `label` says which, if that is known. */
  readonly data?: { readonly deltaBytes: number; readonly label?: string }
}

const MOST: Readonly<Record<Cause['kind'], number>> = { module: 5, crate: 4, generic: 2, section: 2 }

/**
 * Finds what grew since the baseline in the modules that a verdict counted: modules, crates, generic functions and sections,
 * the most of each kind first; empty where nothing did.
 *
 * Of a budget for some crates only these are told.
 */
export function causesOf(
  { modules: counted, metric, part }: Pick<BudgetVerdict, 'modules' | 'metric' | 'part'>,
  modules: readonly ModuleReport[],
  keys: ReadonlyMap<string, string>,
  baseline: Baseline,
): Cause[] {
  const causes: Cause[] = []
  const inside: InsideGrowth[] = []
  for (const { fileName, sizeBytes } of counted) {
    const module = modules.find((candidate) => candidate.fileName === fileName)
    const key = keys.get(fileName)
    if (module === undefined || key === undefined) continue
    const before = figuresBefore(baseline, key)
    inside.push(...growthInside(figuresOf(module), before))
    const beforeBytes = before === undefined ? 0 : before[metric]
    // Of a part, the size is that of the part; of a single module, it is what is told anyway.
    if (beforeBytes === undefined || (before !== undefined && (part !== undefined || counted.length === 1)))
      continue
    const change = before === undefined ? 'added' : 'grown'
    causes.push({ kind: 'module', name: key, change, deltaBytes: sizeBytes - beforeBytes, metric })
  }
  causes.push(...merged(inside).filter(isWithin(part)).map(asCause))
  return Object.entries(MOST).flatMap(([kind, most]) =>
    causes
      .filter((cause) => cause.kind === kind && cause.deltaBytes > 0)
      .sort((a, b) => b.deltaBytes - a.deltaBytes || (a.name < b.name ? -1 : 1))
      .slice(0, most),
  )
}

/** The growth of the same thing in several modules is one. */
function merged(growths: readonly InsideGrowth[]): InsideGrowth[] {
  const byThing = new Map<string, InsideGrowth>()
  for (const growth of growths) {
    const key = `${growth.kind} ${growth.name}`
    const sum = byThing.get(key)
    byThing.set(key, {
      ...growth,
      deltaBytes: growth.deltaBytes + (sum?.deltaBytes ?? 0),
      dataDeltaBytes: growth.dataDeltaBytes + (sum?.dataDeltaBytes ?? 0),
      isNew: growth.isNew && (sum?.isNew ?? true),
    })
  }
  return [...byThing.values()]
}

function isWithin(part: string | undefined): (growth: InsideGrowth) => boolean {
  const query = part === undefined ? undefined : parsePart(part)
  if (query?.kind !== 'crate' && query?.kind !== 'package') return () => true
  return ({ kind, name }) => kind === 'crate' && matchesPart(query, name)
}

function asCause({ kind, name, deltaBytes, dataDeltaBytes, isNew }: InsideGrowth): Cause {
  const label = describeData(name, dataDeltaBytes)
  const isData = dataDeltaBytes * 2 > deltaBytes
  return {
    kind,
    name,
    change: isNew ? 'added' : 'grown',
    deltaBytes,
    metric: 'raw',
    ...(isData ? { data: { deltaBytes: dataDeltaBytes, ...(label === undefined ? {} : { label }) } } : {}),
  }
}
