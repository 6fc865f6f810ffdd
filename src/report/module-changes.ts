import type { Baseline } from '../budget/baseline.ts'
import { changedModules, figuresBefore } from '../budget/compare.ts'
import { CRATES, figuresOf, type Figures } from '../budget/figures.ts'
import { moduleKeys } from '../budget/module-key.ts'
import type { BuildReport, ModuleReport } from './build-report.ts'

/** A module before and now; one of both is absent where it is new or gone. */
export interface ModuleChange {
  /** Its file name; what survives a rebuild of one that is gone. */
  readonly name: string
  readonly before?: Figures
  readonly after?: ModuleReport
}

/** A crate, package or namespace whose size differs; raw bytes, 0 where there is none of it. */
export interface CrateChange {
  readonly name: string
  readonly beforeBytes: number
  readonly afterBytes: number
}

/** Lists the modules of a report and those that are gone, each with its figures in a baseline. */
export function pairModules({ modules, environment }: BuildReport, baseline: Baseline): ModuleChange[] {
  const keys = moduleKeys(modules, environment)
  const now = modules.map((module): ModuleChange => {
    const before = figuresBefore(baseline, keys.get(module.fileName) as string)
    return { name: module.fileName, after: module, ...(before === undefined ? {} : { before }) }
  })
  const { vanished } = changedModules({ baseline, environment, tools: {} }, [...keys.values()])
  const gone = vanished.map((name) => ({ name, before: figuresBefore(baseline, name) ?? {} }))
  return [...now, ...gone]
}

/** Lists crates whose size differs, the largest change first; what a full list leaves out is not known and not told. */
export function changedCrates(before: Figures, after: ModuleReport): CrateChange[] {
  const was = cratesOf(before)
  const is = cratesOf(figuresOf(after))
  // A module that lost its names has no crates, but they are not gone.
  if (was.size === 0 || is.size === 0) return []
  return [...new Set([...is.keys(), ...was.keys()])]
    .filter((name) => isKnown(was, name) && isKnown(is, name))
    .map((name) => ({ name, beforeBytes: was.get(name) ?? 0, afterBytes: is.get(name) ?? 0 }))
    .filter(({ beforeBytes, afterBytes }) => beforeBytes !== afterBytes)
    .sort((a, b) => differenceOf(b) - differenceOf(a) || (a.name < b.name ? -1 : 1))
}

/** Sizes of crates, code and data together. */
function cratesOf(figures: Figures): Map<string, number> {
  const crates = new Map<string, number>()
  for (const [figure, sizeBytes] of Object.entries(figures)) {
    const name = /^crate ([^]*) (?:code|data)$/.exec(figure)?.[1]
    if (name !== undefined) crates.set(name, (crates.get(name) ?? 0) + sizeBytes)
  }
  return crates
}

function isKnown(crates: ReadonlyMap<string, number>, name: string): boolean {
  return crates.has(name) || crates.size < CRATES
}

function differenceOf({ beforeBytes, afterBytes }: CrateChange): number {
  return Math.abs(afterBytes - beforeBytes)
}
