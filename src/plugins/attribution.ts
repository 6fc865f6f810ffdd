import { posix, relative } from 'node:path'
import type { ScriptFile } from '../budget/reachability.ts'
import type { OutputBundle } from './types.ts'

const SCRIPT = /\.[cm]?js$/

/**
 * Finds out which script of a bundle refers to which module and which worker.
 *
 * By text: the bundler has written the emitted name into the code wherever a module is loaded, and that holds for every
 * bundler, for workers (which arrive as assets without any metadata) and for their nested workers.
 */
export function attributeModules(
  bundle: OutputBundle,
  moduleFiles: readonly string[],
  root: string,
): ScriptFile[] {
  const files = Object.values(bundle)
  const workers = files.filter((file) => file.type === 'asset' && SCRIPT.test(file.fileName))
  const workerFiles = workers.map(({ fileName }) => fileName)
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
      ...(file.type === 'chunk' ? htmlOf(file.facadeModuleId, root) : {}),
      imports: file.type === 'chunk' ? file.imports : [],
      workers: mentioned(code, workerFiles).filter((fileName) => fileName !== file.fileName),
      modules: mentioned(code, moduleFiles),
    })
  }
  return scripts
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

function htmlOf(facadeModuleId: string | null, root: string): { html?: string } {
  if (!facadeModuleId?.endsWith('.html')) return {}
  return { html: relative(root, facadeModuleId).replaceAll('\\', '/') }
}

function asText(source: string | Uint8Array): string {
  return typeof source === 'string'
    ? source
    : Buffer.from(source.buffer, source.byteOffset, source.length).toString('utf8')
}
