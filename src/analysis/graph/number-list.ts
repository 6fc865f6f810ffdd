/** A list of numbers that grows; typed, because a large module has millions of references. */
export class NumberList {
  #values: Uint32Array
  length = 0

  constructor(capacity = 1024) {
    this.#values = new Uint32Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(Math.max(16, this.length * 2))
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length++] = value
  }

  /** The numbers so far; shares memory with the list. */
  view(): Uint32Array {
    return this.#values.subarray(0, this.length)
  }
}
