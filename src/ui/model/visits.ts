import type { BuildReport, ModuleReport, Sizes } from '../../report/build-report.ts'
import { shortName } from './report-page.ts'

/** What is downloaded when something is visited or loaded. */
export interface Visit {
  readonly label: string
  /** A file; absent of the first visit. */
  readonly file?: string
  readonly modules: readonly ModuleReport[]
  readonly requestCount: number
  readonly rawBytes: number
  readonly wireBytes: number
}

/** Lists the first visit and what each chunk or worker adds to it, from an empty cache; nothing where uses are not known. */
export function visitsOf({ modules, metric }: Pick<BuildReport, 'modules' | 'metric'>): Visit[] {
  if (modules.every(({ uses }) => uses.length === 0)) return []
  const initial = modules.filter(isInitial)
  const later = modules.filter((module) => !isInitial(module))
  const files = [...new Set(later.flatMap(({ uses }) => uses.map(({ file }) => file)))].sort()
  const added = files.map((file) => {
    const loaded = later.filter(({ uses }) => uses.some((use) => use.file === file))
    return visitOf(`then ${shortName(file)}`, loaded, metric, file)
  })
  return [visitOf('First visit', initial, metric), ...added.sort((a, b) => b.wireBytes - a.wireBytes)]
}

/** Sums sizes of the modules of the first visit. */
export function firstVisitBytes({ modules, metric }: Pick<BuildReport, 'modules' | 'metric'>): number {
  return visitOf('', modules.filter(isInitial), metric).wireBytes
}

function isInitial({ uses }: ModuleReport): boolean {
  return uses.some(({ kind }) => kind === 'initial')
}

function visitOf(
  label: string,
  modules: readonly ModuleReport[],
  metric: BuildReport['metric'],
  file?: string,
): Visit {
  // One content is fetched once, except where it is part of several texts.
  const contents = [
    ...new Map(modules.map((module) => [module.inlined ? module.fileName : module.sha256, module])).values(),
  ]
  const sum = (pick: (sizes: Sizes) => number) =>
    contents.reduce((total, { after }) => total + pick(after), 0)
  return {
    label,
    ...(file === undefined ? {} : { file }),
    modules: contents,
    requestCount: contents.filter(({ inlined }) => inlined === undefined).length,
    rawBytes: sum(({ rawBytes }) => rawBytes),
    wireBytes: sum((sizes) => sizes[`${metric}Bytes`]),
  }
}
