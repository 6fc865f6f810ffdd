import type { Entry } from '../cache/content-store.ts'
import type { Optimized } from '../optimize/optimize-module.ts'

/** What optimising a module came to, as far as a later build needs it. */
export type Shipment = Omit<Optimized, 'faulty'> & {
  /** Names of the exports that `optimize.exports` took out, in file order; absent where there are none. */
  readonly prunedExports?: readonly string[]
}

/** The part of a cache entry that is JSON; the bytes that ship and then their twin follow it. */
export type ShipmentMeta = Omit<Shipment, 'bytes' | 'twin'> & {
  readonly shippedBytes: number
  readonly hasTwin: boolean
}

/** Makes the two parts of a cache entry. */
export function packShipment({ bytes, twin, ...rest }: Shipment): [meta: ShipmentMeta, bytes: Uint8Array] {
  const packed = new Uint8Array(bytes.length + (twin?.length ?? 0))
  packed.set(bytes)
  if (twin !== undefined) packed.set(twin, bytes.length)
  return [{ ...rest, shippedBytes: bytes.length, hasTwin: twin !== undefined }, packed]
}

/** Undoes {@link packShipment}. */
export function unpackShipment({ meta, bytes }: Entry<ShipmentMeta>): Shipment {
  const { shippedBytes, hasTwin, ...rest } = meta
  const twin = hasTwin ? { twin: bytes.subarray(shippedBytes) } : {}
  return { ...rest, bytes: bytes.subarray(0, shippedBytes), ...twin }
}
