import type { CodeCounts } from './body-scanner.ts'
import type { Producer } from '../wasm/producers.ts'

/** What a leaf of a report is. */
export type ItemKind =
  | 'header'
  | 'section-overhead'
  | 'type'
  | 'import'
  | 'function'
  | 'table'
  | 'memory'
  | 'global'
  | 'export'
  | 'start'
  | 'element'
  | 'data'
  | 'tag'
  | 'name-subsection'
  | 'custom'

/** One leaf: bytes that belong to one thing, and to nothing else. */
export interface SizeItem {
  readonly kind: ItemKind
  /** Index in the thing's own index space; several leaves of kind `data` may share a segment's. Absent where there is none. */
  readonly index?: number
  /** Name as the module or its symbols say it, not demangled; absent where nobody named it. */
  readonly name?: string
  /** Where its (first) bytes begin. */
  readonly offset: number
  /** All its bytes; a function's are its size field, its body and its entry in the function section. */
  readonly sizeBytes: number
  /** Estimated share of the file's size on the wire; present where that size was given. */
  readonly wireSizeBytes?: number
  /** What would go with it: its own bytes and those of everything that only it keeps. */
  readonly retainedBytes: number
  /** Rust crate, outermost C++ namespace or Go package whose code or data it is. */
  readonly crate?: string
  /** Key that all copies of one generic function share. */
  readonly generic?: string
  /** Whether `crate` was inferred from references instead of read off a name or a symbol. */
  readonly inferred?: true
}

/** One section and how many of its bytes are not in items of its own. */
export interface SectionSize {
  readonly name: string
  readonly offset: number
  readonly sizeBytes: number
  /** Id, size field, count and whatever is not itemised. */
  readonly overheadBytes: number
  readonly itemCount: number
}

/** Everything of one crate, package or namespace, or all copies of one generic function. */
export interface GroupSize {
  readonly name: string
  /** Functions, `dataBytes` not included. */
  readonly codeBytes: number
  /** Data that only this group refers to, or that its symbols name. */
  readonly dataBytes: number
  /** `codeBytes + dataBytes`. */
  readonly sizeBytes: number
  /** What would go with all of it: its own bytes and those of everything that only it keeps. */
  readonly retainedBytes: number
  /** Part of `sizeBytes` whose attribution was inferred. */
  readonly inferredBytes: number
  /** Functions in the group. */
  readonly count: number
  readonly wireSizeBytes?: number
}

/**
 * All copies of one generic function; `wasteBytes` is what one copy for all would save at the most, `retainedBytes` the sum
 * of what the copies retain each by itself.
 */
export interface GenericSize extends GroupSize {
  /** min(total − largest copy, average copy · (copies − 1)), as twiggy reckons it. */
  readonly wasteBytes: number
}

/**
 * Where every byte of a module is.
 *
 * ```
 * file      |header|   section   |        section         |  sum of sections + 8 = sizeBytes
 * items     |header|overhead|item|overhead|item|item|item |  sum of items        = sizeBytes
 * crates          items that have a crate, by crate      |  + unattributedBytes + the rest = sizeBytes
 * generics        functions that have a generic key, by key
 * topics          functions of runtimes and standard libraries, by what they are for
 * ```
 *
 * JSON-serialisable; `version` grows when a field changes its meaning.
 */
export interface SizeReport {
  readonly version: 1
  readonly sizeBytes: number
  readonly wireSizeBytes?: number
  readonly sections: readonly SectionSize[]
  /** In file order. */
  readonly items: readonly SizeItem[]
  /** Largest first. */
  readonly crates: readonly GroupSize[]
  /** Generic functions with more than one copy, most waste first. */
  readonly generics: readonly GenericSize[]
  /**
   * Functions that are not the program's own, by what they are for, whatever crate they are of; a function is in one topic at
   * the most: `allocator`, `panic`, `fmt`, `runtime`, `std`, `core`, `alloc`, in this order.
   */
  readonly topics: readonly GroupSize[]
  /** Code and data bytes that no crate could be found for. */
  readonly unattributedBytes: number
  readonly code: CodeSummary
  readonly functionCount: number
  /** How many of the defined functions have a name. */
  readonly namedFunctionCount: number
  readonly imports: readonly ImportSummary[]
  readonly exports: readonly ExportSummary[]
  readonly producers: readonly Producer[]
}

/** What the bodies of functions consist of. */
export interface CodeSummary extends CodeCounts {
  /** Functions that could not be decoded; the other figures do not know what is in them. */
  readonly undecodedCount: number
}

/** One import. */
export interface ImportSummary {
  readonly module: string
  readonly name: string
  readonly kind: string
}

/** One export, and what would go with it if nothing else kept it. */
export interface ExportSummary {
  readonly name: string
  readonly kind: string
  readonly index: number
  readonly retainedBytes: number
}
