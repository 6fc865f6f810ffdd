/**
 * Sources of packages that answer as `binaryen` does, as far as it is used, and misbehave while they optimise.
 *
 * Each run appends a line to `runs` beside the package. `fault` is code in which `input` is the module, `here(name)` a path
 * beside the package, `first()` true in one run only, and whose value is the output.
 */
export function fakeEngine(fault: string, whenLoaded = ''): string {
  return `import { appendFileSync, openSync, closeSync, readFileSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const first = () => {
  try {
    closeSync(openSync(here('first'), 'wx'))
    return true
  } catch {
    return false
  }
}
const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
const hang = () => { for (;;) sleep(1000) }
const level = { optimize: 0, shrink: 0 }
${whenLoaded}
let input
const module = {
  emitBinary() {
    appendFileSync(here('runs'), '-O' + level.optimize + level.shrink + '\\n')
    ${fault}
  },
}
// Whatever else is called does nothing: there are no functions and no globals to look at.
const forgiving = (known) => new Proxy(known, { get: (target, key) => target[key] ?? (() => 0) })
export default forgiving({
  Features: {},
  readBinary(bytes) {
    input = bytes
    return forgiving(module)
  },
  setOptimizeLevel(value) { level.optimize = value },
  setShrinkLevel(value) { level.shrink = value },
})
`
}

/** Does what a good engine does: answers with the better module that lies beside it. */
export const WELL = `return new Uint8Array(readFileSync(here('better.wasm')))`

/** Grows until it is killed, in memory that V8 knows nothing of; not so fast that a small machine suffers. */
export const GROW_WASM = `
    const memory = new WebAssembly.Memory({ initial: 0, maximum: 65536 })
    for (let pages = 0; pages < 65536; pages += 512) {
      memory.grow(512)
      new Uint8Array(memory.buffer, pages * 65536).fill(1)
      sleep(10)
    }
    hang()`

export const GROW_BUFFERS = `
    const buffers = []
    for (let megabytes = 0; megabytes < 4096; megabytes += 32) {
      buffers.push(Buffer.alloc(32 << 20, 1))
      sleep(10)
    }
    hang()`

/** Starts a process that would live for ever, and says which. */
export const SPAWN = (stdio: 'ignore' | 'inherit'): string => `
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: '${stdio}' })
    appendFileSync(here('pids'), child.pid + '\\n')`
