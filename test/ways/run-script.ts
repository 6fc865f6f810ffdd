import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const IMPORT = /import\s*([\w$]+)\s*from\s*("[^"]+\.wasm")/g
const COMPILE =
  'const $1 = new WebAssembly.Module(process.getBuiltinModule("node:fs").readFileSync(new URL($2, import.meta.url)))'

/**
 * Runs a script of an output in Node and returns what it prints; for `edge`, imports of `.wasm` become a
 * `WebAssembly.Module` first, as in edge runtimes. (Hooks of Node 20's loader could do that, but hang now and then.)
 */
export async function runScript(root: string, path: string, edge = false): Promise<string> {
  let file = join(root, 'dist', path)
  if (edge) {
    const code = readFileSync(file, 'utf8').replaceAll("'", '"').replace(IMPORT, COMPILE)
    file = file.replace(/\.js$/, '.edge.mjs')
    writeFileSync(file, code)
  }
  try {
    const env = { PATH: process.env['PATH'] }
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env, timeout: 20_000 })
    return stdout.trim()
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string }
    const line = stderr.split('\n').find((text) => /^\[?\w*Error\b/.test(text))
    return `failed: ${line?.trim() ?? `${message} ${stderr}`}`
  }
}
