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
  /** Index in the thing's own index space; absent where there is none. */
  readonly index?: number
  /** Name as the module or its symbols say it, not demangled; absent where nobody named it. */
  readonly name?: string
  /** Where its (first) bytes begin. */
  readonly offset: number
  /** All its bytes; a function's are its size field, its body and its entry in the function section. */
  readonly sizeBytes: number
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

/**
 * Where every byte of a module is.
 *
 * ```
 * file      |header|   section   |        section         |  sum of sections + 8 = sizeBytes
 * items     |header|overhead|item|overhead|item|item|item |  sum of items        = sizeBytes
 * ```
 *
 * JSON-serialisable; `version` grows when a field changes its meaning.
 */
export interface SizeReport {
  readonly version: 1
  readonly sizeBytes: number
  readonly sections: readonly SectionSize[]
  /** In file order. */
  readonly items: readonly SizeItem[]
  readonly functionCount: number
  /** How many of the defined functions have a name. */
  readonly namedFunctionCount: number
  readonly producers: readonly Producer[]
}
