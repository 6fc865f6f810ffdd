import type { ContentStore } from '../cache/content-store.ts'
import { digestHex, keyOf } from '../cache/digest.ts'
import type { Format } from '../compress/encoder.ts'
import type { Sizes } from '../report/build-report.ts'
import { unpackShipment, type ShipmentMeta } from './shipment-entry.ts'

/** Reads from the cache what the last build made of a module; computes nothing. */
export class BuildFigures {
  readonly #store: ContentStore
  readonly #fingerprint: string
  readonly #encoderIds: (format: Format) => readonly string[]

  /** `fingerprint` is that of the build's pipeline. */
  constructor(store: ContentStore, fingerprint: string, encoderIds: (format: Format) => readonly string[]) {
    this.#store = store
    this.#fingerprint = fingerprint
    this.#encoderIds = encoderIds
  }

  /** Sizes of what shipped for a source with this SHA-256; undefined where no build is remembered. */
  async shippedFor(sourceSha256: string): Promise<Sizes | undefined> {
    const entry = await this.#store.get<ShipmentMeta>('bytes', keyOf([sourceSha256, this.#fingerprint]))
    if (entry === undefined) return undefined
    const { bytes } = unpackShipment(entry)
    return this.#sizesOf(await digestHex(bytes), bytes.length)
  }

  async #sizesOf(sha256: string, rawBytes: number): Promise<Sizes | undefined> {
    const [gzipBytes, brotliBytes] = await Promise.all([
      this.#compressed(sha256, 'gz'),
      this.#compressed(sha256, 'br'),
    ])
    return gzipBytes === undefined || brotliBytes === undefined
      ? undefined
      : { rawBytes, gzipBytes, brotliBytes }
  }

  async #compressed(sha256: string, format: Format): Promise<number | undefined> {
    const entry = await this.#store.get('sibling', keyOf([sha256, format, this.#encoderIds(format)]))
    return entry?.bytes.length
  }
}
