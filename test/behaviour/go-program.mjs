// Runs Go programs as Node runs them, with files of their own for standard input and output.
import fs, { readFileSync } from 'node:fs'
import { runInThisContext } from 'node:vm'

/** What Go's wasm_exec.js defines. @typedef {new () => { argv: string[], env: Record<string, string>, importObject: WebAssembly.Imports, exit(code: number): void, run(instance: WebAssembly.Instance): Promise<void> }} GoClass */

/**
 * Loads Go's own glue code, which matches one version of Go.
 * @param {string} file path of wasm_exec.js
 * @returns {GoClass}
 */
export function loadGo(file) {
  const scope = /** @type {any} */ (globalThis)
  scope.fs = standardStreams()
  runInThisContext(readFileSync(file, 'utf8'), { filename: file })
  const { Go } = scope
  delete scope.Go
  return Go
}

let input = new Uint8Array()
/** @type {Uint8Array[]} */
let output = []

/** Node's file system, but for the three streams. */
function standardStreams() {
  return {
    ...fs,
    writeSync(/** @type {number} */ file, /** @type {Uint8Array} */ bytes) {
      if (file !== 1 && file !== 2) throw new Error(`writes into file ${file}`)
      output.push(bytes.slice())
      return bytes.length
    },
    write(
      /** @type {number} */ file,
      /** @type {Uint8Array} */ bytes,
      /** @type {number} */ offset,
      /** @type {number} */ length,
      /** @type {null} */ _,
      /** @type {(error: null, length: number) => void} */ done,
    ) {
      done(null, this.writeSync(file, bytes.subarray(offset, offset + length)))
    },
    read(
      /** @type {number} */ file,
      /** @type {Uint8Array} */ buffer,
      /** @type {number} */ offset,
      /** @type {number} */ length,
      /** @type {null} */ _,
      /** @type {(error: null, length: number) => void} */ done,
    ) {
      if (file !== 0) throw new Error(`reads from file ${file}`)
      const part = input.subarray(0, length)
      buffer.set(part, offset)
      input = input.subarray(part.length)
      queueMicrotask(() => done(null, part.length))
    },
  }
}

/**
 * Runs a program to its end.
 * @param {GoClass} Go
 * @param {WebAssembly.Module} module
 * @param {string[]} args
 * @param {string} stdin
 * @returns {Promise<string>} exit code and what it printed, to either stream
 */
export async function runGo(Go, module, args, stdin = '') {
  const go = new Go()
  input = new TextEncoder().encode(stdin)
  output = []
  let code = 0
  go.argv = ['program', ...args]
  go.env = {}
  go.exit = (status) => (code = status)
  await go.run(await WebAssembly.instantiate(module, go.importObject))
  return `${code}\n${Buffer.concat(output).toString('utf8')}`
}
