// Glue code keeps its module in variables of its own. Here it is evaluated anew for every module.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)
let turns = 0

/** Path of a file of a dev dependency. @param {string} name @param {string} file within the package */
export function installedFile(name, file) {
  return fileURLToPath(new URL(`../../node_modules/${name}/${file}`, import.meta.url))
}

/** Path of a file in `test/fixtures`. @param {string} file */
export function fixtureFile(file) {
  return fileURLToPath(new URL(`../fixtures/${file}`, import.meta.url))
}

/** Bytes of a file, in a buffer of their own. @param {string} file */
export function readBytes(file) {
  return new Uint8Array(readFileSync(file))
}

/** Evaluates an ES module once more. @param {string} file @returns {Promise<any>} */
export function freshImport(file) {
  return import(`${pathToFileURL(file).href}?turn=${turns++}`)
}

/**
 * Evaluates a CommonJS module, and what else lies in its folder, once more.
 * @param {string} file
 * @param {Readonly<Record<string, unknown>>} [stubs] what files beside it export instead
 * @returns {any}
 */
export function freshRequire(file, stubs = {}) {
  const folder = dirname(file)
  for (const path of Object.keys(require.cache)) {
    if (path.startsWith(folder)) delete require.cache[path]
  }
  for (const [name, exports] of Object.entries(stubs)) {
    const path = join(folder, name)
    const stub = /** @type {NodeJS.Module} */ (
      /** @type {unknown} */ ({ id: path, filename: path, loaded: true, exports })
    )
    require.cache[path] = stub
  }
  return require(file)
}
