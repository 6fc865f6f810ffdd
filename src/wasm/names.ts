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
  readonly functions: ReadonlyMap<number, string>
  readonly globals: ReadonlyMap<number, string>
  readonly data: ReadonlyMap<number, string>
  /** Why the section could not be read to its end; what was read before stands. */
  readonly problem?: WasmParseError
}

/** What a module without a `name` section says. */
export const NO_NAMES: ModuleNames = {
  subsections: [],
  functions: new Map(),
  globals: new Map(),
  data: new Map(),
}

/**
 * Reads a `name` section from `contentOffset` to `endOffset`.
 *
 * A malformed one is no error, as the specification says: what can be read is, and `problem` tells the rest.
 * Format: https://webassembly.github.io/spec/core/appendix/custom.html#name-section
 */
export function readNames(bytes: Uint8Array, contentOffset: number, endOffset: number): ModuleNames {
  const cursor = new Cursor(bytes, contentOffset, endOffset)
  const subsections: NameSubsection[] = []
  const functions = new Map<number, string>()
  const globals = new Map<number, string>()
  const data = new Map<number, string>()
  const targets = new Map([
    ['function', functions],
    ['global', globals],
    ['data', data],
  ])
  try {
    while (!cursor.done) {
      const offset = cursor.offset
      const id = cursor.u8()
      const size = cursor.u32()
      const content = new Cursor(bytes, cursor.offset, cursor.offset + size)
      cursor.skip(size)
      const name = NAME_SUBSECTIONS[id] ?? `subsection ${id}`
      subsections.push({ name, offset, contentOffset: content.offset, endOffset: cursor.offset })
      const target = targets.get(name)
      if (target) readNameMap(content, target)
    }
  } catch (error) {
    if (!(error instanceof WasmParseError)) throw error
    return { subsections, functions, globals, data, problem: error }
  }
  return { subsections, functions, globals, data }
}

function readNameMap(cursor: Cursor, target: Map<number, string>): void {
  for (let left = cursor.count(2); left > 0; left--) {
    const index = cursor.u32()
    target.set(index, cursor.lossyName())
  }
}
