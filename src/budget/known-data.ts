/** Data of a crate that is known by its size: nothing else in the crate is as large. */
interface KnownData {
  readonly crate: string
  /** Bytes of data that the crate has only with it. */
  readonly leastBytes: number
  readonly label: string
}

const KNOWN: readonly KnownData[] = [
  /** `regex-syntax/src/unicode_tables/`: without its `unicode-*` features the crate has a few kB of data. */
  { crate: 'regex_syntax', leastBytes: 50_000, label: "regex's Unicode tables" },
]

/** Says what so much data of a crate must be; undefined where that is not known. */
export function describeData(crate: string, dataBytes: number): string | undefined {
  return KNOWN.find((known) => known.crate === crate && dataBytes >= known.leastBytes)?.label
}
