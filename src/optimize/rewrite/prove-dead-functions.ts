import { Cursor } from '../../wasm/cursor.ts'
import { readModule, type WasmModule } from '../../wasm/module.ts'
import type { Section } from '../../wasm/sections.ts'
import { readValueType } from '../../wasm/value-types.ts'
import { ByteWriter } from './byte-writer.ts'
import {
  transcribeData,
  transcribeElements,
  transcribeExports,
  transcribeGlobals,
  transcribeTables,
} from './transcribe-sections.ts'
import { Transcriber } from './transcriber.ts'

/**
 * Shows that a module is another one without functions that cannot be reached.
 *
 * From every place outside of bodies that names a function in both, the two are walked in step: functions that stand in the same
 * place are a pair, and bodies of a pair must be the same but for the functions that they name, which are pairs again. In the end
 * every function of `after` has one partner, so that whatever can run in `before` runs in `after`.
 */
export function proveDeadFunctions(before: Uint8Array, after: Uint8Array): string | undefined {
  const modules = [readModule(before), readModule(after)] as const
  const pairs = new Pairs(modules)
  const problem = compareSections(modules, pairs)
  if (problem !== undefined) return problem
  for (let index = pairs.next(); index !== undefined; index = pairs.next()) {
    const partner = pairs.of(index)
    const bodies = [bodyOf(modules[0], index), bodyOf(modules[1], partner)] as const
    if (!pairs.join(bodies[0], bodies[1])) return `function ${index} is not what ${partner} is`
  }
  return pairs.unpaired()
}

/** What a piece of a module says: its bytes without the functions that it names, and these. */
interface Skeleton {
  readonly bytes: Uint8Array
  readonly functions: readonly number[]
  /** Type and locals of a function. */
  readonly signature: string
}

/** Which function of one module stands for which of another. */
class Pairs {
  readonly #partners = new Map<number, number>()
  readonly #taken = new Map<number, number>()
  readonly #pending: number[] = []
  readonly #modules: readonly [WasmModule, WasmModule]

  constructor(modules: readonly [WasmModule, WasmModule]) {
    this.#modules = modules
    const { function: importCount } = modules[0].importCounts
    for (let index = 0; index < importCount; index++) {
      this.#partners.set(index, index)
      this.#taken.set(index, index)
    }
  }

  of(index: number): number {
    return this.#partners.get(index) as number
  }

  /** A function of the first module whose body is yet to be compared with its partner's. */
  next(): number | undefined {
    return this.#pending.pop()
  }

  /** Pairs the functions of two pieces in order; false where the pieces differ or a function has another partner already. */
  join(before: Skeleton, after: Skeleton): boolean {
    if (before.functions.length !== after.functions.length || before.signature !== after.signature)
      return false
    if (Buffer.compare(before.bytes, after.bytes) !== 0) return false
    return before.functions.every((index, at) => this.#pair(index, after.functions[at] as number))
  }

  #pair(index: number, partner: number): boolean {
    const known = this.#partners.get(index)
    if (known !== undefined) return known === partner
    const isDefined = index < countFunctions(this.#modules[0]) && partner < countFunctions(this.#modules[1])
    if (!isDefined || this.#taken.has(partner)) return false
    this.#partners.set(index, partner)
    this.#taken.set(partner, index)
    this.#pending.push(index)
    return true
  }

  unpaired(): string | undefined {
    const left = countFunctions(this.#modules[1]) - this.#taken.size
    return left === 0 ? undefined : `${left} functions are left that nothing reaches`
  }
}

function countFunctions({ importCounts, bodies }: WasmModule): number {
  return importCounts.function + bodies.count
}

function bodyOf(module: WasmModule, index: number): Skeleton {
  const { bytes, bodies, functions, importCounts } = module
  const at = index - importCounts.function
  const endOffset = bodies.endOffsets[at] as number
  const cursor = new Cursor(bytes, bodies.contentOffsets[at], endOffset)
  const locals = readLocals(cursor)
  const { bytes: code, functions: named } = skeletonOf(bytes, cursor.offset, endOffset, (transcriber) =>
    transcriber.expression(),
  )
  return { bytes: code, functions: named, signature: `${functions.typeIndices[at]} ${locals}` }
}

/** Writes the declared locals so that it does not matter how they are grouped. */
function readLocals(cursor: Cursor): string {
  const runs: { type: string; count: number }[] = []
  for (let left = cursor.count(2); left > 0; left--) {
    const count = cursor.u32()
    const type = JSON.stringify(readValueType(cursor))
    const last = runs.at(-1)
    if (last?.type === type) last.count += count
    else if (count > 0) runs.push({ type, count })
  }
  return runs.map(({ type, count }) => `${count} ${type}`).join()
}

function skeletonOf(
  bytes: Uint8Array,
  offset: number,
  endOffset: number,
  transcribe: (transcriber: Transcriber, writer: ByteWriter) => void,
): Skeleton {
  const functions: number[] = []
  const writer = new ByteWriter()
  const transcriber = new Transcriber(new Cursor(bytes, offset, endOffset), writer, (index) => {
    functions.push(index)
    return 0
  })
  transcribe(transcriber, writer)
  return { bytes: writer.view(), functions, signature: '' }
}

const NAMING_FUNCTIONS: Readonly<Record<number, (transcriber: Transcriber) => void>> = {
  4: transcribeTables,
  6: transcribeGlobals,
  7: transcribeExports,
  8: (transcriber) => transcriber.functionIndex(),
  9: transcribeElements,
}

const CODE_OF_FUNCTIONS: ReadonlySet<number> = new Set([3, 10])

function compareSections(modules: readonly [WasmModule, WasmModule], pairs: Pairs): string | undefined {
  const before = modules[0].sections.filter(isCompared)
  const after = modules[1].sections.filter(isCompared)
  if (before.length !== after.length) return 'a section is missing or new'
  for (const [at, section] of before.entries()) {
    const other = after[at] as Section
    const isSame =
      section.id === other.id &&
      pairs.join(sectionOf(modules[0].bytes, section), sectionOf(modules[1].bytes, other))
    if (!isSame) return `section ${section.id} is not the same`
  }
  return undefined
}

/** The name section says nothing about what a module does. */
function isCompared({ id, name }: Section): boolean {
  return !CODE_OF_FUNCTIONS.has(id) && !(id === 0 && name === 'name')
}

function sectionOf(bytes: Uint8Array, { id, payloadOffset, endOffset }: Section): Skeleton {
  return skeletonOf(bytes, payloadOffset, endOffset, (transcriber, writer) => {
    const transcribe = NAMING_FUNCTIONS[id]
    if (transcribe !== undefined) transcribe(transcriber)
    else if (id === 11) transcribeData(transcriber, writer, undefined)
    else transcriber.raw(endOffset - payloadOffset)
  })
}
