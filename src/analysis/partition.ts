import { countImports, type WasmModule } from '../wasm/module.ts'
import type { Section } from '../wasm/sections.ts'
import type { DataRanges } from './data-ranges.ts'
import { LeafTable } from './leaf-table.ts'
import type { ItemKind, SectionSize } from './size-report.ts'

/** Leaves and sections of a module; both sum to its length. */
export interface Partition {
  readonly leaves: LeafTable
  readonly sections: readonly SectionSize[]
}

/**
 * Gives every byte of a module to exactly one leaf; data segments have one for each of their ranges.
 *
 * What no entry claims within a section is that section's overhead, so the sum holds whatever a section contains. Entries of the
 * function section are counted with their bodies.
 *
 * @throws {Error} if the leaves do not sum to the length: a mistake in this file, never in the module.
 */
export function partitionModule(module: WasmModule, ranges: DataRanges): Partition {
  const leaves = new LeafTable(mostLeaves(module, ranges))
  leaves.add('header', 0, 8)
  const sections = module.sections.map((section) => {
    const { id, name, offset, endOffset } = section
    const overhead = leaves.addNamed('section-overhead', name, offset, 0)
    if (id !== FUNCTION) itemize(leaves, module, section, ranges)
    let overheadBytes = endOffset - offset
    if (id === CODE || id === FUNCTION) overheadBytes -= ownBytes(module, id)
    else
      for (let leaf = overhead + 1; leaf < leaves.count; leaf++) overheadBytes -= leaves.sizes[leaf] as number
    leaves.sizes[overhead] = overheadBytes
    const itemCount = id === FUNCTION ? module.bodies.count : leaves.count - overhead - 1
    return { name, offset, sizeBytes: endOffset - offset, overheadBytes, itemCount }
  })
  let sum = 0
  for (let leaf = 0; leaf < leaves.count; leaf++) sum += leaves.sizes[leaf] as number
  if (sum !== module.bytes.length) throw new Error(`leaves sum to ${sum} of ${module.bytes.length} bytes`)
  return { leaves, sections }
}

const FUNCTION = 3
const CODE = 10

function mostLeaves(module: WasmModule, ranges: DataRanges): number {
  const { sections, types, imports, tables, memories, globals, tags, exports, elements, bodies, names } =
    module
  const lists = [
    sections,
    sections,
    types,
    imports,
    tables,
    memories,
    globals,
    tags,
    exports,
    names.subsections,
  ]
  const listed = lists.reduce((sum, { length }) => sum + length, 0)
  return listed + elements.count + bodies.count + ranges.count + 1
}

/** Bytes of the entries of a function or code section that lie in that section. */
function ownBytes({ bodies, functions }: WasmModule, id: number): number {
  const { offsets, endOffsets, count } = bodies
  if (count === 0) return 0
  const { entryOffsets } = functions
  return id === FUNCTION
    ? (entryOffsets[count] as number) - (entryOffsets[0] as number)
    : (endOffsets[count - 1] as number) - (offsets[0] as number)
}

interface Range {
  readonly offset: number
  readonly endOffset: number
}

function itemize(leaves: LeafTable, module: WasmModule, section: Section, ranges: DataRanges): void {
  const { contentOffset, payloadOffset, endOffset } = section
  const list = (kind: ItemKind, entries: readonly Range[], firstIndex = 0) => {
    for (const [position, entry] of entries.entries())
      leaves.add(kind, entry.offset, entry.endOffset - entry.offset, firstIndex + position)
  }
  switch (section.id) {
    case 0:
      if (section.name === 'name') itemizeNames(leaves, module, section)
      else leaves.addNamed('custom', section.name, contentOffset, endOffset - contentOffset)
      break
    case 1:
      list('type', module.types)
      break
    case 2:
      list('import', module.imports)
      break
    case 4:
      list('table', module.tables, countImports(module, 'table'))
      break
    case 5:
      list('memory', module.memories, countImports(module, 'memory'))
      break
    case 6:
      list('global', module.globals, countImports(module, 'global'))
      break
    case 7:
      list('export', module.exports)
      break
    case 8:
      leaves.add('start', payloadOffset, endOffset - payloadOffset)
      break
    case 9:
      itemizeElements(leaves, module)
      break
    case CODE:
      itemizeFunctions(leaves, module)
      break
    case 11:
      for (let range = 0; range < ranges.count; range++) {
        const offset = ranges.offsets[range] as number
        leaves.add('data', offset, (ranges.offsets[range + 1] as number) - offset, ranges.segments[range])
      }
      break
    case 13:
      list('tag', module.tags, countImports(module, 'tag'))
  }
}

function itemizeFunctions(leaves: LeafTable, module: WasmModule): void {
  const first = countImports(module, 'function')
  const { count, offsets, endOffsets } = module.bodies
  const { entryOffsets } = module.functions
  for (let at = 0; at < count; at++) {
    const offset = offsets[at] as number
    const declarationBytes = (entryOffsets[at + 1] as number) - (entryOffsets[at] as number)
    leaves.add('function', offset, (endOffsets[at] as number) - offset + declarationBytes, first + at)
  }
}

function itemizeElements(leaves: LeafTable, { elements: { count, offsets, endOffsets } }: WasmModule): void {
  for (let at = 0; at < count; at++) {
    const offset = offsets[at] as number
    leaves.add('element', offset, (endOffsets[at] as number) - offset, at)
  }
}

function itemizeNames(leaves: LeafTable, { names }: WasmModule, section: Section): void {
  for (const { name, offset, endOffset } of names.subsections) {
    if (offset >= section.offset && offset < section.endOffset)
      leaves.addNamed('name-subsection', name, offset, endOffset - offset)
  }
}
