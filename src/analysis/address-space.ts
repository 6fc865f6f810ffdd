import type { WasmModule } from '../wasm/module.ts'
import { Cursor } from '../wasm/cursor.ts'
import { Op } from '../wasm/opcodes.ts'

/** Where the bytes of active data segments lie in linear memory, by address. */
export interface AddressSpace {
  /** Lowest address with data, and the first above all data; equal where no address is known. */
  readonly low: number
  readonly high: number
  /** Segments with a known address and at least one byte, by address. */
  readonly segments: Uint32Array
  /** Address of each segment; 0 where it is not known. */
  readonly addresses: Float64Array
}

/**
 * Reads the addresses of data segments.
 *
 * Known are those of segments in memory 0 whose offset is one constant; a side module's depend on where it is loaded.
 */
export function readAddressSpace(module: WasmModule): AddressSpace {
  const { count, flags, expressionOffsets, payloadOffsets, endOffsets } = module.data
  const addresses = new Float64Array(count)
  const known: number[] = []
  let low = Infinity
  let high = 0
  for (let segment = 0; segment < count; segment++) {
    const length = (endOffsets[segment] as number) - (payloadOffsets[segment] as number)
    if (flags[segment] !== 0 || length === 0) continue
    const address = readConstant(module.bytes, expressionOffsets[segment] as number)
    if (address === undefined) continue
    addresses[segment] = address
    known.push(segment)
    low = Math.min(low, address)
    high = Math.max(high, address + length)
  }
  known.sort((a, b) => (addresses[a] as number) - (addresses[b] as number))
  return { low: known.length === 0 ? 0 : low, high, segments: Uint32Array.from(known), addresses }
}

/** Finds the segment that holds an address; -1 where none does. */
export function segmentAt(
  module: WasmModule,
  { segments, addresses }: AddressSpace,
  address: number,
): number {
  let from = 0
  let to = segments.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((addresses[segments[middle] as number] as number) <= address) from = middle + 1
    else to = middle
  }
  if (from === 0) return -1
  const segment = segments[from - 1] as number
  const { payloadOffsets, endOffsets } = module.data
  const length = (endOffsets[segment] as number) - (payloadOffsets[segment] as number)
  return address - (addresses[segment] as number) < length ? segment : -1
}

/** Reads a constant expression that is one integer constant, unsigned; undefined for any other. */
export function readConstant(bytes: Uint8Array, offset: number): number | undefined {
  const cursor = new Cursor(bytes, offset)
  const opcode = cursor.u8()
  if (opcode !== Op.i32Const && opcode !== Op.i64Const) return undefined
  const value = opcode === Op.i32Const ? cursor.s33() >>> 0 : Number(BigInt.asUintN(64, cursor.s64()))
  return cursor.u8() === Op.end ? value : undefined
}
