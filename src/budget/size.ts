const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
}

const SIZE = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i

/**
 * Reads a size in bytes: a number, or a string such as `'250 kB'` (1000 bytes) or `'1.5MiB'` (1024 * 1024).
 *
 * Undefined for anything else. A fraction of a byte is rounded down, so that a limit is never laxer than written.
 */
export function parseSize(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? Math.floor(value) : undefined
  if (typeof value !== 'string') return undefined
  const match = SIZE.exec(value.trim())
  if (match === null) return undefined
  const unit = UNITS[(match[2] as string).toLowerCase()]
  // 1.005 * 1000 is 1004.9999999999999 in floating point.
  return unit === undefined ? undefined : Math.floor(Number((Number(match[1]) * unit).toPrecision(15)))
}
