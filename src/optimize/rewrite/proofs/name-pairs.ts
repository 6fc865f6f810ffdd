import { Cursor } from '../../../wasm/cursor.ts'
import type { WasmModule } from '../../../wasm/module.ts'
import type { NameSubsection } from '../../../wasm/names.ts'
import { equalBytes } from './cursor-pair.ts'
import { Difference } from './difference.ts'

/** What may become of the `name` section. */
export interface NamePlan {
  /** Subsections that may be gone. */
  readonly optional: ReadonlySet<string>
  /** Index of a function after by the one before; several may have one, which then has the names of any of them. */
  readonly functionIndices?: Uint32Array
}

/** Compares the `name` sections of two modules that both have one. */
export function compareNames(before: WasmModule, after: WasmModule, plan: NamePlan): void {
  for (const { sections } of [before, after]) {
    if (sections.filter(({ id, name }) => id === 0 && name === 'name').length > 1) {
      throw new Difference('more than one name section')
    }
  }
  // Also where they cannot be read.
  if (plan.functionIndices === undefined && equalBytes(sectionOf(before), sectionOf(after))) return
  if (before.names.problem !== undefined) throw before.names.problem
  if (after.names.problem !== undefined) throw after.names.problem
  const right = after.names.subsections
  let at = 0
  for (const subsection of before.names.subsections) {
    const other = right[at]
    if (other?.name === subsection.name) {
      compareSubsections(before, subsection, after, other, plan.functionIndices)
      at++
    } else if (!plan.optional.has(subsection.name)) {
      throw new Difference(`name subsection "${subsection.name}" is gone or elsewhere`)
    }
  }
  if (at < right.length) throw new Difference(`name subsection "${right[at]?.name}" is new`)
}

const BY_FUNCTION: ReadonlySet<string> = new Set(['function', 'local', 'label'])

function compareSubsections(
  before: WasmModule,
  subsection: NameSubsection,
  after: WasmModule,
  other: NameSubsection,
  functionIndices: Uint32Array | undefined,
): void {
  const differs = () => new Difference(`names of kind "${subsection.name}" differ`)
  if (functionIndices === undefined || !BY_FUNCTION.has(subsection.name)) {
    if (!equalBytes(contentsOf(before, subsection), contentsOf(after, other))) throw differs()
    return
  }
  const found = readEntries(after, other)
  const allowed = new Map<number, Uint8Array[]>()
  for (const [index, entry] of readEntries(before, subsection)) {
    const newIndex = functionIndices[index]
    if (newIndex === undefined) throw new Difference(`a name of function ${index}, which there is not`)
    const entries = allowed.get(newIndex) ?? []
    entries.push(entry)
    allowed.set(newIndex, entries)
  }
  for (const [index, entry] of found) {
    if (!allowed.get(index)?.some((candidate) => equalBytes(candidate, entry))) throw differs()
  }
  const functionCount = after.importCounts.function + after.bodies.count
  for (const index of allowed.keys()) if (index < functionCount && !found.has(index)) throw differs()
}

/** What a subsection says of each function, as it is written; a later entry for a function replaces an earlier one. */
function readEntries({ bytes }: WasmModule, subsection: NameSubsection): Map<number, Uint8Array> {
  const cursor = new Cursor(bytes, subsection.contentOffset, subsection.endOffset)
  const entries = new Map<number, Uint8Array>()
  for (let left = cursor.count(2); left > 0; left--) {
    const index = cursor.u32()
    const start = cursor.offset
    if (subsection.name === 'function') cursor.skip(cursor.u32())
    else {
      for (let inner = cursor.count(2); inner > 0; inner--) {
        cursor.u32()
        cursor.skip(cursor.u32())
      }
    }
    entries.set(index, bytes.subarray(start, cursor.offset))
  }
  if (!cursor.done) throw new Difference(`names of kind "${subsection.name}" do not end where they should`)
  return entries
}

/** The contents of the first `name` section. */
function sectionOf({ bytes, sections }: WasmModule): Uint8Array {
  const section = sections.find(({ id, name }) => id === 0 && name === 'name')
  return bytes.subarray(section?.contentOffset ?? 0, section?.endOffset ?? 0)
}

function contentsOf({ bytes }: WasmModule, { contentOffset, endOffset }: NameSubsection): Uint8Array {
  return bytes.subarray(contentOffset, endOffset)
}
