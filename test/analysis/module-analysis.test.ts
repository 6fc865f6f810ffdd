import binaryen from 'binaryen'
import { describe, expect, it } from 'vitest'
import { ModuleAnalysis, type AnalyzeOptions } from '../../src/analysis/module-analysis.ts'
import type { SizeItem } from '../../src/analysis/size-report.ts'
import { readModule } from '../../src/wasm/module.ts'
import { WasmParseError } from '../../src/wasm/parse-error.ts'
import { removeSections } from '../../src/wasm/strip.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { randomFrom } from '../support/random-graph.ts'
import { wat } from '../support/wat.ts'

const sum = (items: readonly { sizeBytes: number }[]) =>
  items.reduce((total, { sizeBytes }) => total + sizeBytes, 0)

const analyze = (source: string, options: AnalyzeOptions = {}) =>
  new ModuleAnalysis(wat(source, { names: true }), options)

/** Position of the item with a name in the report. */
const positionOf = ({ report }: ModuleAnalysis, name: string) =>
  report.items.findIndex((item) => item.name === name && item.kind !== 'export')

const itemOf = (analysis: ModuleAnalysis, name: string) =>
  analysis.report.items[positionOf(analysis, name)] as SizeItem

const reasonOf = (analysis: ModuleAnalysis, name: string) =>
  analysis.reasonFor(positionOf(analysis, name)).map((step) => step.name ?? step.kind)

/** Items that nothing keeps, of those that something could. */
const unkept = (analysis: ModuleAnalysis) =>
  analysis.report.items.filter(
    ({ kind }, at) => ['function', 'global', 'data'].includes(kind) && analysis.reasonFor(at).length === 0,
  )

describe.each(FIXTURES)('%s', (path) => {
  const bytes = readFixture(path)
  const analysis = new ModuleAnalysis(bytes)
  const { report } = analysis

  it('has leaves that sum to its size', () => {
    expect(sum(report.items)).toBe(bytes.length)
    expect(report.sizeBytes).toBe(bytes.length)
  })

  it('retains at least what it is, and never more than the module', () => {
    const wrong = report.items.filter(
      ({ sizeBytes, retainedBytes }) => retainedBytes < sizeBytes || retainedBytes > bytes.length,
    )
    expect(wrong).toEqual([])
  })

  it('is divided among crates, what is unattributed and what belongs to no one', () => {
    const others = report.items.filter(({ kind, crate }) => {
      const isCodeOrData = kind === 'function' || kind === 'data'
      return !isCodeOrData && crate === undefined
    })
    expect(sum(report.crates) + report.unattributedBytes + sum(others)).toBe(bytes.length)
    for (const { name, sizeBytes, retainedBytes } of report.crates) {
      expect(sum(report.items.filter(({ crate }) => crate === name))).toBe(sizeBytes)
      expect(retainedBytes).toBeLessThanOrEqual(bytes.length)
    }
  })

  it('loses everything that is kept when everything goes', () => {
    expect(analysis.retainedTogether(() => false)).toBe(0)
    if (report.items.length > 4000) return
    expect(analysis.retainedTogether(() => true)).toBe(bytes.length - sum(unkept(analysis)))
  })
})

const TWO_EXPORTS = `(module
  (func $shared (drop (i32.const 1)))
  (func $mine (drop (i64.const 123456)))
  (func $a (export "a") call $shared call $mine)
  (func $b (export "b") call $shared)
  (func $dead call $shared))`

describe('ModuleAnalysis', () => {
  it('says what goes with a function: what only it keeps', () => {
    const analysis = analyze(TWO_EXPORTS)
    const [a, b, mine] = ['a', 'b', 'mine'].map((name) => itemOf(analysis, name))
    expect(a?.retainedBytes).toBe((a?.sizeBytes ?? 0) + (mine?.sizeBytes ?? 0))
    expect(b?.retainedBytes).toBe(b?.sizeBytes)
    expect(analysis.report.exports).toEqual([
      { name: 'a', kind: 'function', index: 2, retainedBytes: a?.retainedBytes },
      { name: 'b', kind: 'function', index: 3, retainedBytes: b?.retainedBytes },
    ])
  })

  it('sums what goes with several things together, items outside the graph by their bytes alone', () => {
    const analysis = analyze(TWO_EXPORTS)
    const sizeOf = (...names: string[]) => sum(names.map((name) => itemOf(analysis, name)))
    const isExported = ({ name }: SizeItem) => name === 'a' || name === 'b'
    expect(analysis.retainedTogether((item) => item.kind === 'function' && isExported(item))).toBe(
      sizeOf('a', 'b', 'mine', 'shared'),
    )
    expect(analysis.retainedTogether(({ kind }) => kind === 'header')).toBe(8)
  })

  it('counts what only unused exports keep as kept by nothing', () => {
    const usedOnly = analyze(TWO_EXPORTS, { usedExports: ['b'] })
    const sizeOf = (...names: string[]) => sum(names.map((name) => itemOf(usedOnly, name)))
    expect(itemOf(usedOnly, 'b').retainedBytes).toBe(sizeOf('b', 'shared'))
    expect(unkept(usedOnly).map(({ name }) => name)).toEqual(['mine', 'a', 'dead'])
    expect(unkept(analyze(TWO_EXPORTS)).map(({ name }) => name)).toEqual(['dead'])
    expect(unkept(analyze(TWO_EXPORTS, { usedExports: [] }))).toHaveLength(5)
  })

  it('says why a thing is kept, by a shortest way', () => {
    const analysis = analyze(`(module
      (memory 1)
      (global $counter (mut i32) (i32.const 7))
      (func $leaf (drop (global.get $counter)) (drop (i32.const 1024)))
      (func $longer call $leaf)
      (func $run (export "run") call $longer call $leaf)
      (func $init)
      (start $init)
      (func $slot)
      (func $dead)
      (table 1 funcref)
      (elem (i32.const 0) $slot)
      (data $text (i32.const 1024) "text"))`)
    expect(reasonOf(analysis, 'text')).toEqual(['run', 'leaf', 'text'])
    expect(reasonOf(analysis, 'counter')).toEqual(['run', 'leaf', 'counter'])
    expect(reasonOf(analysis, 'init')).toEqual(['init'])
    expect(reasonOf(analysis, 'slot')).toEqual(['table-slot', 'slot'])
    expect(reasonOf(analysis, 'dead')).toEqual([])
    expect(analysis.reasonFor(positionOf(analysis, 'text')).map(({ kind, index }) => [kind, index])).toEqual([
      ['function', 2],
      ['function', 0],
      ['data', 0],
    ])
  })

  it('gives no reason for what the graph does not know', () => {
    const analysis = analyze(TWO_EXPORTS)
    expect(analysis.reasonFor(0)).toEqual([])
    expect(analysis.reasonFor(-1)).toEqual([])
    expect(analysis.reasonFor(100_000)).toEqual([])
  })

  it('lists imports and exports of every kind', () => {
    const { report } = analyze(`(module
      (import "env" "log" (func))
      (import "env" "base" (global i32))
      (memory (export "memory") 1)
      (global (export "limit") i32 (i32.const 5)))`)
    expect(report.imports).toEqual([
      { module: 'env', name: 'log', kind: 'function' },
      { module: 'env', name: 'base', kind: 'global' },
    ])
    expect(report.exports).toEqual([
      { name: 'memory', kind: 'memory', index: 0, retainedBytes: 0 },
      { name: 'limit', kind: 'global', index: 1, retainedBytes: 5 },
    ])
  })

  it('takes symbols for those of a stripped module', () => {
    const named = readFixture('rust196-base_sizez.wasm')
    const stripped = removeSections(named, ({ id }) => id === 0)
    const crates = (bytes: Uint8Array, options?: AnalyzeOptions) =>
      new ModuleAnalysis(bytes, options).report.crates
    expect(crates(stripped)).toEqual([])
    expect(crates(stripped, { symbols: readModule(named).names })).toEqual(crates(named))
  })
})

describe('binaryen', () => {
  const path = 'emscripten3.1.6-Oz_names.wasm'
  const bytes = readFixture(path)
  const all = new ModuleAnalysis(bytes).report
  const functions = all.exports.filter(({ kind }) => kind === 'function')

  // Binaryen goes on where no indirect call is left: then it takes the whole table for unused.
  it.each(functions)('removes with export $name of an Emscripten module what we say goes with it', (gone) => {
    const others = all.exports.filter(({ name }) => name !== gone.name).map(({ name }) => name)
    const expected = unkept(new ModuleAnalysis(bytes, { usedExports: others }))
      .filter(({ kind }) => kind === 'function')
      .map(({ name }) => name)
    const module = binaryen.readBinary(bytes)
    const names = () =>
      Array.from(
        { length: module.getNumFunctions() },
        (_, at) => binaryen.getFunctionInfo(module.getFunctionByIndex(at)).name,
      )
    const before = names()
    module.removeExport(gone.name)
    module.runPasses(['remove-unused-module-elements'])
    const after = new Set(names())
    const removed = before.filter((name) => !after.has(name))
    module.dispose()
    expect(removed).toEqual(expect.arrayContaining(expected))
    expect(removed.length - expected.length).toBeLessThanOrEqual(1)
  })
})

describe('a node that is not a root', () => {
  it.each(FIXTURES.filter((path) => path.startsWith('emscripten')))(
    'retains no more than 40 %% of %s',
    (path) => {
      const analysis = new ModuleAnalysis(readFixture(path))
      const { items, sizeBytes } = analysis.report
      const large = items.filter(
        ({ retainedBytes }, at) => retainedBytes > sizeBytes * 0.4 && analysis.reasonFor(at).length > 1,
      )
      expect(large).toEqual([])
    },
  )
})

describe('the growth of a module by a crate and its dependencies', () => {
  const REGEX = new Set(['regex', 'regex_syntax', 'regex_automata', 'aho_corasick', 'memchr'])
  const isRegex = ({ crate }: SizeItem) => REGEX.has(crate ?? '')
  const withoutCustom = (path: string) => {
    const bytes = readFixture(path)
    const stripped = removeSections(bytes, ({ id }) => id === 0)
    return new ModuleAnalysis(stripped, { symbols: readModule(bytes).names })
  }
  const larger = withoutCustom('rust196-rx_sizez.wasm')
  const smaller = withoutCustom('rust196-base_sizez.wasm')
  const growth = larger.report.sizeBytes - smaller.report.sizeBytes
  const ours = larger.report.items.filter(isRegex)

  it('is found to at least 90 % in what goes with the crates, and to less than 100 %', () => {
    const share = larger.retainedTogether(isRegex) / growth
    expect(share).toBeGreaterThanOrEqual(0.9)
    expect(share).toBeLessThan(1)
  })

  it('is found to less than 30 % by names alone, to more than 80 % with what was inferred', () => {
    expect(sum(ours.filter(({ inferred }) => inferred !== true)) / growth).toBeLessThan(0.3)
    expect(sum(ours) / growth).toBeGreaterThan(0.8)
  })

  it('is not found where it is not', () => {
    expect(smaller.report.items.filter(isRegex)).toEqual([])
  })

  it('is data for the most part, all of it inferred', () => {
    const data = ours.filter(({ kind }) => kind === 'data')
    expect(sum(data)).toBeGreaterThan(growth / 2)
    expect(data.every(({ inferred }) => inferred === true)).toBe(true)
  })

  it('is honestly unattributed without names', () => {
    const bytes = removeSections(readFixture('rust196-rx_sizez.wasm'), ({ id }) => id === 0)
    const { report } = new ModuleAnalysis(bytes)
    expect(report.crates).toEqual([])
    expect(report.unattributedBytes).toBeGreaterThan(bytes.length * 0.95)
  })
})

describe('a damaged module', () => {
  const DAMAGED = [
    'rust196-base_sizez.wasm',
    'clang19-threads.wasm',
    'moonc0.1.202605-moonbit-wasm-gc-debug.wasm',
  ]

  it.each(DAMAGED)('has leaves that sum or is refused with an offset, in 300 variants of %s', (path) => {
    const bytes = readFixture(path)
    const random = randomFrom(bytes.length)
    let read = 0
    for (let variant = 0; variant < 300; variant++) {
      const damaged = bytes.slice()
      const at = 8 + random(bytes.length - 8)
      damaged[at] = (damaged[at] as number) ^ (1 << random(8))
      try {
        expect(sum(new ModuleAnalysis(damaged).report.items), `byte ${at}`).toBe(bytes.length)
        read++
      } catch (error) {
        if (!(error instanceof WasmParseError)) throw error
      }
    }
    expect(read).toBeGreaterThan(0)
  })

  it('may name functions, globals, tables and segments that are not there', () => {
    const bytes = wat(
      `(module
        (memory 1)
        (table 10 funcref)
        (global $g (mut i32) (i32.const 4))
        (func $f call $f (drop (global.get $g)) (drop (ref.func $f)) (data.drop 0)
          (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0)))
        (elem (i32.const 0) $f)
        (export "f" (func $f))
        (export "g" (global $g))
        (start $f)
        (data $d "text"))`,
    )
    // Every index is one byte; those of 0 become 127 one by one.
    let read = 0
    for (let at = 8; at < bytes.length; at++) {
      if (bytes[at] !== 0) continue
      const damaged = bytes.slice()
      damaged[at] = 0x7f
      try {
        const analysis = new ModuleAnalysis(damaged)
        expect(sum(analysis.report.items)).toBe(bytes.length)
        read++
      } catch (error) {
        if (!(error instanceof WasmParseError)) throw error
      }
    }
    expect(read).toBeGreaterThan(8)
  })
})
