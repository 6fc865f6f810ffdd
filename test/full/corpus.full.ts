import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  analyzeModule,
  collectFeatures,
  describeInterface,
  describeName,
  ModuleAnalysis,
  readModule,
} from 'vite-plugin-wasm-budget/core'
import { pathOf, readList, selectModules } from '../corpus/fetch.mjs'
import { loadGeckoDemangler } from '../support/gecko-demangle.ts'
import { readWithWasmparser } from '../support/wasmparser-ranges.ts'
import { bytesOf, fetchBefore, offline } from './published-module.ts'

/** All of the list, 490 MB, unless told otherwise. */
const maxBytes = Number(process.env['WASM_BUDGET_CORPUS_MAX_BYTES'] ?? Number.POSITIVE_INFINITY)
/** Binaryen takes gigabytes for larger ones. */
const BINARYEN_MAX_BYTES = 20_000_000
const minute = 60_000

const modules = selectModules({ maxBytes })
const table = modules.map((module) => [`${module.package} ${module.file}`, module] as const)
const countFunctions = fileURLToPath(new URL('../support/count-functions.mjs', import.meta.url))

fetchBefore(maxBytes)

describe('the list of published modules', () => {
  it('has 74, each once, sorted', () => {
    const list = readList()
    const keys = list.map((module) => `${module.package} ${module.file}`)
    expect(new Set(keys).size).toBe(74)
    expect(new Set(list.map(({ sha256 }) => sha256)).size).toBe(74)
    expect(keys).toEqual([...keys].sort())
  })

  it('has some below the limit', () => {
    expect(modules.length).toBeGreaterThan(0)
  })
})

describe.each(table)('%s', (_, listed) => {
  it('is read, to the last instruction of every body', (context) => {
    const module = readModule(bytesOf(listed, context))
    const features = collectFeatures(module)
    expect([...features].filter((feature) => !/^[a-z0-9-]+$/.test(feature))).toEqual([])
    const { imports, exports } = describeInterface(module)
    expect([imports.length, exports.length]).toEqual([module.imports.length, module.exports.length])
  })

  it(
    'is accounted for byte by byte',
    (context) => {
      const bytes = bytesOf(listed, context)
      const { items, sections, functionCount } = analyzeModule(bytes)
      expect(items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(bytes.length)
      expect(sections.reduce((sum, { sizeBytes }) => sum + sizeBytes, 8)).toBe(bytes.length)
      expect(items.filter(({ kind }) => kind === 'function').length).toBe(functionCount)
    },
    5 * minute,
  )

  it('has its sections, bodies and data where wasmparser has them', (context) => {
    const bytes = bytesOf(listed, context)
    const { sections, bodies, data } = readModule(bytes)
    const theirs = readWithWasmparser(bytes)
    expect(sections.map(({ id, contentOffset, endOffset }) => ({ id, contentOffset, endOffset }))).toEqual(
      theirs.sections,
    )
    // As typed arrays: there are modules with hundreds of thousands of functions.
    const sameOffsets = (ours: Uint32Array, other: readonly number[]) =>
      Buffer.compare(new Uint8Array(ours.buffer), new Uint8Array(Uint32Array.from(other).buffer)) === 0
    expect(sameOffsets(bodies.endOffsets.slice(), theirs.bodyEnds)).toBe(true)
    expect(sameOffsets(data.payloadOffsets.slice(), theirs.dataStarts)).toBe(true)
    expect(sameOffsets(data.endOffsets.slice(), theirs.dataEnds)).toBe(true)
  })

  it.runIf(listed.bytes <= BINARYEN_MAX_BYTES)(
    'has as many functions as binaryen finds',
    async (context) => {
      const module = readModule(bytesOf(listed, context))
      const { stdout } = await promisify(execFile)(process.execPath, [countFunctions, pathOf(listed)])
      const imported = module.imports.filter(({ type }) => type.kind === 'function').length
      expect(imported + module.bodies.count).toBe(Number(stdout))
    },
    5 * minute,
  )
})

// Both reach nearly everything through a table, which must not look like one thing that keeps all the rest.
describe.each(table.filter(([label]) => /\b(?:canvaskit|esbuild)\.wasm$/.test(label)))('%s', (_, listed) => {
  it('has no part beside its roots that keeps more than 40 % of it', (context) => {
    const analysis = new ModuleAnalysis(bytesOf(listed, context))
    const { items, sizeBytes } = analysis.report
    const large = items.flatMap(({ retainedBytes }, at) => (retainedBytes > 0.4 * sizeBytes ? [at] : []))
    expect(large.filter((at) => analysis.reasonFor(at).length > 1)).toEqual([])
    const kept = items.findIndex((_item, at) => analysis.reasonFor(at).length > 2)
    expect(analysis.reasonFor(kept).length).toBeGreaterThan(2)
  })
})

/** `_R` and what the manglings of other platforms begin with, without the spaces of names that are demangled already. */
const LIKE_V0 = /^_{0,2}R[A-Z][\w.$]*$/

it(
  'every v0 name reads as rustc-demangle prints it without hashes',
  async (context) => {
    const demangle = await loadGeckoDemangler()
    const names = new Set<string>()
    for (const module of modules) {
      if (offline && !existsSync(pathOf(module))) continue
      for (const name of readModule(bytesOf(module, context)).names.functions.values())
        if (LIKE_V0.test(name)) names.add(name)
    }
    if (names.size === 0 && offline)
      context.skip('not run: WASM_BUDGET_OFFLINE=1, and no such module is there')
    const read = [...names].map((name) => ({ name, ours: describeName(name).full, theirs: demangle(name) }))
    // What it does not know it returns without an underscore in front.
    const isUnknown = ({ name, theirs }: (typeof read)[number]) => theirs === name.replace(/^_/, '')
    expect(read.filter((row) => (isUnknown(row) ? row.ours !== row.name : row.ours !== row.theirs))).toEqual(
      [],
    )
    expect(read.filter((row) => !isUnknown(row)).length).toBeGreaterThan(1000)
  },
  5 * minute,
)
