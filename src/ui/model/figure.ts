/** A size as people read it: `value` and `unit` are written apart, the unit quieter. */
export interface Figure {
  readonly value: string
  readonly unit: string
}

const MINUS = '\u2212'
const SPACE = '\u00a0'

/** Writes a size in kB of 1000 bytes with one decimal, below 1000 bytes in B: `1,664.2` `kB`. */
export function figureOf(sizeBytes: number): Figure {
  const size = Math.abs(sizeBytes)
  const sign = sizeBytes < 0 ? MINUS : ''
  if (size < 1000) return { value: `${sign}${Math.round(size)}`, unit: 'B' }
  const [whole = '', decimal = ''] = (size / 1000).toFixed(1).split('.')
  return { value: `${sign}${formatCount(Number(whole))}.${decimal}`, unit: 'kB' }
}

/** Writes a size in one text: `1,664.2 kB`. */
export function formatBytes(sizeBytes: number): string {
  const { value, unit } = figureOf(sizeBytes)
  return `${value}${SPACE}${unit}`
}

/** Writes a difference, always with its sign: `+43.9 kB`. */
export function formatDelta(deltaBytes: number): string {
  return `${deltaBytes > 0 ? '+' : ''}${formatBytes(deltaBytes)}`
}

/** Writes a number with groups of three: `1,026`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Writes a part of a whole with one decimal: `17.2 %`. */
export function formatPercent(part: number, whole: number): string {
  return `${(whole === 0 ? 0 : (part / whole) * 100).toFixed(1)}${SPACE}%`
}

/** Writes a change from one size to another with its sign: `−69.8 %`; empty where there was nothing before. */
export function formatChange(beforeBytes: number, afterBytes: number): string {
  if (beforeBytes === 0) return ''
  const percent = ((afterBytes - beforeBytes) / beforeBytes) * 100
  const sign = percent < 0 ? MINUS : percent > 0 ? '+' : ''
  return `${sign}${Math.abs(percent).toFixed(1)}${SPACE}%`
}

/** Cuts a name in the middle: `split_total_6521…1061.wasm`; both ends tell files apart. */
export function cutMiddle(name: string, maximumLength: number): string {
  if (name.length <= maximumLength) return name
  const end = Math.floor((maximumLength - 1) * 0.4)
  return `${name.slice(0, maximumLength - 1 - end)}…${name.slice(name.length - end)}`
}
