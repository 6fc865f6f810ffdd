import { posix } from 'node:path'

/**
 * Finds the file of a directory that a URL in `from` means; undefined where there is none.
 *
 * An absolute path, and one on a host, is looked for below the directory, and without its first segments: those are where the
 * directory is deployed.
 */
export function resolveUrl(url: string, from: string, files: ReadonlySet<string>): string | undefined {
  const [path] = url.split(/[?#]/, 1) as [string]
  const rooted = /^(?:[a-z][\w+.-]*:)?\/\/[^/]*(\/.*)$/i.exec(path)?.[1] ?? path
  if (!rooted.startsWith('/')) {
    const file = posix.join(posix.dirname(from), decoded(rooted))
    return files.has(file) ? file : undefined
  }
  const segments = decoded(rooted).split('/').filter(Boolean)
  const ends = segments.map((_, first) => segments.slice(first).join('/'))
  return ends.find((end) => files.has(end))
}

function decoded(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
