import type { ContentStore } from '../cache/content-store.ts'
import { digestHex, keyOf } from '../cache/digest.ts'
import type { Format } from '../compress/encoder.ts'
import type { Sizes } from '../report/build-report.ts'
import { unpackShipment, type ShipmentMeta } from './shipment-entry.ts'

/** Reads from the cache what the last build made of a module; computes nothing. */
export class BuildFigures {
  readonly #store: ContentStore
  readonly #encoderIds: (format: Format) => readonly string[]

  constructor(store: ContentStore, encoderIds: (format: Format) => readonly string[]) {
    this.#store = store
    this.#encoderIds = encoderIds
  }

  /** Sizes of what a build has in the cache under the first of these keys that is there; undefined where none is. */
  async shippedUnder(keys: readonly string[]): Promise<Sizes | undefined> {
    for (const key of keys) {
      const entry = await this.#store.get<ShipmentMeta>('bytes', key)
      if (entry === undefined) continue
      const { bytes } = unpackShipment(entry)
      return this.#sizesOf(await digestHex(bytes), bytes.length)
    }
    return undefined
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
