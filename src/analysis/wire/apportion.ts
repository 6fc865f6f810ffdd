/**
 * Splits a whole number into whole parts in proportion to weights, by largest remainder; the parts sum to it.
 *
 * Without any weight everything goes to the first part.
 */
export function apportion(total: number, weights: Float64Array): Uint32Array {
  const parts = new Uint32Array(weights.length)
  if (weights.length === 0) return parts
  let sum = 0
  for (const weight of weights) sum += weight
  if (sum === 0) {
    parts[0] = total
    return parts
  }
  const remainders = new Float64Array(weights.length)
  let left = total
  for (let index = 0; index < weights.length; index++) {
    const exact = (total * (weights[index] as number)) / sum
    parts[index] = Math.floor(exact)
    remainders[index] = exact - Math.floor(exact)
    left -= Math.floor(exact)
  }
  if (left <= 0) return parts
  const sorted = remainders.slice().sort()
  const threshold = sorted[sorted.length - left] as number
  // Several may be as large as the threshold; the first of them get what those above it leave.
  for (let index = 0; index < parts.length; index++) {
    if ((remainders[index] as number) <= threshold) continue
    parts[index] = (parts[index] as number) + 1
    left--
  }
  for (let index = 0; index < parts.length && left > 0; index++) {
    if (remainders[index] !== threshold) continue
    parts[index] = (parts[index] as number) + 1
    left--
  }
  return parts
}
