import type { ItemKind } from './size-report.ts'

const KINDS: readonly ItemKind[] = [
  'header',
  'section-overhead',
  'type',
  'import',
  'function',
  'table',
  'memory',
  'global',
  'export',
  'start',
  'element',
  'data',
  'tag',
  'name-subsection',
  'custom',
]
const NUMBERS: ReadonlyMap<ItemKind, number> = new Map(KINDS.map((kind, number) => [kind, number]))
const NO_INDEX = -1

/** The leaves of a module in columns: a large one has hundreds of thousands. */
export class LeafTable {
  count = 0
  readonly offsets: Uint32Array
  readonly sizes: Uint32Array
  readonly #kinds: Uint8Array
  readonly #indices: Int32Array
  /** Names of leaves that have no index to look one up by. */
  readonly #labels = new Map<number, string>()

  /** There may be `capacity` leaves. */
  constructor(capacity: number) {
    this.offsets = new Uint32Array(capacity)
    this.sizes = new Uint32Array(capacity)
    this.#kinds = new Uint8Array(capacity)
    this.#indices = new Int32Array(capacity)
  }

  /** Adds a leaf and returns its number. */
  add(kind: ItemKind, offset: number, sizeBytes: number, index = NO_INDEX): number {
    const leaf = this.count++
    this.#kinds[leaf] = NUMBERS.get(kind) as number
    this.#indices[leaf] = index
    this.offsets[leaf] = offset
    this.sizes[leaf] = sizeBytes
    return leaf
  }

  /** Adds a leaf that has a name instead of an index. */
  addNamed(kind: ItemKind, name: string, offset: number, sizeBytes: number): number {
    const leaf = this.add(kind, offset, sizeBytes)
    this.#labels.set(leaf, name)
    return leaf
  }

  kindOf(leaf: number): ItemKind {
    return KINDS[this.#kinds[leaf] as number] as ItemKind
  }

  indexOf(leaf: number): number | undefined {
    const index = this.#indices[leaf] as number
    return index === NO_INDEX ? undefined : index
  }

  labelOf(leaf: number): string | undefined {
    return this.#labels.get(leaf)
  }
}
