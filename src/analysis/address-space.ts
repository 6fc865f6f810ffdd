import { Cursor } from '../wasm/cursor.ts'
import type { WasmModule } from '../wasm/module.ts'
import { ConstantEvaluator } from './constant-expression.ts'
import { findPassiveAddresses, PASSIVE } from './passive-addresses.ts'

/** Where the bytes of data segments lie in linear memory, by address. */
export interface AddressSpace {
  /** Lowest address with data, and the first above all data; equal where no address is known. */
  readonly low: number
  readonly high: number
  /** Segments with a known address and at least one byte, by address. */
  readonly segments: Uint32Array
  /** Address of each segment; 0 where it is not known. */
  readonly addresses: Float64Array
  /** 1 for each segment in {@link segments}. */
  readonly known: Uint8Array
}

/**
 * Reads the addresses of data segments.
 *
 * Known are those of segments in memory 0 whose offset is constant, and of passive ones that the module itself copies to one
 * constant address; a side module's depend on where it is loaded.
 */
export function readAddressSpace(module: WasmModule): AddressSpace {
  const { count, flags, payloadOffsets, endOffsets } = module.data
  const addresses = new Float64Array(count)
  const known = new Uint8Array(count)
  const segments: number[] = []
  const evaluator = new ConstantEvaluator(module)
  const passive = findPassiveAddresses(module)
  let low = Infinity
  let high = 0
  let last = 0
  let isSorted = true
  for (let segment = 0; segment < count; segment++) {
    const length = (endOffsets[segment] as number) - (payloadOffsets[segment] as number)
    if (length === 0) continue
    const address =
      flags[segment] === PASSIVE ? passive.get(segment) : activeAddress(module, evaluator, segment)
    if (address === undefined) continue
    addresses[segment] = address
    known[segment] = 1
    segments.push(segment)
    isSorted &&= address >= last
    last = address
    low = Math.min(low, address)
    high = Math.max(high, address + length)
  }
  if (!isSorted) segments.sort((a, b) => (addresses[a] as number) - (addresses[b] as number))
  return {
    low: segments.length === 0 ? 0 : low,
    high,
    segments: Uint32Array.from(segments),
    addresses,
    known,
  }
}

function activeAddress(
  { bytes, data }: WasmModule,
  evaluator: ConstantEvaluator,
  segment: number,
): number | undefined {
  if (data.flags[segment] !== 0) {
    const cursor = new Cursor(bytes, data.offsets[segment])
    cursor.u32()
    if (cursor.u32() !== 0) return undefined
  }
  return evaluator.evaluate(data.expressionOffsets[segment] as number)
}
