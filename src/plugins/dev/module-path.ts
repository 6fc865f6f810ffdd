import { posix } from 'node:path'

/** What a script asks for instead of the file itself. */
const IMPORT_QUERY = /[?&](?:import|url|raw|worker|sharedworker|inline)(?=[&=]|$)/

/**
 * Path of the module that a URL asks for, base and query taken off; undefined where it asks for anything else.
 *
 * The text is only compared with other texts: it never names a file.
 */
export function modulePathOf(url: string, base: string): string | undefined {
  const [path = ''] = url.split(/[?#]/, 1)
  if (IMPORT_QUERY.test(url.slice(path.length)) || !path.startsWith(base)) return undefined
  const decoded = decode(`/${path.slice(base.length)}`)
  return decoded !== undefined && /\.wasm$/i.test(decoded) ? decoded : undefined
}

/** Path in the URL of a file: from the root, or behind `/@fs/`. */
export function urlPathOf(file: string, root: string): string {
  const path = file.replaceAll('\\', '/')
  const inRoot = `${root.replaceAll('\\', '/').replace(/\/$/, '')}/`
  return path.startsWith(inRoot) ? `/${path.slice(inRoot.length)}` : `/@fs/${path.replace(/^\//, '')}`
}

/** Files that a path may stand for, to compare with those that Vite tells of. */
export function candidateFiles(path: string, root: string, publicDir: string): string[] {
  const fs = '/@fs/'
  if (path.startsWith(fs)) {
    const file = path.slice(fs.length)
    return [/^[a-z]:/i.test(file) ? file : `/${file}`]
  }
  return [publicDir, root]
    .filter((dir) => dir !== '')
    .map((dir) => posix.join(dir.replaceAll('\\', '/'), path))
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
