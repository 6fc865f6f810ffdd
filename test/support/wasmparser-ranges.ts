import { BinaryReader, type IDataSegmentBody, type ISectionInformation } from 'wasmparser'

// Its states are a `const enum`, which isolated modules cannot import.
const ERROR = -1
const END_WASM = 2
const BEGIN_SECTION = 3
const END_SECTION = 4
const TYPE = 11
const IMPORT = 12
const EXPORT = 17
const BEGIN_BODY = 28
const OPERATOR = 30
const END_BODY = 31
const END_ELEMENT = 35
const DATA_BODY = 37
const END_DATA = 38

const DATA_COUNT = 12

/** Where `wasmparser` finds things; every offset is absolute. */
export interface ForeignRanges {
  readonly sections: readonly {
    readonly id: number
    readonly contentOffset: number
    readonly endOffset: number
  }[]
  readonly typeCount: number
  readonly importCount: number
  readonly exportCount: number
  readonly bodyEnds: readonly number[]
  /** Of each body, behind its locals. */
  readonly instructionStarts: readonly number[]
  /** Behind every instruction, body after body; empty unless asked for. */
  readonly instructionEnds: readonly number[]
  readonly elementEnds: readonly number[]
  readonly dataStarts: readonly number[]
  readonly dataEnds: readonly number[]
}

/**
 * Reads a core module with `wasmparser` 5.11.1.
 *
 * Relocatable objects and components make it return its error for ever, so an error ends the reading here.
 *
 * @throws {Error} where it gives up: stringref, stack switching, relocatable objects, components.
 */
export function readWithWasmparser(bytes: Uint8Array<ArrayBuffer>, instructions = false): ForeignRanges {
  const reader = new BinaryReader()
  reader.setData(bytes.buffer, bytes.byteOffset, bytes.byteOffset + bytes.length)
  const base = bytes.byteOffset
  const sections: { id: number; contentOffset: number; endOffset: number }[] = []
  const bodyEnds: number[] = []
  const instructionStarts: number[] = []
  const instructionEnds: number[] = []
  const elementEnds: number[] = []
  const dataStarts: number[] = []
  const dataEnds: number[] = []
  let typeCount = 0
  let importCount = 0
  let exportCount = 0
  let open: { id: number; contentOffset: number } | undefined
  while (reader.read()) {
    const at = reader.position - base
    switch (reader.state as number) {
      case ERROR:
        throw reader.error
      case END_WASM:
        return {
          sections,
          typeCount,
          importCount,
          exportCount,
          bodyEnds,
          instructionStarts,
          instructionEnds,
          elementEnds,
          dataStarts,
          dataEnds,
        }
      case BEGIN_SECTION:
        open = { id: (reader.result as ISectionInformation).id, contentOffset: at }
        // It takes the number in this section for a number of entries and reads so many beyond the section.
        if (open.id === DATA_COUNT) reader.skipSection()
        break
      case END_SECTION:
        if (open) sections.push({ ...open, endOffset: at })
        break
      case TYPE:
        typeCount++
        break
      case IMPORT:
        importCount++
        break
      case EXPORT:
        exportCount++
        break
      case BEGIN_BODY:
        instructionStarts.push(at)
        if (!instructions) reader.skipFunctionBody()
        break
      case OPERATOR:
        instructionEnds.push(at)
        break
      case END_BODY:
        bodyEnds.push(at)
        break
      case END_ELEMENT:
        elementEnds.push(at)
        break
      case DATA_BODY:
        dataStarts.push(at - (reader.result as IDataSegmentBody).data.length)
        break
      case END_DATA:
        dataEnds.push(at)
    }
  }
  throw new Error('wasmparser stopped before the end of the module')
}
