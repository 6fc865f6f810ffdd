const SMALLEST_BYTES = 64 * 1024

/** Larger bodies are not kept. */
const LARGEST_BYTES = 2 ** 28

/** Collects what is written to an answer in memory that all threads see, chunk by chunk, so that no copy of it all is made. */
export class SharedBody {
  #shared: SharedArrayBuffer
  #sizeBytes = 0
  #isTooLarge = false

  /** `expectedBytes` is the length that the answer announces, 0 where it announces none. */
  constructor(expectedBytes: number) {
    this.#shared = new SharedArrayBuffer(Math.min(LARGEST_BYTES, Math.max(SMALLEST_BYTES, expectedBytes)))
  }

  append(chunk: Uint8Array): void {
    const wantedBytes = this.#sizeBytes + chunk.length
    if (wantedBytes > LARGEST_BYTES) this.#isTooLarge = true
    if (this.#isTooLarge) return
    if (wantedBytes > this.#shared.byteLength) this.#grow(wantedBytes)
    new Uint8Array(this.#shared).set(chunk, this.#sizeBytes)
    this.#sizeBytes = wantedBytes
  }

  /** Everything that was written; undefined where it was too much. */
  get source(): { readonly shared: SharedArrayBuffer; readonly sizeBytes: number } | undefined {
    return this.#isTooLarge ? undefined : { shared: this.#shared, sizeBytes: this.#sizeBytes }
  }

  #grow(wantedBytes: number): void {
    const larger = new SharedArrayBuffer(
      Math.min(LARGEST_BYTES, Math.max(wantedBytes, 2 * this.#shared.byteLength)),
    )
    new Uint8Array(larger).set(new Uint8Array(this.#shared))
    this.#shared = larger
  }
}
