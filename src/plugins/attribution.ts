import { isAbsolute, posix, relative } from 'node:path'
import type { ScriptFile } from '../budget/reachability.ts'
import type { OutputAsset, OutputBundle } from './types.ts'

const SCRIPT = /\.[cm]?js$/
const STYLE = /\.css$/
const PAGE = /\.html$/

/**
 * Finds out which script of a bundle refers to which module and which worker.
 *
 * By text: the bundler has written the emitted name into the code wherever a module is loaded, and that holds for every
 * bundler, for workers (which arrive as assets without any metadata) and for their nested workers. What a style sheet refers to is
 * its chunk's, what a page refers to is its entry's.
 */
export function attributeModules(
  bundle: OutputBundle,
  moduleFiles: readonly string[],
  root: string,
): ScriptFile[] {
  const files = Object.values(bundle)
  const workers = files.filter((file) => file.type === 'asset' && SCRIPT.test(file.fileName))
  const workerFiles = workers.map(({ fileName }) => fileName)
  const styles = new Map(
    files.flatMap((file) =>
      file.type === 'asset' && STYLE.test(file.fileName)
        ? [[file.fileName, mentioned(asText(file.source), moduleFiles)] as const]
        : [],
    ),
  )
  const scripts: ScriptFile[] = []
  for (const file of files) {
    const isWorker = workers.includes(file)
    if (file.type === 'asset' && !isWorker) continue
    const code = file.type === 'chunk' ? file.code : asText(file.source)
    scripts.push({
      fileName: file.fileName,
      name: file.type === 'chunk' ? file.name : file.fileName,
      kind: isWorker ? 'worker' : 'chunk',
      isEntry: file.type === 'chunk' && file.isEntry,
      isDynamicEntry: file.type === 'chunk' && file.isDynamicEntry,
      ...(file.type === 'chunk' ? sourceOf(file.facadeModuleId, root) : originalOf(file)),
      imports: file.type === 'chunk' ? file.imports : [],
      dynamicImports: file.type === 'chunk' ? file.dynamicImports : [],
      workers: mentioned(code, workerFiles).filter((fileName) => fileName !== file.fileName),
      modules: unique([
        ...mentioned(code, moduleFiles),
        ...stylesOf(file).flatMap((style) => styles.get(style) ?? []),
      ]),
    })
  }
  return withPages(bundle, scripts, moduleFiles)
}

/** Picks the files that code refers to, by name, or by path where two have the same name. */
export function mentioned(code: string, fileNames: readonly string[]): string[] {
  const baseNames = fileNames.map((fileName) => posix.basename(fileName))
  return fileNames.filter((fileName, index) => {
    const baseName = baseNames[index] as string
    const ambiguous = baseNames.indexOf(baseName) !== baseNames.lastIndexOf(baseName)
    const name = ambiguous ? fileName : baseName
    // Vite writes names as they stand in URLs.
    return mentions(code, name) || mentions(code, encodeURI(name))
  })
}

/** Says whether a name occurs in code as a whole path segment, and not as the end or beginning of a longer name. */
function mentions(code: string, name: string): boolean {
  for (let at = code.indexOf(name); at >= 0; at = code.indexOf(name, at + 1)) {
    if (!/[\w.-]/.test(code[at - 1] ?? '') && !/[\w-]/.test(code[at + name.length] ?? '')) return true
  }
  return false
}

function stylesOf(file: OutputBundle[string]): readonly string[] {
  return file.type === 'chunk' ? [...(file.viteMetadata?.importedCss ?? [])] : []
}

/** Adds what pages refer to themselves, by preload links say; a page without a script is an entry of its own. */
function withPages(
  bundle: OutputBundle,
  scripts: readonly ScriptFile[],
  moduleFiles: readonly string[],
): ScriptFile[] {
  const result = [...scripts]
  for (const file of Object.values(bundle)) {
    if (file.type === 'chunk' || !PAGE.test(file.fileName)) continue
    const modules = mentioned(asText(file.source), moduleFiles)
    if (modules.length === 0) continue
    const entry = result.findIndex(({ html }) => html === file.fileName)
    const script = result[entry]
    if (script === undefined) result.push(pageAsEntry(file.fileName, modules))
    else result[entry] = { ...script, modules: unique([...script.modules, ...modules]) }
  }
  return result
}

function pageAsEntry(fileName: string, modules: readonly string[]): ScriptFile {
  return {
    fileName,
    name: fileName,
    kind: 'chunk',
    isEntry: true,
    isDynamicEntry: false,
    html: fileName,
    imports: [],
    dynamicImports: [],
    workers: [],
    modules,
  }
}

function unique(fileNames: readonly string[]): string[] {
  return [...new Set(fileNames)]
}

function sourceOf(facadeModuleId: string | null, root: string): Pick<ScriptFile, 'html' | 'source'> {
  // Virtual modules have no place from the root.
  if (facadeModuleId === null || !isAbsolute(facadeModuleId)) return {}
  const source = relative(root, facadeModuleId).replaceAll('\\', '/')
  return source.endsWith('.html') ? { html: source } : { source }
}

function originalOf({ originalFileNames }: OutputAsset): Pick<ScriptFile, 'source'> {
  const [source] = originalFileNames ?? []
  return source === undefined ? {} : { source }
}

function asText(source: string | Uint8Array): string {
  return typeof source === 'string'
    ? source
    : Buffer.from(source.buffer, source.byteOffset, source.length).toString('utf8')
}
