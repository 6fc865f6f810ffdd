/**
 * Sources of programs that are called as `wasm-opt` is, and misbehave while they optimise. They run as the program of the npm
 * package binaryen, and by themselves where `/usr/bin/env node` is followed.
 *
 * Each run appends a line to `runs` in the directory above. `fault` is code in which `input` is the module, `here(name)` a path
 * in that directory, `first()` true in one run only, `say(text)` writes to stderr, and whose value is written as the output. `whenStarted` runs before
 * anything else, also where only the version is asked for.
 */
export function fakeEngine(fault: string, { whenStarted = '', version = '1320' } = {}): string {
  return `#!/usr/bin/env node
const { appendFileSync, openSync, closeSync, existsSync, readFileSync, writeFileSync, writeSync } = require('node:fs')
const { spawn } = require('node:child_process')
const { join } = require('node:path')
const { inspect } = require('node:util')

const here = (name) => join(__dirname, '..', name)
const first = () => {
  try {
    closeSync(openSync(here('first'), 'wx'))
    return true
  } catch {
    return false
  }
}
const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
// What process.stderr has not written yet is lost when the process exits.
const say = (text) => writeSync(2, text + '\\n')
const hang = () => { for (;;) sleep(1000) }
${whenStarted}
if (process.argv.includes('--version')) {
  console.log('wasm-opt version ${version}')
  process.exit(0)
}
const options = process.argv.slice(2)
const [, flag] = /^-O(.)$/.exec(options.find((option) => option.startsWith('-O')))
const level = { optimize: Number(flag) || 2, shrink: ['s', 'z'].indexOf(flag) + 1 }
const input = readFileSync(options[0])
try {
  const output = optimize()
  if (output !== undefined) writeFileSync(options.at(-1), output)
} catch (error) {
  say(inspect(error))
  process.exit(1)
}
// Even where a process of its own still runs.
process.exit(0)
function optimize() {
  appendFileSync(here('runs'), '-O' + flag + '\\n')
  ${fault}
}
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
