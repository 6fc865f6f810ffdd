import { Cursor } from './cursor.ts'
import { countImports, type WasmModule } from './module.ts'
import { WasmParseError } from './parse-error.ts'
import { readSymbolTable, SymbolKind, type IndexLimits, type SymbolTable } from './symbol-table.ts'

/** What a `linking` section says; objects have one, and modules that were linked with `--emit-relocs`. */
export interface Linking {
  readonly symbols: SymbolTable
  readonly segments: SegmentInfo
  readonly initFunctions: InitFunctions
  readonly comdats: readonly Comdat[]
}

/** Data segments by their index. */
export interface SegmentInfo {
  readonly names: readonly string[]
  /** Alignments as powers of 2: 3 is 8 bytes. */
  readonly alignments: Uint32Array
  readonly flags: Uint32Array
}

/** Constructors, in file order. */
export interface InitFunctions {
  readonly priorities: Uint32Array
  /** Symbols, not functions. */
  readonly symbols: Uint32Array
}

/** What is linked once and all together. */
export interface Comdat {
  readonly name: string
  /** 0 data segment, 1 function, 2 global, 3 tag, 4 table, 5 section. */
  readonly kinds: Uint8Array
  readonly indices: Uint32Array
}

const VERSION = 2
const Subsection = { segmentInfo: 5, initFunctions: 6, comdats: 7, symbolTable: 8 } as const

/**
 * Reads the `linking` section of an object, or of a module that was linked with `--emit-relocs`; undefined without one.
 *
 * Format: https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#linking-metadata-section
 * Subsections of unknown kinds are skipped, as LLVM does.
 *
 * @throws {WasmParseError} another version than 2, or malformed contents.
 */
export function readLinking(module: WasmModule): Linking | undefined {
  const section = module.sections.find(({ id, name }) => id === 0 && name === 'linking')
  if (section === undefined) return undefined
  const cursor = new Cursor(module.bytes, section.contentOffset, section.endOffset)
  const version = cursor.u32()
  if (version !== VERSION) {
    throw new WasmParseError(`linking section of version ${version}, not ${VERSION}`, section.contentOffset)
  }
  let symbols = readSymbolTable(new Cursor(EMPTY), {})
  let segments = readSegmentInfo(new Cursor(EMPTY))
  let initFunctions = readInitFunctions(new Cursor(EMPTY), 0)
  let comdats = readComdats(new Cursor(EMPTY))
  while (!cursor.done) {
    const kind = cursor.u8()
    const size = cursor.u32()
    const start = cursor.offset
    cursor.skip(size)
    const inner = new Cursor(module.bytes, start, cursor.offset)
    if (kind === Subsection.symbolTable) symbols = readSymbolTable(inner, limitsOf(module))
    else if (kind === Subsection.segmentInfo) segments = readSegmentInfo(inner)
    else if (kind === Subsection.initFunctions) initFunctions = readInitFunctions(inner, symbols.count)
    else if (kind === Subsection.comdats) comdats = readComdats(inner)
    else continue
    if (!inner.done) {
      throw new WasmParseError(
        `linking subsection has ${inner.end - inner.offset} bytes too many`,
        inner.offset,
      )
    }
  }
  return { symbols, segments, initFunctions, comdats }
}

const EMPTY = Uint8Array.of(0)

function limitsOf(module: WasmModule): IndexLimits {
  return {
    [SymbolKind.function]: countImports(module, 'function') + module.bodies.count,
    [SymbolKind.data]: module.data.count,
    [SymbolKind.global]: countImports(module, 'global') + module.globals.length,
    [SymbolKind.section]: module.sections.length,
    [SymbolKind.tag]: countImports(module, 'tag') + module.tags.length,
    [SymbolKind.table]: countImports(module, 'table') + module.tables.length,
  }
}

function readSegmentInfo(cursor: Cursor): SegmentInfo {
  const count = cursor.count(3)
  const names: string[] = []
  const alignments = new Uint32Array(count)
  const flags = new Uint32Array(count)
  for (let segment = 0; segment < count; segment++) {
    names.push(cursor.lossyName())
    alignments[segment] = cursor.u32()
    flags[segment] = cursor.u32()
  }
  return { names, alignments, flags }
}

function readInitFunctions(cursor: Cursor, symbolCount: number): InitFunctions {
  const count = cursor.count(2)
  const priorities = new Uint32Array(count)
  const symbols = new Uint32Array(count)
  for (let at = 0; at < count; at++) {
    priorities[at] = cursor.u32()
    const start = cursor.offset
    const symbol = cursor.u32()
    if (symbol >= symbolCount) throw new WasmParseError(`symbol ${symbol} of ${symbolCount}`, start)
    symbols[at] = symbol
  }
  return { priorities, symbols }
}

function readComdats(cursor: Cursor): Comdat[] {
  return Array.from({ length: cursor.count(3) }, () => {
    const name = cursor.lossyName()
    const start = cursor.offset
    const flags = cursor.u32()
    if (flags !== 0) throw new WasmParseError(`unknown comdat flags ${flags}`, start)
    const count = cursor.count(2)
    const kinds = new Uint8Array(count)
    const indices = new Uint32Array(count)
    for (let at = 0; at < count; at++) {
      kinds[at] = cursor.u8()
      indices[at] = cursor.u32()
    }
    return { name, kinds, indices }
  })
}
