// What the workloads read: made here, the same every time.

/** Numbers of xorshift32, below a bound. @param {number} seed */
export function randomNumbers(seed) {
  let state = (seed * 0x9e3779b1) | 1
  return (/** @type {number} */ below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const WORDS =
  'wasm brotli entropy local slot segment table memory löschen 日本 checksum download byte module'.split(' ')

/** Prose of about so many characters. @param {number} length @param {number} seed */
export function text(length, seed) {
  const random = randomNumbers(seed)
  let result = ''
  while (result.length < length) {
    result += `${WORDS[random(WORDS.length)]}${random(9) === 0 ? `, ${random(10_000)}.\n` : ' '}`
  }
  return result
}

/** Bytes half of which repeat. @param {number} length @param {number} seed */
export function bytes(length, seed) {
  const random = randomNumbers(seed)
  const result = new Uint8Array(length)
  for (let at = 0; at < length; at++) {
    result[at] =
      at > 64 && random(2) === 0 ? /** @type {number} */ (result[at - 1 - random(64)]) : random(256)
  }
  return result
}
