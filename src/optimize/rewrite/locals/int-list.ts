/** A list of 32-bit integers that grows. */
export class IntList {
  values: Int32Array
  length = 0

  constructor(capacity = 64) {
    this.values = new Int32Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(Math.max(16, this.length * 2))
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.length++] = value
  }

  /** The integers so far, as a copy. */
  copy(): Int32Array {
    return this.values.slice(0, this.length)
  }
}
