import { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'

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

/** What a `name` section says; maps are keyed by index, because names repeat. */
export interface ModuleNames {
  readonly subsections: readonly NameSubsection[]
  /** The name of the module itself. */
  readonly module?: string
  readonly functions: ReadonlyMap<number, string>
  readonly types: ReadonlyMap<number, string>
  readonly tables: ReadonlyMap<number, string>
  readonly memories: ReadonlyMap<number, string>
  readonly globals: ReadonlyMap<number, string>
  readonly elements: ReadonlyMap<number, string>
  readonly data: ReadonlyMap<number, string>
  readonly tags: ReadonlyMap<number, string>
  /** Why the section could not be read to its end; what could be read stands. */
  readonly problem?: WasmParseError
}

/** What a module without a `name` section says. */
export const NO_NAMES: ModuleNames = { subsections: [], ...emptyMaps() }

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

function emptyMaps() {
  const map = () => new Map<number, string>()
  return {
    functions: map(),
    types: map(),
    tables: map(),
    memories: map(),
    globals: map(),
    elements: map(),
    data: map(),
    tags: map(),
  }
}

/**
 * Reads a `name` section from `contentOffset` to `endOffset`; what is in functions and types is left to {@link readInnerNames}.
 *
 * A malformed one is no error, as the specification says: what can be read is, and `problem` tells the rest.
 * Format: https://webassembly.github.io/spec/core/appendix/custom.html#name-section and
 * https://github.com/WebAssembly/extended-name-section
 */
export function readNames(bytes: Uint8Array, contentOffset: number, endOffset: number): ModuleNames {
  const subsections: NameSubsection[] = []
  const maps = emptyMaps()
  let module: string | undefined
  let problem: WasmParseError | undefined
  const outerProblem = attempt(() => {
    for (const subsection of eachSubsection(bytes, contentOffset, endOffset)) {
      subsections.push(subsection)
      const { name } = subsection
      const cursor = new Cursor(bytes, subsection.contentOffset, subsection.endOffset)
      // Where a subsection ends is known whatever is in it, so that a bad one hides no other.
      const innerProblem = attempt(() => {
        if (name === 'module') module = cursor.lossyName()
        else if (name in MAPS) readNameMap(cursor, maps[MAPS[name as keyof typeof MAPS]])
      })
      problem ??= innerProblem
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
  const problem = attempt(() => {
    for (const { name, contentOffset, endOffset } of names.subsections) {
      if (name !== what) continue
      const cursor = new Cursor(bytes, contentOffset, endOffset)
      for (let left = cursor.count(2); left > 0; left--) {
        const index = cursor.u32()
        const inner = outer.get(index) ?? new Map<number, string>()
        outer.set(index, inner)
        readNameMap(cursor, inner)
      }
    }
  })
  return { names: outer, ...(problem === undefined ? {} : { problem }) }
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

function attempt(read: () => void): WasmParseError | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    if (!(error instanceof WasmParseError)) throw error
    return error
  }
}

function readNameMap(cursor: Cursor, target: Map<number, string>): void {
  for (let left = cursor.count(2); left > 0; left--) {
    const index = cursor.u32()
    target.set(index, cursor.lossyName())
  }
}
