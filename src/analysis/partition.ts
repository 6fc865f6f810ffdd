import { countImports, type WasmModule } from '../wasm/module.ts'
import type { Section } from '../wasm/sections.ts'
import type { Symbols } from './symbols.ts'
import type { DataRanges } from './data-ranges.ts'
import type { ItemKind, SectionSize, SizeItem } from './size-report.ts'

/** A leaf as far as sections tell. */
export type Leaf = Omit<SizeItem, 'retainedBytes'>

/** Leaves and sections of a module; both sum to its length. */
export interface Partition {
  readonly items: readonly Leaf[]
  readonly sections: readonly SectionSize[]
}

/**
 * Gives every byte of a module to exactly one leaf; data segments have one for each of their ranges.
 *
 * What no entry claims within a section is that section's overhead, so the sum holds whatever a section contains.
 *
 * @throws {Error} if the leaves do not sum to the length: a mistake in this file, never in the module.
 */
export function partitionModule(module: WasmModule, symbols: Symbols, ranges: DataRanges): Partition {
  const items: Leaf[] = [{ kind: 'header', offset: 0, sizeBytes: 8 }]
  const sections: SectionSize[] = []
  for (const section of module.sections) {
    const entries = itemize(module, section, symbols, ranges)
    const sizeBytes = section.endOffset - section.offset
    let overheadBytes = sizeBytes
    for (const entry of entries) overheadBytes -= inSection(module, section, entry)
    items.push({
      kind: 'section-overhead',
      name: section.name,
      offset: section.offset,
      sizeBytes: overheadBytes,
    })
    // Entries of the function section are counted with their bodies.
    if (section.id !== FUNCTION) for (const entry of entries) items.push(entry)
    sections.push({
      name: section.name,
      offset: section.offset,
      sizeBytes,
      overheadBytes,
      itemCount: entries.length,
    })
  }
  const sum = items.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
  if (sum !== module.bytes.length) throw new Error(`leaves sum to ${sum} of ${module.bytes.length} bytes`)
  return { items, sections }
}

const FUNCTION = 3
const CODE = 10

function inSection(module: WasmModule, section: Section, item: Leaf): number {
  return section.id === CODE ? item.sizeBytes - declarationBytes(module, item) : item.sizeBytes
}

function declarationBytes(module: WasmModule, { index }: Leaf): number {
  const { entryOffsets } = module.functions
  const at = (index as number) - countImports(module, 'function')
  return (entryOffsets[at + 1] as number) - (entryOffsets[at] as number)
}

interface Range {
  readonly offset: number
  readonly endOffset: number
}

function itemize(module: WasmModule, section: Section, symbols: Symbols, dataRanges: DataRanges): Leaf[] {
  const list = (
    kind: ItemKind,
    ranges: readonly Range[],
    nameOf: (position: number) => string | undefined,
    firstIndex = 0,
  ) => ranges.map((range, position) => leaf(kind, firstIndex + position, nameOf(position), range))
  const unnamed = () => undefined
  switch (section.id) {
    case 0:
      return itemizeCustom(module, section)
    case 1:
      return list('type', module.types, unnamed)
    case 2:
      return list(
        'import',
        module.imports,
        (at) => `${module.imports[at]?.module}.${module.imports[at]?.name}`,
      )
    case FUNCTION:
      return Array.from({ length: module.bodies.count }, (_, at) => ({
        kind: 'function',
        offset: module.functions.entryOffsets[at] as number,
        sizeBytes:
          (module.functions.entryOffsets[at + 1] as number) - (module.functions.entryOffsets[at] as number),
      }))
    case 4:
      return list('table', module.tables, unnamed, countImports(module, 'table'))
    case 5:
      return list('memory', module.memories, unnamed, countImports(module, 'memory'))
    case 6: {
      const first = countImports(module, 'global')
      return list('global', module.globals, (at) => symbols.globals.get(first + at), first)
    }
    case 7:
      return list('export', module.exports, (at) => module.exports[at]?.name)
    case 8:
      return [
        {
          kind: 'start',
          offset: section.payloadOffset,
          sizeBytes: section.endOffset - section.payloadOffset,
        },
      ]
    case 9:
      return itemizeElements(module)
    case CODE:
      return itemizeFunctions(module, symbols)
    case 11:
      return itemizeData(dataRanges, symbols)
    case 13:
      return list('tag', module.tags, unnamed, countImports(module, 'tag'))
    default:
      return []
  }
}

function itemizeFunctions(module: WasmModule, symbols: Symbols): Leaf[] {
  const first = countImports(module, 'function')
  const { count, offsets, endOffsets } = module.bodies
  const { entryOffsets } = module.functions
  return Array.from({ length: count }, (_, at) => {
    const offset = offsets[at] as number
    const declaration = (entryOffsets[at + 1] as number) - (entryOffsets[at] as number)
    const sizeBytes = (endOffsets[at] as number) - offset + declaration
    const name = symbols.functions.get(first + at)
    return { kind: 'function', index: first + at, ...(name === undefined ? {} : { name }), offset, sizeBytes }
  })
}

function itemizeElements({ elements: { count, offsets, endOffsets } }: WasmModule): Leaf[] {
  return Array.from({ length: count }, (_, at) =>
    leaf('element', at, undefined, { offset: offsets[at] as number, endOffset: endOffsets[at] as number }),
  )
}

function itemizeData({ count, offsets, endOffsets, segments }: DataRanges, symbols: Symbols): Leaf[] {
  return Array.from({ length: count }, (_, range) => {
    const segment = segments[range] as number
    const place = { offset: offsets[range] as number, endOffset: endOffsets[range] as number }
    return leaf('data', segment, symbols.data.get(segment), place)
  })
}

function itemizeCustom(module: WasmModule, section: Section): Leaf[] {
  if (section.name !== 'name') {
    return [
      leaf('custom', undefined, section.name, {
        offset: section.contentOffset,
        endOffset: section.endOffset,
      }),
    ]
  }
  return module.names.subsections
    .filter(({ offset }) => offset >= section.offset && offset < section.endOffset)
    .map((subsection) => leaf('name-subsection', undefined, subsection.name, subsection))
}

function leaf(kind: ItemKind, index: number | undefined, name: string | undefined, range: Range): Leaf {
  const { offset, endOffset } = range
  const sizeBytes = endOffset - offset
  // No spreads: a large module has hundreds of thousands of leaves.
  if (index === undefined)
    return name === undefined ? { kind, offset, sizeBytes } : { kind, name, offset, sizeBytes }
  return name === undefined ? { kind, index, offset, sizeBytes } : { kind, index, name, offset, sizeBytes }
}
