/**
 * How often each slot was seen in each context: an open-addressed table of contexts by hash, and a list of counts for each.
 *
 * Lists stay ordered by falling count, nearly: an entry that outgrows the one before it changes places with it.
 */
export class ContextTable {
  /** Of each context: the sum of its counts, where its entries are, how many, and how many have room. */
  totals: Int32Array
  starts: Int32Array
  lengths: Int32Array
  #capacities: Int32Array
  /** Entries of all contexts. */
  slots: Int32Array
  counts: Int32Array
  /** Hash of each bucket, and its context plus one. */
  #hashes: Int32Array
  #contexts: Int32Array
  #size = 0
  #entries = 0

  /** `capacity` is the number of contexts expected. */
  constructor(capacity: number) {
    const buckets = 1 << (33 - Math.clz32(Math.max(16, capacity)))
    this.#hashes = new Int32Array(buckets)
    this.#contexts = new Int32Array(buckets)
    this.totals = new Int32Array(buckets >> 1)
    this.starts = new Int32Array(buckets >> 1)
    this.lengths = new Int32Array(buckets >> 1)
    this.#capacities = new Int32Array(buckets >> 1)
    this.slots = new Int32Array(buckets)
    this.counts = new Int32Array(buckets)
  }

  /** Forgets everything. */
  clear(): void {
    this.#contexts.fill(0)
    this.#size = 0
    this.#entries = 0
  }

  /** Number of the context with this hash, a new one if need be. */
  find(hash: number): number {
    const mask = this.#hashes.length - 1
    let bucket = (hash ^ (hash >>> 15)) & mask
    for (;;) {
      const context = this.#contexts[bucket] as number
      if (context === 0) break
      if (this.#hashes[bucket] === hash) return context - 1
      bucket = (bucket + 1) & mask
    }
    if (this.#size === this.totals.length) {
      this.#grow()
      return this.find(hash)
    }
    const context = this.#size++
    this.#hashes[bucket] = hash
    this.#contexts[bucket] = context + 1
    this.totals[context] = 0
    this.lengths[context] = 0
    this.#capacities[context] = 0
    return context
  }

  /** Counts a slot in a context once more. */
  add(context: number, slot: number): void {
    this.totals[context] = (this.totals[context] as number) + 1
    const start = this.starts[context] as number
    const length = this.lengths[context] as number
    const { slots, counts } = this
    for (let entry = start; entry < start + length; entry++) {
      if (slots[entry] !== slot) continue
      const count = (counts[entry] as number) + 1
      if (entry > start && count > (counts[entry - 1] as number)) {
        slots[entry] = slots[entry - 1] as number
        counts[entry] = counts[entry - 1] as number
        slots[entry - 1] = slot
        counts[entry - 1] = count
      } else counts[entry] = count
      return
    }
    this.#append(context, slot)
  }

  /** Counts a slot in a context once less. */
  remove(context: number, slot: number): void {
    this.totals[context] = (this.totals[context] as number) - 1
    let entry = this.starts[context] as number
    while (this.slots[entry] !== slot) entry++
    this.counts[entry] = (this.counts[entry] as number) - 1
  }

  #append(context: number, slot: number): void {
    const length = this.lengths[context] as number
    if (length === this.#capacities[context]) this.#makeRoom(context)
    const entry = (this.starts[context] as number) + length
    this.slots[entry] = slot
    this.counts[entry] = 1
    this.lengths[context] = length + 1
  }

  #makeRoom(context: number): void {
    const length = this.lengths[context] as number
    const capacity = length === 0 ? 1 : length * 2
    const start = this.#entries
    this.#entries += capacity
    if (this.#entries > this.slots.length) {
      this.slots = enlarged(this.slots, this.#entries * 2)
      this.counts = enlarged(this.counts, this.#entries * 2)
    }
    const from = this.starts[context] as number
    this.slots.copyWithin(start, from, from + length)
    this.counts.copyWithin(start, from, from + length)
    this.starts[context] = start
    this.#capacities[context] = capacity
  }

  #grow(): void {
    const [hashes, contexts] = [this.#hashes, this.#contexts]
    const buckets = hashes.length * 2
    const mask = buckets - 1
    this.#hashes = new Int32Array(buckets)
    this.#contexts = new Int32Array(buckets)
    for (let old = 0; old < hashes.length; old++) {
      if (contexts[old] === 0) continue
      const hash = hashes[old] as number
      let bucket = (hash ^ (hash >>> 15)) & mask
      while (this.#contexts[bucket] !== 0) bucket = (bucket + 1) & mask
      this.#hashes[bucket] = hash
      this.#contexts[bucket] = contexts[old] as number
    }
    this.totals = enlarged(this.totals, buckets >> 1)
    this.starts = enlarged(this.starts, buckets >> 1)
    this.lengths = enlarged(this.lengths, buckets >> 1)
    this.#capacities = enlarged(this.#capacities, buckets >> 1)
  }
}

function enlarged(values: Int32Array, length: number): Int32Array {
  const larger = new Int32Array(length)
  larger.set(values)
  return larger
}
