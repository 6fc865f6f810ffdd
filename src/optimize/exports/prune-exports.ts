import type { Export } from '../../wasm/definitions.ts'
import { readModule } from '../../wasm/module.ts'
import { Op } from '../../wasm/opcodes.ts'
import { ByteWriter } from '../rewrite/byte-writer.ts'
import { forEachFunctionNamed, removeDeadFunctions } from '../rewrite/dead-functions.ts'
import { decodeModule } from '../rewrite/decode-module.ts'
import { encodeModule } from '../rewrite/encode-module.ts'
import type { ModuleCode } from '../rewrite/module-code.ts'
import { proveMerged } from '../rewrite/proofs/merged.ts'
import { isProtected } from './protected-exports.ts'

/** A module without the exports that a list leaves out. */
export interface PrunedModule {
  /** The input itself where nothing is left out. */
  readonly bytes: Uint8Array
  /** Names that were taken out, in file order. */
  readonly pruned: readonly string[]
  /** Names that are not in the list and stay all the same, in file order. */
  readonly kept: readonly string[]
  /** Names of the list that the module does not export. */
  readonly unknown: readonly string[]
  /** Why functions that nothing reaches any more are still there: the proof failed, which is a mistake of ours. */
  readonly unproved?: string
}

/**
 * Takes out the exports that `listed` does not name, and the functions that nobody can reach any more.
 *
 * Protected exports stay (see {@link isProtected}), and so do those that code refers to and nothing else declares.
 *
 * @throws {WasmParseError} a module that cannot be read to the last instruction.
 */
export function pruneExports(bytes: Uint8Array, listed: readonly string[]): PrunedModule {
  const { exports } = readModule(bytes)
  const names = new Set(exports.map(({ name }) => name))
  const wanted = new Set(listed)
  const unknown = [...wanted].filter((name) => !names.has(name))
  const isKept = (entry: Export) => wanted.has(entry.name) || isProtected(entry)
  let without = removeEntries(bytes, isKept)
  let code = decodeModule(without)
  const undeclared = findUndeclared(code)
  if (undeclared.size > 0) {
    without = removeEntries(bytes, (entry) => isKept(entry) || isReference(entry, undeclared))
    code = decodeModule(without)
  }
  const left = new Set(code.module.exports.map(({ name }) => name))
  const kept = [...left].filter((name) => !wanted.has(name))
  const pruned = [...names].filter((name) => !left.has(name))
  if (pruned.length === 0) return { bytes, pruned, kept, unknown }
  const smaller = removeDeadFunctions(code)
  if (smaller === undefined) return { bytes: without, pruned, kept, unknown }
  const output = encodeModule(smaller)
  const unproved = proveMerged(without, output, smaller.functionIndices)
  if (unproved !== undefined) return { bytes: without, pruned, kept, unknown, unproved }
  return { bytes: output, pruned, kept, unknown }
}

function isReference({ kind, index }: Export, functions: ReadonlySet<number>): boolean {
  return kind === 'function' && functions.has(index)
}

/** Finds functions that code takes references to and that nothing outside of code names, as validation demands. */
function findUndeclared(code: ModuleCode): ReadonlySet<number> {
  const referenced = new Set<number>()
  for (const { opcodes, operands } of code.functions)
    for (let at = 0; at < opcodes.length; at++)
      if (opcodes[at] === Op.refFunc) referenced.add(operands[at] as number)
  if (referenced.size === 0) return referenced
  forEachFunctionNamed(code.module, (index, sectionId) => {
    // To be the start function is no declaration: https://webassembly.github.io/spec/core/valid/modules.html
    if (sectionId !== START_SECTION) referenced.delete(index)
  })
  return referenced
}

const EXPORT_SECTION = 7
const START_SECTION = 8

/** Writes a module without some entries of its export section; all else stays as it is. */
export function removeEntries(bytes: Uint8Array, isKept: (entry: Export) => boolean): Uint8Array {
  const { sections, exports } = readModule(bytes)
  const section = sections.find(({ id }) => id === EXPORT_SECTION)
  if (section === undefined) return bytes
  const kept = exports.filter(isKept)
  const payload = new ByteWriter()
  payload.unsigned(kept.length)
  for (const { offset, endOffset } of kept) payload.bytes(bytes, offset, endOffset)
  const output = new ByteWriter(bytes.length)
  output.bytes(bytes, 0, section.offset)
  output.u8(EXPORT_SECTION)
  output.sized(payload)
  output.bytes(bytes, section.endOffset)
  return output.view().slice()
}
