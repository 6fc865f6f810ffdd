import type { ItemKind, SizeItem, SizeReport } from '../analysis/size-report.ts'

/** Strings each once; 0 stands for none, n for the string at n - 1. */
type StringIndex = number

/** A {@link SizeReport} with its items by columns: a fifth of their JSON, names apart. */
export interface PackedReport {
  readonly rest: Omit<SizeReport, 'items'>
  readonly strings: readonly string[]
  readonly kinds: readonly StringIndex[]
  /** -1 for none. */
  readonly indices: readonly number[]
  readonly names: readonly StringIndex[]
  readonly offsets: readonly number[]
  readonly sizes: readonly number[]
  readonly wireSizes?: readonly number[]
  readonly retained: readonly number[]
  readonly crates: readonly StringIndex[]
  readonly generics: readonly StringIndex[]
  /** Indices of items whose crate was inferred. */
  readonly inferred: readonly number[]
}

/** Packs a report; {@link unpackReport} makes the same of it again. */
export function packReport({ items, ...rest }: SizeReport): PackedReport {
  const known = new Map<string, number>()
  const indexOf = (text: string | undefined): StringIndex => {
    if (text === undefined) return 0
    const index = known.get(text) ?? known.size + 1
    known.set(text, index)
    return index
  }
  const hasWire = items.every(({ wireSizeBytes }) => wireSizeBytes !== undefined)
  return {
    rest,
    kinds: items.map(({ kind }) => indexOf(kind)),
    indices: items.map(({ index = -1 }) => index),
    names: items.map(({ name }) => indexOf(name)),
    offsets: items.map(({ offset }) => offset),
    sizes: items.map(({ sizeBytes }) => sizeBytes),
    ...(hasWire ? { wireSizes: items.map(({ wireSizeBytes = 0 }) => wireSizeBytes) } : {}),
    retained: items.map(({ retainedBytes }) => retainedBytes),
    crates: items.map(({ crate }) => indexOf(crate)),
    generics: items.map(({ generic }) => indexOf(generic)),
    inferred: items.flatMap(({ inferred }, at) => (inferred === true ? [at] : [])),
    strings: [...known.keys()],
  }
}

/** Makes a report again of what {@link packReport} made of it. */
export function unpackReport(packed: PackedReport): SizeReport {
  const { rest, strings, kinds, indices, names, offsets, sizes, wireSizes, retained, crates, generics } =
    packed
  const inferred = new Set(packed.inferred)
  const textOf = (index: StringIndex | undefined) => strings[(index ?? 0) - 1]
  const items = kinds.map((kind, at): SizeItem => {
    const index = indices[at] as number
    const name = textOf(names[at])
    const wireSizeBytes = wireSizes?.[at]
    const crate = textOf(crates[at])
    const generic = textOf(generics[at])
    return {
      kind: textOf(kind) as ItemKind,
      ...(index < 0 ? {} : { index }),
      ...(name === undefined ? {} : { name }),
      offset: offsets[at] as number,
      sizeBytes: sizes[at] as number,
      ...(wireSizeBytes === undefined ? {} : { wireSizeBytes }),
      retainedBytes: retained[at] as number,
      ...(crate === undefined ? {} : { crate }),
      ...(generic === undefined ? {} : { generic }),
      ...(inferred.has(at) ? { inferred: true as const } : {}),
    }
  })
  return { ...rest, items }
}
