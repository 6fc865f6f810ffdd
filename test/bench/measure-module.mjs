// One way of reading a module, measured in a process of its own:
//   node measure-module.mjs speed|memory|once TOOL FILE
// or two, by turns in one process, so that a busy machine is busy for both:
//   node measure-module.mjs compare TOOL,TOOL FILE
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import v8 from 'node:v8'

const MEASURED_MILLISECONDS = 250
const MOST_RUNS = 200
const COMPARED_MILLISECONDS = 600
const FEWEST_TURNS = 3

/** Each is loaded only where it is measured. @type {Record<string, () => Promise<(bytes: Uint8Array<ArrayBuffer>) => void>>} */
const TOOLS = {
  async reader() {
    const { readModule } = await import('vite-plugin-wasm-budget/core')
    return (bytes) => {
      const { bodies, data, names } = readModule(bytes)
      if (bodies.count + data.count + names.functions.size < 0) throw new Error('never')
    }
  },
  async 'reader-everything'() {
    const { readModule } = await import('vite-plugin-wasm-budget/core')
    return (bytes) => {
      const { types, imports, globals, exports, producers, names } = readModule(bytes)
      let made = types.length + imports.length + globals.length + exports.length + producers.length
      const maps = [names.functions, names.types, names.tables, names.memories, names.globals]
      for (const map of [...maps, names.elements, names.data, names.tags]) {
        for (const name of map.values()) made += name.length
      }
      if (made < 0) throw new Error('never')
    }
  },
  async analysis() {
    const { analyzeModule } = await import('vite-plugin-wasm-budget/core')
    return (bytes) => {
      const { items } = analyzeModule(bytes)
      if (items.length === 0) throw new Error('an analysis without items')
    }
  },
  wasmparser: () => wasmparser(true),
  'wasmparser-instructions': () => wasmparser(false),
  async webassemblyjs() {
    // It has no declarations.
    const name = '@webassemblyjs/wasm-parser'
    const { decode } = await import(name)
    // What webpack asks for.
    const options = { ignoreCodeSection: true, ignoreDataSection: true, ignoreCustomNameSection: true }
    return (bytes) => decode(bytes.buffer, options)
  },
}

/** @param {boolean} skipBodies */
async function wasmparser(skipBodies) {
  const { BinaryReader } = await import('wasmparser')
  const ERROR = -1
  const END_WASM = 2
  const BEGIN_BODY = 28
  return (/** @type {Uint8Array<ArrayBuffer>} */ bytes) => {
    const reader = new BinaryReader()
    reader.setData(bytes.buffer, 0, bytes.length)
    while (reader.read()) {
      // As a number: its states are a `const enum`, which isolated modules cannot import.
      const state = /** @type {number} */ (reader.state)
      if (state === END_WASM) return
      if (state === ERROR) throw reader.error
      if (skipBodies && state === BEGIN_BODY) reader.skipFunctionBody()
    }
    throw new Error('it stopped before the end of the module')
  }
}

/** Median of the runs after the first, which is there to warm up. @param {() => void} run */
function measureSpeed(run) {
  const start = performance.now()
  run()
  const first = performance.now() - start
  /** @type {number[]} */
  const times = []
  while (
    times.length === 0 ||
    (performance.now() - start < MEASURED_MILLISECONDS && times.length < MOST_RUNS)
  ) {
    const before = performance.now()
    run()
    times.push(performance.now() - before)
  }
  times.sort((a, b) => a - b)
  return { milliseconds: times[Math.floor(times.length / 2)], first }
}

/**
 * Processor time of each, on average over the turns after the first, which is there to warm up: all threads, collecting garbage too.
 * @param {(() => void)[]} runs
 */
function compareSpeeds(runs) {
  for (const run of runs) run()
  const milliseconds = runs.map(() => 0)
  const start = performance.now()
  let turns = 0
  while (turns < FEWEST_TURNS || (turns < MOST_RUNS && performance.now() - start < COMPARED_MILLISECONDS)) {
    turns++
    for (const [at, run] of runs.entries()) {
      const before = process.cpuUsage()
      run()
      const { user, system } = process.cpuUsage(before)
      milliseconds[at] = (milliseconds[at] ?? 0) + (user + system) / 1000
    }
  }
  return { compared: milliseconds.map((sum) => sum / turns) }
}

/**
 * Most that was ever used while `run` ran: use grows from collection to collection, so it is highest just before one.
 * @param {number} baseline
 * @param {() => void} run
 */
function measureMemory(baseline, run) {
  const profiler = new v8.GCProfiler()
  profiler.start()
  run()
  const after = usedBytes()
  const collections = profiler.stop().statistics
  let peak = after
  for (const { beforeGC } of collections) {
    // Bytes of array buffers are external to V8's heap.
    const { usedHeapSize, externalMemory } = beforeGC.heapStatistics
    peak = Math.max(peak, usedHeapSize + externalMemory)
  }
  return { peak: peak - baseline }
}

function usedBytes() {
  const { used_heap_size: heap, external_memory: external } = v8.getHeapStatistics()
  return heap + external
}

/** One buffer of its own and no other, for the memory is measured. @param {string} file */
function readBytes(file) {
  const descriptor = openSync(file)
  try {
    const bytes = new Uint8Array(fstatSync(descriptor).size)
    for (let at = 0; at < bytes.length;) {
      const read = readSync(descriptor, bytes, at, bytes.length - at, at)
      if (read === 0) throw new Error(`${file} became shorter while it was read`)
      at += read
    }
    return bytes
  } finally {
    closeSync(descriptor)
  }
}

async function main() {
  const [mode, tool = '', file = ''] = process.argv.slice(2)
  const loads = tool.split(',').map((name) => {
    const load = TOOLS[name]
    if (!load) throw new Error(`no such tool: ${name}`)
    return load
  })
  // One of the tools leaves messages for its authors on the standard output.
  console.log = () => {}
  const runs = await Promise.all(loads.map((load) => load()))
  const run = /** @type {(typeof runs)[0] & {}} */ (runs[0])
  globalThis.gc?.()
  const baseline = usedBytes()
  const bytes = readBytes(file)
  if (mode === 'once') run(bytes)
  const result =
    mode === 'speed'
      ? measureSpeed(() => run(bytes))
      : mode === 'memory'
        ? measureMemory(baseline, () => run(bytes))
        : mode === 'compare'
          ? compareSpeeds(runs.map((each) => () => each(bytes)))
          : {}
  process.stdout.write(JSON.stringify(result))
}

try {
  await main()
} catch (error) {
  process.stdout.write(JSON.stringify({ problem: error instanceof Error ? error.message : String(error) }))
}
