import { CRATES, GENERICS, type Figures } from './figures.ts'

/** A crate, a generic function or a section of one module, and by how much it grew; raw bytes, less than 0 where it shrank. */
export interface InsideGrowth {
  readonly kind: 'crate' | 'generic' | 'section'
  readonly name: string
  readonly deltaBytes: number
  /** Part of `deltaBytes` that is data of a crate. */
  readonly dataDeltaBytes: number
  readonly isNew: boolean
}

interface Thing {
  readonly kind: InsideGrowth['kind']
  readonly name: string
  sizeBytes: number
  dataBytes: number
}

/**
 * Compares the inside of a module with that in the baseline; absent `before` is nothing at all.
 *
 * Of crates and generic functions only the largest are written down: one that is not had at the most what the last one has,
 * and as much is taken off.
 */
export function growthInside(now: Figures, before: Figures = {}): InsideGrowth[] {
  const olds = thingsOf(before)
  const unlisted = {
    crate: leastOf(olds, 'crate', CRATES),
    generic: leastOf(olds, 'generic', GENERICS),
    section: 0,
  }
  return [...thingsOf(now)].map(([key, { kind, name, sizeBytes, dataBytes }]) => {
    const old = olds.get(key)
    const oldBytes = old?.sizeBytes ?? unlisted[kind]
    return {
      kind,
      name,
      deltaBytes: sizeBytes - oldBytes,
      dataDeltaBytes: dataBytes - (old?.dataBytes ?? 0),
      isNew: oldBytes === 0,
    }
  })
}

const CRATE = /^crate (.*) (code|data)$/s
const OTHER = /^(generic|section) (.*)$/s

function thingsOf(figures: Figures): Map<string, Thing> {
  const things = new Map<string, Thing>()
  for (const [figure, bytes] of Object.entries(figures)) {
    const [, crate, half] = CRATE.exec(figure) ?? []
    const [, kind, other] = crate === undefined ? (OTHER.exec(figure) ?? []) : [undefined, 'crate', crate]
    if (kind === undefined || other === undefined) continue
    const key = `${kind} ${other}`
    const thing = things.get(key) ?? { kind: kind as Thing['kind'], name: other, sizeBytes: 0, dataBytes: 0 }
    thing.sizeBytes += bytes
    if (half === 'data') thing.dataBytes += bytes
    things.set(key, thing)
  }
  return things
}

/** Bytes of the smallest of a kind in a full list; 0 where the list has all. */
function leastOf(things: ReadonlyMap<string, Thing>, kind: Thing['kind'], most: number): number {
  const sizes = [...things.values()].filter((thing) => thing.kind === kind).map(({ sizeBytes }) => sizeBytes)
  return sizes.length < most ? 0 : Math.min(...sizes)
}
