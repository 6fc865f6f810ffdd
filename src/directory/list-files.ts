import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

const NEVER: ReadonlySet<string> = new Set(['node_modules', '.git'])

/**
 * Lists the files below a directory by path from it, with `/`, sorted; symbolic links, `node_modules` and `.git` are left out.
 *
 * @throws {Error} of the file system, if a directory cannot be read.
 */
export async function listFiles(directory: string): Promise<string[]> {
  const files: string[] = []
  const pending = [directory]
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const entry of await readdir(current, { withFileTypes: true })) {
      const path = join(current, entry.name)
      if (entry.isDirectory() && !NEVER.has(entry.name)) pending.push(path)
      if (entry.isFile()) files.push(relative(directory, path).replaceAll(sep, '/'))
    }
  }
  return files.sort()
}

/** Reads those files of a directory whose paths a pattern matches, as text. */
export async function readTexts(
  directory: string,
  files: readonly string[],
  pattern: RegExp,
): Promise<ReadonlyMap<string, string>> {
  const texts = files.filter((file) => pattern.test(file))
  const contents = await Promise.all(texts.map((file) => readFile(join(directory, file), 'utf8')))
  return new Map(texts.map((file, at) => [file, contents[at] as string]))
}
