import { basename, relative, resolve } from 'node:path'
import { withoutHash } from '../budget/module-key.ts'
import { globNames } from '../plugins/matcher.ts'

/**
 * Lists the names under which globs know a file of which no bundler says where it comes from: the given one, its path from the
 * root and within its package, and its own name with and without a hash.
 */
export function namesOfFile(path: string, root: string, fileName?: string): string[] {
  const own = basename(path)
  return globNames(fileName, [relative(root, resolve(path)), own, withoutHash(own)])
}
