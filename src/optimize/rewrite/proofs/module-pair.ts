import { Cursor } from '../../../wasm/cursor.ts'
import { InstructionReader } from '../../../wasm/instruction-reader.ts'
import { readModule, type WasmModule } from '../../../wasm/module.ts'
import { readValueType } from '../../../wasm/value-types.ts'
import { CursorPair, equalBytes } from './cursor-pair.ts'
import { compareSectionOrder, speaksOfCode } from './custom-pairs.ts'
import { Difference, prove, within } from './difference.ts'
import { compareExpressions } from './instruction-pair.ts'
import { compareNames, type NamePlan } from './name-pairs.ts'
import { nameOfType } from './local-types.ts'
import { SECTION_PAIRS } from './section-pairs.ts'

/** Two modules of which one is said to do what the other does. */
export interface ModulePair {
  readonly before: WasmModule
  readonly after: WasmModule
}

/** Where two modules may differ; they must be equal in everything else. */
export interface ModulePlan {
  /** Index of a function after by the one before, imports included; all keep theirs without it. */
  readonly functionIndices?: Uint32Array
  /** Compares two bodies from their local declarations on; they must be equal without it. */
  readonly compareBodies?: CompareBodies
  /** Compares what is in data sections and data counts, which must be equal without it. */
  readonly compareData?: () => void
  /** How names may change; they must not without it. */
  readonly names?: NamePlan
  /** Custom sections that must be gone, besides those that speak of code where that changed. */
  readonly isStale?: (name: string) => boolean
}

/** Compares the bodies of defined function `index`; the cursors are in front of the local declarations. */
export type CompareBodies = (bodies: CursorPair, index: number) => void

/** Reads two modules and runs a check on them. */
export function proveModules(
  before: Uint8Array,
  after: Uint8Array,
  check: (pair: ModulePair) => void,
): string | undefined {
  return prove(() => check({ before: readModule(before), after: readModule(after) }))
}

const FUNCTION_SECTION = 3
const CODE_SECTION = 10
const DATA_SECTIONS: ReadonlySet<number> = new Set([11, 12])

/** Compares two modules section by section. */
export function compareModules({ before, after }: ModulePair, plan: ModulePlan = {}): void {
  const { functionIndices, compareBodies = compareEqualBodies(functionIndices), names } = plan
  const isSkipped = (id: number) =>
    id === FUNCTION_SECTION ||
    id === CODE_SECTION ||
    (plan.compareData !== undefined && DATA_SECTIONS.has(id))
  const isCodeChanged = !equalBytes(payloadOf(before, CODE_SECTION), payloadOf(after, CODE_SECTION))
  compareSectionOrder(before, after, isSkipped, {
    isStale: (name) => (isCodeChanged && speaksOfCode(name)) || plan.isStale?.(name) === true,
    ...(names === undefined ? {} : { compareNames: () => compareNames(before, after, names) }),
  })
  for (const section of before.sections) {
    if (section.id === 0 || isSkipped(section.id)) continue
    const compare = SECTION_PAIRS[section.id]
    const other = after.sections.find(({ id }) => id === section.id)
    if (compare === undefined || other === undefined) throw new Difference(`section "${section.name}"`)
    const pair = new CursorPair(
      new Cursor(before.bytes, section.payloadOffset, section.endOffset),
      new Cursor(after.bytes, other.payloadOffset, other.endOffset),
    )
    within(`${section.name} section`, () => {
      compare(pair, functionIndices)
      pair.end()
    })
  }
  plan.compareData?.()
  compareFunctions({ before, after }, functionIndices, compareBodies)
}

function compareFunctions(
  { before, after }: ModulePair,
  functionIndices: Uint32Array | undefined,
  compareBodies: CompareBodies,
): void {
  const importCount = before.importCounts.function
  if (functionIndices === undefined && before.bodies.count !== after.bodies.count) {
    throw new Difference(`${before.bodies.count} functions became ${after.bodies.count}`)
  }
  for (let index = 0; index < before.bodies.count; index++) {
    const newIndex =
      functionIndices === undefined ? index : (functionIndices[importCount + index] as number) - importCount
    // A function that is gone has no index; whatever still refers to it was found elsewhere.
    if (newIndex >= after.bodies.count) continue
    if (before.functions.typeIndices[index] !== after.functions.typeIndices[newIndex]) {
      throw new Difference(`type of function ${importCount + index} differs`)
    }
    compareOneFunction({ before, after }, index, newIndex, functionIndices === undefined, compareBodies)
  }
}

function compareOneFunction(
  { before, after }: ModulePair,
  index: number,
  newIndex: number,
  equalIfSameBytes: boolean,
  compareBodies: CompareBodies,
): void {
  const left = bodyOf(before, index)
  const right = bodyOf(after, newIndex)
  if (equalIfSameBytes && sameRest(left, right)) return
  try {
    compareBodies(new CursorPair(left, right), index)
  } catch (error) {
    if (!(error instanceof Difference)) throw error
    throw new Difference(`function ${before.importCounts.function + index}: ${error.message}`)
  }
}

/** A cursor over a body from its local declarations on. */
export function bodyOf({ bytes, bodies }: WasmModule, index: number): Cursor {
  return new Cursor(bytes, bodies.contentOffsets[index], bodies.endOffsets[index])
}

function sameRest(left: Cursor, right: Cursor): boolean {
  const length = left.end - left.offset
  if (length !== right.end - right.offset) return false
  for (let at = 0; at < length; at++) {
    if (left.bytes[left.offset + at] !== right.bytes[right.offset + at]) return false
  }
  return true
}

function compareEqualBodies(functionIndices: Uint32Array | undefined): CompareBodies {
  return (bodies) => {
    compareDeclarations(bodies)
    const { before, after } = openPair(bodies)
    compareExpressions(before, after, functionIndices)
    closePair(before, after)
  }
}

/** Compares the local declarations of two bodies; it does not matter how they are grouped. */
export function compareDeclarations({ before, after }: CursorPair): void {
  const left = readRuns(before)
  const right = readRuns(after)
  if (left.length !== right.length || left.some((run, at) => run !== right[at])) {
    throw new Difference('local declarations differ')
  }
}

/** Declared locals as `count type`, equal neighbours put together. */
function readRuns(cursor: Cursor): string[] {
  const runs: { type: string; count: number }[] = []
  for (let left = cursor.count(2); left > 0; left--) {
    const count = cursor.u32()
    const type = nameOfType(readValueType(cursor))
    const last = runs.at(-1)
    if (last?.type === type) last.count += count
    else if (count > 0) runs.push({ type, count })
  }
  return runs.map(({ type, count }) => `${count} ${type}`)
}

/** Readers of the instructions of two bodies, from behind their local declarations on. */
export function openPair({ before, after }: CursorPair): {
  before: InstructionReader
  after: InstructionReader
} {
  return {
    before: new InstructionReader(before.bytes, before.offset, before.end),
    after: new InstructionReader(after.bytes, after.offset, after.end),
  }
}

/** Both bodies must have come to their ends. */
export function closePair(before: InstructionReader, after: InstructionReader): void {
  if (!before.done || !after.done) throw new Difference('bytes behind the end of a body')
}

function payloadOf({ bytes, sections }: WasmModule, id: number): Uint8Array {
  const section = sections.find((candidate) => candidate.id === id)
  return section === undefined
    ? bytes.subarray(0, 0)
    : bytes.subarray(section.payloadOffset, section.endOffset)
}
