import { readFileSync } from 'node:fs'
import binaryen from 'binaryen'
import { describe, expect, it } from 'vitest'
import { collectFeatures } from '../../src/wasm/features.ts'
import { InstructionReader } from '../../src/wasm/instruction-reader.ts'
import { readModule, type WasmModule } from '../../src/wasm/module.ts'
import type { ValueType } from '../../src/wasm/value-types.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { installedModules } from '../support/installed-modules.mjs'
import { readWithWasmparser } from '../support/wasmparser-ranges.ts'

/** What wabt 1.0.39 writes without the memory index of a data segment. */
const MALFORMED = 'probes/wabt1.0.39-multimemory.wasm'
/** Where wasmparser 5.11.1 gives up: heap types that it does not know. */
const NOT_OF_WASMPARSER = ['probes/binaryen132-stackswitching.wasm', 'probes/binaryen132-stringref.wasm']
/** Whose instructions it misreads or refuses: memory indices of memory arguments, and wide arithmetic. */
const BODIES_NOT_OF_WASMPARSER = new Set([
  'probes/binaryen132-multimemory.wasm',
  'probes/binaryen132-wide_arith.wasm',
])

const rustApp = 'playground/src/rust-app/rust-app.wasm'
const all = [
  ...FIXTURES.filter((path) => path !== MALFORMED).map((path) => ({ path, bytes: readFixture(path) })),
  { path: rustApp, bytes: new Uint8Array(readFileSync(new URL(`../../${rustApp}`, import.meta.url))) },
  ...installedModules(),
]
const readable = all.filter(({ path }) => !NOT_OF_WASMPARSER.includes(path))
/** Both oracles take seconds for larger modules. */
const LARGEST_BYTES = process.env['WASM_BUDGET_FULL'] === '1' ? Infinity : 1_000_000
/** Rows for tests of every module, its path first. */
const rows = (modules: typeof all) => modules.map(({ path, bytes }) => [path, bytes] as const)
const small = (modules: typeof all) => modules.filter(({ bytes }) => bytes.length < LARGEST_BYTES)

it('compares everything but what wasmparser cannot read', () => {
  const refused = all.filter(({ bytes }) => {
    try {
      readWithWasmparser(bytes)
      return false
    } catch {
      return true
    }
  })
  expect(refused.map(({ path }) => path)).toEqual(NOT_OF_WASMPARSER)
  expect(readable.length).toBeGreaterThan(60)
})

/** Whether `from..to` is one LEB128, and of this value. */
function isLeb(bytes: Uint8Array, from: number, to: number, value: number): boolean {
  let rest = value
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    if ((byte & 0x7f) !== rest % 128 || byte >= 0x80 !== at < to - 1) return false
    rest = Math.floor(rest / 128)
  }
  return rest === 0 && to > from
}

describe.each(rows(readable))('%s', (_, bytes) => {
  const module = readModule(bytes)
  const theirs = readWithWasmparser(bytes)
  const sectionOf = (id: number) => module.sections.find((section) => section.id === id)

  it('has the sections that wasmparser finds, without a gap', () => {
    expect(
      module.sections.map(({ id, contentOffset, endOffset }) => ({ id, contentOffset, endOffset })),
    ).toEqual(theirs.sections)
    expect(module.sections.map(({ offset }) => offset)).toEqual(
      [8, ...theirs.sections.map(({ endOffset }) => endOffset)].slice(0, module.sections.length),
    )
  })

  it('has as many types, imports and exports', () => {
    expect([module.types, module.imports, module.exports].map(({ length }) => length)).toEqual([
      theirs.typeCount,
      theirs.importCount,
      theirs.exportCount,
    ])
  })

  it('has function bodies where wasmparser has them, each behind the one before', () => {
    const { count, offsets, contentOffsets, endOffsets } = module.bodies
    expect([...endOffsets]).toEqual(theirs.bodyEnds)
    expect([...offsets.subarray(1)]).toEqual(theirs.bodyEnds.slice(0, -1))
    const code = sectionOf(10)
    if (code && count > 0) expect(isLeb(bytes, code.contentOffset, offsets[0] as number, count)).toBe(true)
    const oddSizes = [...contentOffsets].filter(
      (content, index) =>
        !isLeb(bytes, offsets[index] as number, content, (endOffsets[index] as number) - content),
    )
    expect(oddSizes).toEqual([])
  })

  it('has data and element segments where wasmparser has them, each behind the one before', () => {
    const { data, elements } = module
    expect([...data.payloadOffsets]).toEqual(theirs.dataStarts)
    expect([...data.endOffsets]).toEqual(theirs.dataEnds)
    expect([...elements.endOffsets]).toEqual(theirs.elementEnds)
    for (const [segments, section] of [
      [data, sectionOf(11)],
      [elements, sectionOf(9)],
    ] as const) {
      expect([...segments.offsets.subarray(1)]).toEqual([...segments.endOffsets.subarray(0, -1)])
      if (section === undefined || segments.count === 0) continue
      expect(isLeb(bytes, section.contentOffset, segments.offsets[0] as number, segments.count)).toBe(true)
    }
  })
})

/** Offsets behind every instruction of every body. */
function instructionEnds(module: WasmModule, starts: readonly number[]): number[] {
  const ends: number[] = []
  for (const [index, start] of starts.entries()) {
    const reader = new InstructionReader(module.bytes, start, module.bodies.endOffsets[index])
    while (reader.next()) ends.push(reader.offset)
  }
  return ends
}

const decodable = readable.filter(({ path }) => !BODIES_NOT_OF_WASMPARSER.has(path))

it.each(rows(small(decodable)))('%s has every instruction where wasmparser has it', (_, bytes) => {
  const module = readModule(bytes)
  const theirs = readWithWasmparser(bytes, true)
  const ours = instructionEnds(module, theirs.instructionStarts)
  // It takes the table index of an indirect call for one byte: the other four of the overlong form become instructions.
  if (collectFeatures(module).has('call-indirect-overlong')) {
    const known = new Set(theirs.instructionEnds)
    expect(ours.filter((end) => !known.has(end))).toEqual([])
    expect((theirs.instructionEnds.length - ours.length) % 4).toBe(0)
  } else expect(ours).toEqual(theirs.instructionEnds)
})

interface BinaryenModule {
  getNumFunctions(): number
  getFunctionByIndex(index: number): number
  getNumExports(): number
  getExportByIndex(index: number): number
  dispose(): void
}

// Its declarations leave the second parameter out.
const readWithBinaryen = binaryen.readBinary as unknown as (
  bytes: Uint8Array,
  features: number,
) => BinaryenModule

const NUMBERS = ['i32', 'i64', 'f32', 'f64', 'v128'] as const
const nameOfNumber = new Map<number, string>(NUMBERS.map((name) => [binaryen[name], name]))
const ofBinaryen = (types: number) =>
  binaryen
    .expandType(types)
    .map((type) => nameOfNumber.get(type) ?? 'ref')
    .join(' ')
const ofOurs = (types: readonly ValueType[]) =>
  types.map((type) => (typeof type === 'string' ? type : 'ref')).join(' ')

/** `from module.name: parameters -> results` for each function, imported ones first. */
function describeFunctions(module: WasmModule): string[] {
  const signature = (typeIndex: number) => {
    const composite = module.types[typeIndex]?.composite
    if (composite?.kind !== 'func') throw new Error(`type ${typeIndex} is no function's`)
    return `${ofOurs(composite.params)} -> ${ofOurs(composite.results)}`
  }
  const imported = module.imports.flatMap(({ module: from, name, type }) =>
    type.kind === 'function' ? [`${from}.${name}: ${signature(type.typeIndex)}`] : [],
  )
  return [...imported, ...[...module.functions.typeIndices].map((index) => `.: ${signature(index)}`)]
}

it.each(rows(small(all)))('%s has the functions, their types and the exports of binaryen', (_, bytes) => {
  const module = readModule(bytes)
  const theirs = readWithBinaryen(bytes, binaryen.Features.All)
  const functions = Array.from({ length: theirs.getNumFunctions() }, (_, index) => {
    const info = binaryen.getFunctionInfo(theirs.getFunctionByIndex(index))
    return `${info.module ?? ''}.${info.base ?? ''}: ${ofBinaryen(info.params)} -> ${ofBinaryen(info.results)}`
  })
  const exported = Array.from(
    { length: theirs.getNumExports() },
    (_, index) => binaryen.getExportInfo(theirs.getExportByIndex(index)).name,
  )
  theirs.dispose()
  expect(describeFunctions(module)).toEqual(functions)
  expect(module.exports.map(({ name }) => name)).toEqual(exported)
})
