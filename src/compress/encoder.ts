/** A content coding by its file extension. */
export type Format = 'br' | 'gz'

/** The brotli quality whose differences between two modules are nearest to those of 11 for its time. */
export const FAST_BROTLI_QUALITY = 9

/** Turns bytes into one content coding and back. */
export interface Encoder {
  /** Implementation and version, as reports name it: `node-brotli@1.1.0`. */
  readonly id: string
  readonly format: Format
  /** The same bytes on every machine and version of Node. */
  readonly portable: boolean
  /** Computes on the calling thread, and so belongs into a worker. */
  readonly blocking: boolean
  encode(bytes: Uint8Array): Promise<Uint8Array>
  decode(bytes: Uint8Array): Promise<Uint8Array>
  /** Encodes in about a tenth of the time, to compare two modules and not to ship: the same bytes wherever `encode` gives the same. */
  encodeFast(bytes: Uint8Array): Promise<Uint8Array>
}
