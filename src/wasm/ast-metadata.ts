import * as t from '@webassemblyjs/ast'
import type { ModuleMetadata, ProducersSectionMetadata, SectionMetadata } from './ast-nodes.ts'
import { located, numberLiteral } from './ast-parts.ts'
import { Cursor } from './cursor.ts'
import type { WasmModule } from './module.ts'
import type { Section } from './sections.ts'

/** What the library calls metadata: sections, function names and producers. */
export function metadataNode(module: WasmModule): ModuleMetadata {
  return t.moduleMetadata(
    module.sections.map((section) => sectionNode(module.bytes, section)),
    Array.from(module.names.functions, ([index, name]) => t.functionNameMetadata(name, index)),
    undefined,
    producersNodes(module),
  )
}

/** Ids of the sections whose contents are no vector: custom, start, datacount, stringrefs. */
const NO_VECTOR: ReadonlySet<number> = new Set([0, 8, 12, 14])

function sectionNode(bytes: Uint8Array, section: Section): SectionMetadata {
  const { id, name, offset, payloadOffset, endOffset } = section
  const sizeOffset = offset + 1
  const size = located(numberLiteral(endOffset - payloadOffset), sizeOffset, payloadOffset)
  const libraryName = id === 0 ? 'custom' : id === 3 ? 'func' : name
  const vectorOfSize = NO_VECTOR.has(id) ? undefined : countNode(bytes, payloadOffset)
  const node = t.sectionMetadata(libraryName, sizeOffset, size, vectorOfSize)
  return located(id === 0 ? { ...node, name } : node, offset, endOffset)
}

function countNode(bytes: Uint8Array, offset: number) {
  const cursor = new Cursor(bytes, offset)
  return located(numberLiteral(cursor.u32()), offset, cursor.offset)
}

function producersNodes({ producers }: WasmModule): ProducersSectionMetadata[] {
  if (producers.length === 0) return []
  const ofField = (wanted: string) =>
    producers
      .filter(({ field }) => field === wanted)
      .map(({ name, version }) => t.producerMetadataVersionedName(name, version))
  const metadata = t.producerMetadata(ofField('language'), ofField('processed-by'), ofField('sdk'))
  return [t.producersSectionMetadata([metadata])]
}
