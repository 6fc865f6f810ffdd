import { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'
import { isComponent } from './sections.ts'

/** Names of the sections of a component, by id. */
export const COMPONENT_SECTION_NAMES: readonly string[] = [
  'custom',
  'core module',
  'core instance',
  'core type',
  'component',
  'instance',
  'alias',
  'type',
  'canon',
  'start',
  'import',
  'export',
  'value',
]

const CUSTOM = 0
const CORE_MODULE = 1
const COMPONENT = 4
const START = 9

/** Components in components in components; the specification sets no limit, a call stack does. */
const MAX_DEPTH = 100

/**
 * One section of a component; all offsets are absolute in the file.
 *
 * ```
 * offset           payloadOffset                            endOffset
 *   | id | size LEB | [name if custom] contents, a module, a component |
 *                   ^ contentOffset is behind the name of a custom section, else payloadOffset
 * ```
 */
export interface ComponentSection {
  readonly id: number
  /** Standard name, or the name that a custom section gives itself. */
  readonly name: string
  readonly offset: number
  readonly payloadOffset: number
  readonly contentOffset: number
  readonly endOffset: number
  /** Number of entries, for the sections that are lists: instances, aliases, types, canons, imports, exports, values. */
  readonly count?: number
  /** What a component section holds. */
  readonly component?: Component
}

/** A component, read down to its sections; core modules in it lie at the `contentOffset` of their sections. */
export interface Component {
  readonly offset: number
  readonly endOffset: number
  /** In file order; they may repeat. */
  readonly sections: readonly ComponentSection[]
}

/**
 * Reads the sections of a component and of the components in it; core modules are not looked into.
 *
 * Format: https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md
 *
 * @throws {WasmParseError} not a component, a section that leaves the file, an unknown id, or one in another 100 times.
 */
export function readComponent(bytes: Uint8Array): Component {
  return readNested(bytes, 0, bytes.length, 0)
}

function readNested(bytes: Uint8Array, offset: number, endOffset: number, depth: number): Component {
  if (depth > MAX_DEPTH) throw new WasmParseError(`components nested more than ${MAX_DEPTH} deep`, offset)
  if (!isComponent(bytes.subarray(offset, endOffset))) throw new WasmParseError('not a component', offset)
  const cursor = new Cursor(bytes, offset + 8, endOffset)
  const sections: ComponentSection[] = []
  while (!cursor.done) sections.push(readSection(cursor, depth))
  return { offset, endOffset, sections }
}

function readSection(cursor: Cursor, depth: number): ComponentSection {
  const { bytes, offset } = cursor
  const id = cursor.u8()
  const size = cursor.u32()
  const payloadOffset = cursor.offset
  const name = COMPONENT_SECTION_NAMES[id]
  if (name === undefined) throw new WasmParseError(`unknown component section id ${id}`, offset)
  if (size > cursor.end - payloadOffset) {
    throw new WasmParseError(`section of ${size} bytes, but ${cursor.end - payloadOffset} are left`, offset)
  }
  const endOffset = payloadOffset + size
  cursor.offset = endOffset
  const section = { id, name, offset, payloadOffset, contentOffset: payloadOffset, endOffset }
  const inner = new Cursor(bytes, payloadOffset, endOffset)
  switch (id) {
    case CUSTOM: {
      const ownName = inner.lossyName()
      return { ...section, name: ownName, contentOffset: inner.offset }
    }
    case COMPONENT:
      return { ...section, component: readNested(bytes, payloadOffset, endOffset, depth + 1) }
    case CORE_MODULE:
    case START:
      return section
    default:
      return { ...section, count: inner.count() }
  }
}

/**
 * Where the bytes of a component are, layer by layer; JSON-serialisable.
 *
 * ```
 * depth 0  | 8 | core module | component                  | import | ...    + 8 = sizeBytes of the report
 * depth 1                    | . | 8 | core module | type |                 + 8 + own id and size = that component's section
 * ```
 */
export interface ComponentReport {
  readonly sizeBytes: number
  /** In file order; the sections of depth `n + 1` lie in the component section of depth `n` before them. */
  readonly sections: readonly ComponentReportSection[]
  /** Ranges to give to `analyzeModule`: `bytes.subarray(offset, offset + sizeBytes)`. */
  readonly coreModules: readonly {
    readonly offset: number
    readonly sizeBytes: number
    readonly depth: number
  }[]
}

/** One section; its size counts its id and size field, and for a component all that is in it. */
export interface ComponentReportSection {
  readonly id: number
  readonly name: string
  readonly offset: number
  readonly sizeBytes: number
  readonly depth: number
  readonly count?: number
}

/**
 * Says where every byte of a component is, by its layers.
 *
 * @throws {WasmParseError} see {@link readComponent}.
 */
export function componentReport(bytes: Uint8Array): ComponentReport {
  const report = { sizeBytes: bytes.length, sections: [], coreModules: [] }
  addLayer(readComponent(bytes), 0, report)
  return report
}

function addLayer(
  component: Component,
  depth: number,
  report: {
    sections: ComponentReportSection[]
    coreModules: { offset: number; sizeBytes: number; depth: number }[]
  },
): void {
  for (const { id, name, offset, contentOffset, endOffset, count, component: inner } of component.sections) {
    const sizeBytes = endOffset - offset
    report.sections.push({ id, name, offset, sizeBytes, depth, ...(count === undefined ? {} : { count }) })
    if (id === CORE_MODULE) {
      report.coreModules.push({ offset: contentOffset, sizeBytes: endOffset - contentOffset, depth })
    }
    if (inner !== undefined) addLayer(inner, depth + 1, report)
  }
}
