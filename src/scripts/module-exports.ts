import type { ScriptFile } from '../budget/reachability.ts'
import { readPage } from '../directory/page.ts'
import type { Finding } from '../finding.ts'
import { isProtected } from '../optimize/exports/protected-exports.ts'
import type { ExportScout } from '../pipeline/export-scout.ts'
import { mentioned } from '../plugins/attribution.ts'
import type { ModuleExports } from '../report/build-report.ts'
import type { ScriptMentions, ScriptText } from './find-mentions.ts'
import { loadedTogether } from './loaded-together.ts'

/** A module whose exports are looked for in scripts. */
export interface ExportingModule {
  readonly fileName: string
  /** What ships. */
  readonly bytes: Uint8Array
  readonly sha256: string
  /** Size of it by the metric; absent where that is raw. */
  readonly wireBytes?: number
  /** Names of exports that were pruned. */
  readonly pruned?: readonly string[]
}

/** What there is to say about the exports of a module. */
export interface DescribedExports {
  readonly exports: ModuleExports
  readonly finding?: Finding
  /** Exports that were pruned, and the first script that names each. */
  readonly broken: readonly { readonly name: string; readonly file: string }[]
}

/** What scripts say, and what may be asked about it. */
export interface ExportSources {
  readonly scripts: readonly ScriptFile[]
  /** Scripts and pages by file name. */
  readonly texts: ReadonlyMap<string, string>
  /** Scripts that any page may load, beside those that are known; other texts among them do not count. */
  readonly loose: ReadonlyMap<string, string>
  readonly scout: ExportScout
  readonly metric: string
}

/** Names that a finding has room for. */
const NAMES_TOLD = 5

/** Finds out which exports of modules the scripts use that may run beside them; by file name. */
export async function describeExports(
  modules: readonly ExportingModule[],
  sources: ExportSources,
): Promise<ReadonlyMap<string, DescribedExports>> {
  const asked = await Promise.all(
    modules.map(async (module) => {
      const exported = await sources.scout.exportsOf(module.bytes, module.sha256)
      return { module, exported, texts: textsBeside(module.fileName, sources) }
    }),
  )
  const groups = new Map<string, typeof asked>()
  for (const one of asked) {
    const key = JSON.stringify(one.texts.map(({ fileName }) => fileName))
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const described = new Map<string, DescribedExports>()
  for (const group of groups.values()) {
    const names = group.flatMap(({ module, exported }) => [
      ...exported.map(({ name }) => name),
      ...(module.pruned ?? []),
    ])
    const texts = group[0]?.texts ?? []
    const mentions = texts.length === 0 ? [] : await sources.scout.mentions(texts, [...new Set(names)].sort())
    for (const { module, exported } of group)
      described.set(module.fileName, await describe(module, exported, mentions, sources))
  }
  return described
}

type Exported = Awaited<ReturnType<ExportScout['exportsOf']>>

async function describe(
  module: ExportingModule,
  exported: Exported,
  mentions: readonly ScriptMentions[],
  { scout, metric }: ExportSources,
): Promise<DescribedExports> {
  const { fileName: asset, bytes, sha256, wireBytes, pruned = [] } = module
  const count = exported.length
  const known = { count, ...(pruned.length === 0 ? {} : { pruned }) }
  const broken = pruned.flatMap((name) => {
    const by = mentions.find((script) => script.mentioned.includes(name))
    return by === undefined ? [] : [{ name, file: by.fileName }]
  })
  const inUse = new Set(mentions.flatMap((script) => [...script.mentioned, ...script.possible]))
  // Who uses a module of which nobody names anything is not among the scripts.
  if (!exported.some(({ name }) => inUse.has(name))) return { exports: known, broken }
  const unused = exported.filter((one) => !inUse.has(one.name) && !isProtected(one)).map(({ name }) => name)
  const opaque = mentions.find((script) => script.opaque !== undefined)
  if (unused.length > 0 && opaque?.opaque !== undefined) {
    return { exports: { ...known, opaque: { file: opaque.fileName, reason: opaque.opaque } }, broken }
  }
  const gone = new Set(unused)
  const used = exported.flatMap(({ name }) => (gone.has(name) ? [] : [name])).sort()
  if (unused.length === 0) return { exports: { ...known, used }, broken }
  const weight = await scout.weigh(bytes, sha256, unused, wireBytes)
  if (weight === undefined) return { exports: { ...known, used }, broken }
  const names = unused.slice(0, NAMES_TOLD)
  const args = { count: unused.length, exportCount: count, names, ...weight, metric }
  return {
    exports: { ...known, used, unused: { count: unused.length, ...weight } },
    finding: { code: 'unused-exports', severity: 'info', asset, args },
    broken,
  }
}

/** The scripts and pages that may run beside a module; none where no script refers to it. */
function textsBeside(module: string, { scripts, texts, loose }: ExportSources): ScriptText[] {
  const together = loadedTogether(module, scripts)
  if (together.length === 0) return []
  const beside = new Map<string, ScriptText>()
  for (const { fileName, html, imports, dynamicImports } of together) {
    const text = texts.get(fileName)
    if (text !== undefined) beside.set(fileName, asScript({ fileName, text, imports, dynamicImports }))
    if (html !== undefined) addPage(beside, html, texts)
  }
  const names = together.map(({ fileName }) => fileName)
  for (const [fileName, text] of texts)
    if (PAGE.test(fileName) && mentioned(text, names).length > 0) addPage(beside, fileName, texts)
  for (const [fileName, text] of loose) {
    if (beside.has(fileName) || !SCRIPT.test(fileName)) continue
    const script = { fileName, text, imports: [], dynamicImports: [] }
    // One that does not say the word cannot hold the exports of a module; its names count all the same.
    beside.set(fileName, text.includes('exports') ? script : { ...script, inline: [] })
  }
  return [...beside.values()].sort((a, b) => (a.fileName < b.fileName ? -1 : 1))
}

const PAGE = /\.html?$/
const SCRIPT = /\.[cm]?js$/

function asScript(script: ScriptText): ScriptText {
  return PAGE.test(script.fileName) ? { ...script, inline: readPage(script.text).inline } : script
}

function addPage(
  beside: Map<string, ScriptText>,
  fileName: string,
  texts: ReadonlyMap<string, string>,
): void {
  const text = texts.get(fileName)
  if (text === undefined || beside.has(fileName)) return
  beside.set(fileName, asScript({ fileName, text, imports: [], dynamicImports: [] }))
}
