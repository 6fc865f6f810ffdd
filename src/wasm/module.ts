import { Cursor } from './cursor.ts'
import {
  checkExports,
  checkGlobals,
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
import { checkImports, readImports, type ExternKind, type Import, type ImportCounts } from './imports.ts'
import { lazy } from './lazy.ts'
import { NO_NAMES, readNames, type ModuleNames } from './names.ts'
import { WasmParseError } from './parse-error.ts'
import { readProducers, type Producer } from './producers.ts'
import { readSections, SECTION_NAMES, type Section } from './sections.ts'
import { readDataSegments, readElementSegments, type SegmentRanges } from './segments.ts'
import { checkTypes, readTypes, type TypeDefinition } from './types.ts'

/**
 * A core module, read down to the ranges of its entries; bodies are not decoded.
 *
 * Index spaces begin with the imports: function `i` is `imports` of kind function first, then `bodies`.
 * All offsets are absolute in `bytes`.
 *
 * Types, imports, globals and exports are checked when the module is read, and become objects when they are first asked for;
 * names become strings each time. So `bytes` must stay what they are.
 */
export interface WasmModule {
  readonly bytes: Uint8Array
  readonly sections: readonly Section[]
  readonly types: readonly TypeDefinition[]
  readonly imports: readonly Import[]
  readonly importCounts: ImportCounts
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
  const cursorOf = (id: number): Cursor => {
    const section = sections.find((candidate) => candidate.id === id)
    return section === undefined
      ? new Cursor(EMPTY_VECTOR)
      : new Cursor(bytes, section.payloadOffset, section.endOffset)
  }
  const read = <T>(id: number, parse: (cursor: Cursor) => T): T => {
    const cursor = cursorOf(id)
    const result = parse(cursor)
    if (!cursor.done) {
      const left = cursor.end - cursor.offset
      throw new WasmParseError(`${SECTION_NAMES[id]} section has ${left} bytes too many`, cursor.offset)
    }
    return result
  }
  const readLater = <T>(id: number, check: (cursor: Cursor) => unknown, parse: (cursor: Cursor) => T) => {
    read(id, check)
    return lazy(() => parse(cursorOf(id)))
  }
  const start = sections.some(({ id }) => id === 8) ? { start: read(8, (cursor) => cursor.u32()) } : {}
  const functions = read(3, readFunctionDeclarations)
  const types = readLater(1, checkTypes, readTypes)
  const importCounts = read(2, checkImports)
  const imports = lazy(() => readImports(cursorOf(2)))
  const globals = readLater(6, checkGlobals, readGlobals)
  const exports = readLater(7, checkExports, readExports)
  const producers = lazy(() => readProducers(bytes, sections))
  return {
    bytes,
    sections,
    get types() {
      return types()
    },
    get imports() {
      return imports()
    },
    importCounts,
    functions,
    tables: read(4, readTables),
    memories: read(5, readMemories),
    get globals() {
      return globals()
    },
    tags: read(13, readTags),
    get exports() {
      return exports()
    },
    ...start,
    elements: read(9, readElementSegments),
    bodies: read(10, (cursor) => readFunctionBodies(cursor, functions.typeIndices.length)),
    data: read(11, readDataSegments),
    names: readNameSection(bytes, sections),
    get producers() {
      return producers()
    },
  }
}

const EMPTY_VECTOR = Uint8Array.of(0)

function readNameSection(bytes: Uint8Array, sections: readonly Section[]): ModuleNames {
  const section = sections.find(({ id, name }) => id === 0 && name === 'name')
  return section === undefined ? NO_NAMES : readNames(bytes, section.contentOffset, section.endOffset)
}

/** Counts the imports of a kind: the index of the first definition of that kind. */
export function countImports(module: WasmModule, kind: ExternKind): number {
  return module.importCounts[kind]
}
