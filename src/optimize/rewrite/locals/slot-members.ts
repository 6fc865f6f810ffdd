const NONE = -1

/** Which webs of a class are in which slot: a doubly linked list a slot. */
export class SlotMembers {
  /** Index of the slot of each member. */
  readonly slots: Int32Array
  readonly first: Int32Array
  readonly next: Int32Array
  readonly #previous: Int32Array

  constructor(slots: Int32Array, slotCount: number) {
    this.slots = slots
    this.first = new Int32Array(slotCount).fill(NONE)
    this.next = new Int32Array(slots.length)
    this.#previous = new Int32Array(slots.length)
    for (let member = slots.length - 1; member >= 0; member--) this.#insert(member, slots[member] as number)
  }

  move(member: number, slot: number): void {
    const before = this.#previous[member] as number
    const after = this.next[member] as number
    if (before === NONE) this.first[this.slots[member] as number] = after
    else this.next[before] = after
    if (after !== NONE) this.#previous[after] = before
    this.#insert(member, slot)
  }

  #insert(member: number, slot: number): void {
    const after = this.first[slot] as number
    this.next[member] = after
    this.#previous[member] = NONE
    if (after !== NONE) this.#previous[after] = member
    this.first[slot] = member
    this.slots[member] = slot
  }
}
