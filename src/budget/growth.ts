import { parseSize } from './size.ts'

/** How much more than before is allowed: a share of what was, or so many bytes. */
export type Growth = { readonly percent: number } | { readonly sizeBytes: number }

const PERCENT = /^(\d+(?:\.\d+)?)\s*%$/

/** Reads `'5%'`, `'10 kB'` or a number of bytes; undefined for anything else. */
export function parseGrowth(value: unknown): Growth | undefined {
  const percent = typeof value === 'string' ? PERCENT.exec(value.trim())?.[1] : undefined
  if (percent !== undefined) return { percent: Number(percent) }
  const sizeBytes = parseSize(value)
  return sizeBytes === undefined ? undefined : { sizeBytes }
}

/** The most bytes that may follow `beforeBytes`, rounded down. */
export function grownAtMost(beforeBytes: number, growth: Growth): number {
  if ('sizeBytes' in growth) return beforeBytes + growth.sizeBytes
  // 100 * 1.1 is 110.00000000000001 in floating point, and 1000 * 1.001 less than 1001.
  return Math.floor(Number((beforeBytes * (1 + growth.percent / 100)).toPrecision(15)))
}
