import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, sep } from 'node:path'

const FILE_NAME = process.platform === 'win32' ? 'wasm-opt.exe' : 'wasm-opt'

/**
 * Finds the first `wasm-opt` on a search path that no package manager of JavaScript put there: scripts of a project have
 * `node_modules/.bin` in front, with the very program that a native one is to replace.
 */
export function findOnPath(path = process.env['PATH'] ?? ''): string | undefined {
  for (const directory of path.split(delimiter)) {
    if (!isAbsolute(directory)) continue
    const file = join(directory, FILE_NAME)
    if (isProgram(file) && !realpathSync(file).split(sep).includes('node_modules')) return file
  }
  return undefined
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
