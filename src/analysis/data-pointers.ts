import type { WasmModule } from '../wasm/module.ts'
import { NOWHERE, type AddressLookup } from './address-lookup.ts'
import type { AddressSpace } from './address-space.ts'
import { NumberList } from './graph/number-list.ts'

/** Words in data that hold addresses of data: parallel lists, as offsets in the file, those of the words ascending. */
export interface DataPointers {
  readonly offsets: Uint32Array
  readonly targets: Uint32Array
}

const WORD = 4

/** Finds the aligned words of data that hold an address of data, or a number that looks like one. */
export function findPointers(
  { bytes, data }: WasmModule,
  { segments, addresses }: AddressSpace,
  lookup: AddressLookup,
): DataPointers {
  const offsets = new NumberList()
  const targets = new NumberList()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const { low, high } = lookup
  const inFileOrder = segments.slice().sort()
  for (let position = 0; position < inFileOrder.length; position++) {
    const segment = inFileOrder[position] as number
    const payload = data.payloadOffsets[segment] as number
    const end = (data.endOffsets[segment] as number) - WORD
    // Words are aligned in memory, which says nothing about the file.
    const first = payload + ((WORD - ((addresses[segment] as number) % WORD)) % WORD)
    for (let offset = first; offset <= end; offset += WORD) {
      const value = view.getUint32(offset, true)
      if (value < low || value >= high) continue
      const target = lookup.offsetOf(value)
      if (target === NOWHERE) continue
      offsets.push(offset)
      targets.push(target)
    }
  }
  return { offsets: offsets.view(), targets: targets.view() }
}
