import { Cursor } from './cursor.ts'
import { NO_NAME_MAP, readNameMap, type NameMap } from './name-map.ts'
import { attempt, type WasmParseError } from './parse-error.ts'

/** Names of the subsections by id: the specification's 0 to 2, the extended name section proposal's 3 to 11. */
export const NAME_SUBSECTIONS: readonly string[] = [
  'module',
  'function',
  'local',
  'label',
  'type',
  'table',
  'memory',
  'global',
  'element',
  'data',
  'field',
  'tag',
]

/** One subsection and its range in the file, its id and size field included. */
export interface NameSubsection {
  readonly name: string
  readonly offset: number
  readonly contentOffset: number
  readonly endOffset: number
}

/** What a `name` section says; maps are keyed by index, because names repeat, and hold no strings. */
export interface ModuleNames {
  readonly subsections: readonly NameSubsection[]
  /** The name of the module itself. */
  readonly module?: string
  readonly functions: NameMap
  readonly types: NameMap
  readonly tables: NameMap
  readonly memories: NameMap
  readonly globals: NameMap
  readonly elements: NameMap
  readonly data: NameMap
  readonly tags: NameMap
  /** Why the section could not be read to its end; what could be read stands. */
  readonly problem?: WasmParseError
}

/** The maps of {@link ModuleNames} by the name of their subsection. */
const MAPS = {
  function: 'functions',
  type: 'types',
  table: 'tables',
  memory: 'memories',
  global: 'globals',
  element: 'elements',
  data: 'data',
  tag: 'tags',
} as const

const NO_MAPS = {
  functions: NO_NAME_MAP,
  types: NO_NAME_MAP,
  tables: NO_NAME_MAP,
  memories: NO_NAME_MAP,
  globals: NO_NAME_MAP,
  elements: NO_NAME_MAP,
  data: NO_NAME_MAP,
  tags: NO_NAME_MAP,
}

/** What a module without a `name` section says. */
export const NO_NAMES: ModuleNames = { subsections: [], ...NO_MAPS }

/**
 * Reads a `name` section from `contentOffset` to `endOffset`; what is in functions and types is left to {@link readInnerNames}.
 *
 * A malformed one is no error, as the specification says: what can be read is, and `problem` tells the rest.
 * Format: https://webassembly.github.io/spec/core/appendix/custom.html#name-section and
 * https://github.com/WebAssembly/extended-name-section
 */
export function readNames(bytes: Uint8Array, contentOffset: number, endOffset: number): ModuleNames {
  const subsections: NameSubsection[] = []
  const maps = { ...NO_MAPS }
  let module: string | undefined
  let problem: WasmParseError | undefined
  const { problem: outerProblem } = attempt(() => {
    for (const subsection of eachSubsection(bytes, contentOffset, endOffset)) {
      subsections.push(subsection)
      const cursor = new Cursor(bytes, subsection.contentOffset, subsection.endOffset)
      const key = mapOf(subsection.name)
      // Where a subsection ends is known whatever is in it, so that a bad one hides no other.
      if (key !== undefined) {
        const read = readNameMap(cursor, maps[key])
        maps[key] = read.map
        problem ??= read.problem
      } else if (subsection.name === 'module') {
        const read = attempt(() => cursor.lossyName())
        module = read.value ?? module
        problem ??= read.problem
      }
    }
  })
  problem ??= outerProblem
  return {
    subsections,
    ...(module === undefined ? {} : { module }),
    ...maps,
    ...(problem === undefined ? {} : { problem }),
  }
}

/** Names by the index of a function (local, label) or of a type (field), then by their own index in it. */
export interface InnerNames {
  readonly names: ReadonlyMap<number, ReadonlyMap<number, string>>
  /** Why the subsection could not be read to its end; what was read before stands. */
  readonly problem?: WasmParseError
}

/**
 * Reads the names of locals and labels, by function, or of struct fields, by type.
 *
 * Nothing keeps them, for there may be more of them than of everything else: keep the result to read it twice.
 */
export function readInnerNames(
  { bytes, names }: { readonly bytes: Uint8Array; readonly names: ModuleNames },
  what: 'local' | 'label' | 'field',
): InnerNames {
  const outer = new Map<number, Map<number, string>>()
  const { problem } = attempt(() => {
    for (const { name, contentOffset, endOffset } of names.subsections) {
      if (name !== what) continue
      const cursor = new Cursor(bytes, contentOffset, endOffset)
      for (let left = cursor.count(2); left > 0; left--) {
        const index = cursor.u32()
        const inner = outer.get(index) ?? new Map<number, string>()
        outer.set(index, inner)
        addNames(cursor, inner)
      }
    }
  })
  return { names: outer, ...(problem === undefined ? {} : { problem }) }
}

function mapOf(subsection: string): keyof typeof NO_MAPS | undefined {
  return (MAPS as Readonly<Record<string, keyof typeof NO_MAPS>>)[subsection]
}

function* eachSubsection(bytes: Uint8Array, offset: number, endOffset: number): Generator<NameSubsection> {
  const cursor = new Cursor(bytes, offset, endOffset)
  while (!cursor.done) {
    const offset = cursor.offset
    const id = cursor.u8()
    const size = cursor.u32()
    const contentOffset = cursor.offset
    cursor.skip(size)
    yield {
      name: NAME_SUBSECTIONS[id] ?? `subsection ${id}`,
      offset,
      contentOffset,
      endOffset: cursor.offset,
    }
  }
}

function addNames(cursor: Cursor, target: Map<number, string>): void {
  for (let left = cursor.count(2); left > 0; left--) {
    const index = cursor.u32()
    target.set(index, cursor.lossyName())
  }
}
