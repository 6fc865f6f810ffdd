/** Formats a size in kB of 1000 bytes with one decimal, below 1000 bytes in B: `'26.9 kB'`, `'140 B'`. */
export function formatSize(sizeBytes: number): string {
  return Math.abs(sizeBytes) < 1000 ? `${sizeBytes} B` : `${(sizeBytes / 1000).toFixed(1)} kB`
}

/** Formats two sizes to be compared; as bytes where kB would print them alike. */
export function formatBytePair(aBytes: number, bBytes: number): [a: string, b: string] {
  const a = formatSize(aBytes)
  const b = formatSize(bBytes)
  if (aBytes === bBytes || a !== b) return [a, b]
  return [`${formatCount(aBytes)} B`, `${formatCount(bBytes)} B`]
}

/** Formats an integer with groups of three: `'1,056,860'`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Formats the share of a part in a whole: `'38 %'`, `'0.4 %'`, `'<0.1 %'`. */
export function formatShare(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (part / whole) * 100
  if (percent > 0 && percent < 0.1) return '<0.1 %'
  return `${percent > 0 && percent < 1 ? percent.toFixed(1) : Math.round(percent)} %`
}

/** Formats a change from one size to another: `'-31 %'`, `'-0.4 %'`, `'+0.02 %'`. */
export function formatChange(beforeBytes: number, afterBytes: number): string {
  const percent = beforeBytes === 0 ? 0 : ((afterBytes - beforeBytes) / beforeBytes) * 100
  const size = Math.abs(percent)
  const digits = size >= 10 || size === 0 ? String(Math.round(percent)) : percent.toFixed(size < 0.1 ? 2 : 1)
  return `${percent > 0 ? '+' : ''}${digits} %`
}
