import { posix } from 'node:path'
import type { ScriptFile } from '../budget/reachability.ts'
import { mentioned } from '../plugins/attribution.ts'
import { findEntries } from './find-entries.ts'
import { readPage } from './page.ts'
import { resolveUrl } from './resolve-url.ts'
import { readReferences, type ScriptReferences } from './script-references.ts'
import { isSplitManifest, readSplitManifest, type SplitPoint } from './wasm-split.ts'

/** Texts that are read. */
export const SCRIPT_TEXT = /\.(?:[cm]?js|css|html?)$|(?:^|\/)__wasm_split_manifest\.json$/

const SCRIPT = /\.[cm]?js$/
const PAGE = /\.html?$/

/**
 * Finds out by text which script or page of a directory refers to which module, script and worker.
 *
 * What a style sheet refers to is that of the page that links it. A page is an entry; where there is none, every script is one that no other refers to.
 */
export async function findScripts(
  texts: ReadonlyMap<string, string>,
  moduleFiles: readonly string[],
): Promise<ScriptFile[]> {
  const files = new Set(texts.keys())
  const scripts: ScriptFile[] = []
  for (const [file, text] of texts) {
    if (SCRIPT.test(file)) scripts.push(link(file, text, await readReferences(text), files, moduleFiles))
    if (PAGE.test(file)) scripts.push(await linkPage(file, texts, moduleFiles))
  }
  const points = [...texts].flatMap(([file, text]) =>
    isSplitManifest(file) ? readSplitManifest(file, text, moduleFiles) : [],
  )
  const all = [...scripts.map((script) => split(script, points)), ...points.map(asScript)]
  return markEntries(markLoaded(all))
}

function link(
  file: string,
  text: string,
  { imports, dynamicImports, workers }: ScriptReferences,
  files: ReadonlySet<string>,
  moduleFiles: readonly string[],
): ScriptFile {
  const resolved = (urls: readonly string[]) => {
    const found = urls.map((url) => resolveUrl(url, file, files)).filter((path) => path !== undefined)
    return [...new Set(found)].filter((path) => path !== file)
  }
  return {
    fileName: file,
    name: file,
    kind: 'chunk',
    isEntry: false,
    isDynamicEntry: false,
    imports: resolved(imports),
    dynamicImports: resolved(dynamicImports),
    workers: resolved(workers),
    modules: [...new Set([...mentioned(text, moduleFiles), ...renamed(file, text, moduleFiles)])],
  }
}

async function linkPage(
  file: string,
  texts: ReadonlyMap<string, string>,
  moduleFiles: readonly string[],
): Promise<ScriptFile> {
  const files = new Set(texts.keys())
  const { scripts, styles, inline, text } = readPage(texts.get(file) ?? '')
  const sheets = styles.map((url) => texts.get(resolveUrl(url, file, files) ?? '') ?? '')
  const references = await Promise.all(inline.map(readReferences))
  const all = {
    imports: [...scripts, ...references.flatMap(({ imports }) => imports)],
    dynamicImports: references.flatMap(({ dynamicImports }) => dynamicImports),
    workers: references.flatMap(({ workers }) => workers),
  }
  return { ...link(file, [text, ...sheets].join('\n'), all, files, moduleFiles), isEntry: true, html: file }
}

const BINDGEN = /[\w.-]+(?=_bg\.wasm\b)/g

/** cargo-leptos renames `app_bg.wasm` to `app.wasm`, and leaves the old name in the script that wasm-bindgen wrote. */
function renamed(file: string, text: string, moduleFiles: readonly string[]): string[] {
  const directory = posix.dirname(file)
  return [...text.matchAll(BINDGEN)].flatMap(([stem]) => {
    const old = posix.join(directory, `${stem}_bg.wasm`)
    const now = posix.join(directory, `${stem}.wasm`)
    return moduleFiles.includes(now) && !moduleFiles.includes(old) ? [now] : []
  })
}

/** Lets the loader of wasm-split refer to split points instead of their modules. */
function split(script: ScriptFile, points: readonly SplitPoint[]): ScriptFile {
  const parts = new Set(points.flatMap(({ modules }) => modules))
  if (!script.modules.some((module) => parts.has(module))) return script
  const directory = posix.dirname(script.fileName)
  const own = points.filter(({ fileName }) => posix.dirname(fileName) === directory)
  return {
    ...script,
    modules: script.modules.filter((module) => !parts.has(module)),
    dynamicImports: [...script.dynamicImports, ...own.map(({ fileName }) => fileName)],
  }
}

function asScript({ fileName, name, modules }: SplitPoint): ScriptFile {
  const nothing = { imports: [], dynamicImports: [], workers: [] }
  return {
    fileName,
    name,
    kind: 'chunk',
    isEntry: false,
    isDynamicEntry: true,
    modules,
    ...nothing,
  }
}

/** Says how scripts are loaded; one that is started as a worker and imported as well is a chunk. */
function markLoaded(scripts: readonly ScriptFile[]): ScriptFile[] {
  const started = new Set(scripts.flatMap(({ workers }) => workers))
  const imported = new Set(scripts.flatMap(({ imports }) => imports))
  const dynamic = new Set(scripts.flatMap(({ dynamicImports }) => dynamicImports))
  return scripts.map((script) => {
    const { fileName } = script
    const isDynamicEntry = dynamic.has(fileName)
    const isWorker = started.has(fileName) && !imported.has(fileName) && !isDynamicEntry
    return { ...script, isDynamicEntry, kind: isWorker ? 'worker' : 'chunk' }
  })
}

function markEntries(scripts: readonly ScriptFile[]): ScriptFile[] {
  if (scripts.some(({ isEntry }) => isEntry)) return [...scripts]
  const entries = findEntries(scripts)
  return scripts.map((script) => (entries.has(script.fileName) ? { ...script, isEntry: true } : script))
}
