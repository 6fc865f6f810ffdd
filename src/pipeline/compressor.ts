import type { ContentStore } from '../cache/content-store.ts'
import { digestHex, keyOf } from '../cache/digest.ts'
import { compress, type Compressed, type RunEncoder } from '../compress/compress.ts'
import type { Encoder, Format } from '../compress/encoder.ts'
import { createEncoders, encodersFor } from '../compress/encoders.ts'
import type { JobQueue } from '../optimize/job-queue.ts'
import type { Metric } from '../options.ts'
import type { Sizes } from '../report/build-report.ts'
import type { WorkerPool } from './worker-pool.ts'

/** Format that a metric measures; raw bytes need none. */
const FORMAT_OF: Readonly<Record<Metric, Format | undefined>> = { brotli: 'br', gzip: 'gz', raw: undefined }

/** A compressed file, and whether it was in the cache. */
export interface CachedCompressed extends Compressed {
  readonly fromCache: boolean
}

/** A compressed module. */
export interface CompressedModule extends CachedCompressed {
  /** Subresource Integrity of what it decodes to. */
  readonly integrity: string
}

/** Compresses each content once a build, and once a machine where the cache has it. */
export class Compressor {
  readonly #encoders: Readonly<Record<Format, readonly Encoder[]>>
  readonly #store: ContentStore
  readonly #queue: JobQueue
  readonly #workers: WorkerPool
  readonly #known = new Map<string, Promise<CachedCompressed>>()

  constructor(kind: 'native' | 'portable', store: ContentStore, queue: JobQueue, workers: WorkerPool) {
    const encoders = createEncoders()
    this.#encoders = { br: encodersFor(encoders, 'br', kind), gz: encodersFor(encoders, 'gz', kind) }
    this.#store = store
    this.#queue = queue
    this.#workers = workers
  }

  /** Ids of the encoders that may make a format: what its bytes depend on beside the input. */
  encoderIds(format: Format): string[] {
    return this.#encoders[format].map(({ id }) => id)
  }

  /** Ids of the encoders that a metric depends on. */
  encoderIdsOf(metric: Metric): string[] {
    const format = FORMAT_OF[metric]
    return format === undefined ? [] : this.encoderIds(format)
  }

  /** Compresses; `keep` also looks in the cache and stores there. */
  async compress(bytes: Uint8Array, format: Format, asset: string, keep: boolean): Promise<CachedCompressed> {
    const key = keyOf([await digestHex(bytes), format, this.encoderIds(format)])
    const known = this.#known.get(key)
    const result = known ?? this.#compress(bytes, format, asset, keep ? key : undefined)
    this.#known.set(key, result)
    const compressed = await result
    if (keep && !compressed.fromCache) {
      await this.#store.put('sibling', key, { format, encoder: compressed.encoder }, compressed.bytes)
    }
    return compressed
  }

  /** Measures bytes by a metric. */
  async measure(bytes: Uint8Array, metric: Metric, asset: string): Promise<number> {
    const format = FORMAT_OF[metric]
    return format === undefined
      ? bytes.length
      : (await this.compress(bytes, format, asset, false)).bytes.length
  }

  /** Estimates what {@link measure} would say, in about a tenth of the time and never by another encoder. */
  async estimate(bytes: Uint8Array, metric: Metric): Promise<number> {
    const format = FORMAT_OF[metric]
    const [encoder] = format === undefined ? [] : this.#encoders[format]
    return encoder === undefined ? bytes.length : (await this.#run(encoder, 'encodeFast', bytes)).length
  }

  /** Measures bytes in every way; the figures are kept in the cache, the compressed bytes are not. */
  async measureAll(bytes: Uint8Array, asset: string): Promise<Sizes> {
    const key = keyOf([await digestHex(bytes), this.encoderIds('gz'), this.encoderIds('br')])
    const cached = await this.#store.get<Sizes>('sizes', key)
    if (cached !== undefined) return cached.meta
    const [gzipBytes, brotliBytes] = await Promise.all([
      this.measure(bytes, 'gzip', asset),
      this.measure(bytes, 'brotli', asset),
    ])
    const sizes = { rawBytes: bytes.length, gzipBytes, brotliBytes }
    await this.#store.put('sizes', key, sizes)
    return sizes
  }

  /** Lets go of what is held in memory. */
  forget(): void {
    this.#known.clear()
  }

  async #compress(
    bytes: Uint8Array,
    format: Format,
    asset: string,
    key: string | undefined,
  ): Promise<CachedCompressed> {
    const cached = key === undefined ? undefined : await this.#store.get<{ encoder: string }>('sibling', key)
    if (cached !== undefined)
      return { format, bytes: cached.bytes, encoder: cached.meta.encoder, fromCache: true }
    const compressed = await compress(bytes, this.#encoders[format], this.#run, asset)
    return { ...compressed, fromCache: false }
  }

  readonly #run: RunEncoder = (encoder, direction, bytes) =>
    this.#queue.run(() =>
      encoder.blocking
        ? this.#workers.run('encode', { encoder: encoder.id, direction, bytes })
        : encoder[direction](bytes),
    )
}
