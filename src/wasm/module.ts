import { Cursor } from './cursor.ts'
import {
  readExports,
  readGlobals,
  readMemories,
  readTables,
  readTags,
  type Definition,
  type Export,
} from './definitions.ts'
import {
  readFunctionBodies,
  readFunctionDeclarations,
  type FunctionBodies,
  type FunctionDeclarations,
} from './functions.ts'
import { readImports, type ExternKind, type Import } from './imports.ts'
import { NO_NAMES, readNames, type ModuleNames } from './names.ts'
import { WasmParseError } from './parse-error.ts'
import { readProducers, type Producer } from './producers.ts'
import { readSections, type Section } from './sections.ts'
import { readDataSegments, readElementSegments, type SegmentRanges } from './segments.ts'
import { readTypes, type TypeDefinition } from './types.ts'

/**
 * A core module, read down to the ranges of its entries; bodies are not decoded.
 *
 * Index spaces begin with the imports: function `i` is `imports` of kind function first, then `bodies`.
 * All offsets are absolute in `bytes`.
 */
export interface WasmModule {
  readonly bytes: Uint8Array
  readonly sections: readonly Section[]
  readonly types: readonly TypeDefinition[]
  readonly imports: readonly Import[]
  readonly functions: FunctionDeclarations
  readonly tables: readonly Definition[]
  readonly memories: readonly Definition[]
  readonly globals: readonly Definition[]
  readonly tags: readonly Definition[]
  readonly exports: readonly Export[]
  readonly elements: SegmentRanges
  readonly bodies: FunctionBodies
  readonly data: SegmentRanges
  /** Index of the start function. */
  readonly start?: number
  readonly names: ModuleNames
  readonly producers: readonly Producer[]
}

/**
 * Reads a core WebAssembly module.
 *
 * @throws {WasmParseError} anything malformed or unknown, with its offset; components are named as such.
 */
export function readModule(bytes: Uint8Array): WasmModule {
  const sections = readSections(bytes)
  const read = <T>(id: number, parse: (cursor: Cursor) => T): T => {
    const section = sections.find((candidate) => candidate.id === id)
    if (section === undefined) return parse(new Cursor(EMPTY_VECTOR))
    const cursor = new Cursor(bytes, section.payloadOffset, section.endOffset)
    const result = parse(cursor)
    if (!cursor.done) {
      throw new WasmParseError(
        `${section.name} section has ${cursor.end - cursor.offset} bytes too many`,
        cursor.offset,
      )
    }
    return result
  }
  const start = sections.some(({ id }) => id === 8) ? { start: read(8, (cursor) => cursor.u32()) } : {}
  const functions = read(3, readFunctionDeclarations)
  return {
    bytes,
    sections,
    types: read(1, readTypes),
    imports: read(2, readImports),
    functions,
    tables: read(4, readTables),
    memories: read(5, readMemories),
    globals: read(6, readGlobals),
    tags: read(13, readTags),
    exports: read(7, readExports),
    ...start,
    elements: read(9, readElementSegments),
    bodies: read(10, (cursor) => readFunctionBodies(cursor, functions.typeIndices.length)),
    data: read(11, readDataSegments),
    names: readNameSection(bytes, sections),
    producers: readProducers(bytes, sections),
  }
}

const EMPTY_VECTOR = Uint8Array.of(0)

function readNameSection(bytes: Uint8Array, sections: readonly Section[]): ModuleNames {
  const section = sections.find(({ id, name }) => id === 0 && name === 'name')
  return section === undefined ? NO_NAMES : readNames(bytes, section.contentOffset, section.endOffset)
}

/** Counts the imports of a kind: the index of the first definition of that kind. */
export function countImports(module: WasmModule, kind: ExternKind): number {
  let count = 0
  for (const { type } of module.imports) if (type.kind === kind) count++
  return count
}
