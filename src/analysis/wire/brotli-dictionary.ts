/** Length of brotli's built-in dictionary (RFC 7932, appendix A). */
export const DICTIONARY_BYTES = 122_784

const BEGINNING = Uint8Array.from('timedownlifeleftbackcodedatashow', (character) => character.charCodeAt(0))

/**
 * Finds a copy of brotli's built-in dictionary: any module that decodes brotli or WOFF2 has one, and brotli has it for a
 * fraction of what other text costs.
 *
 * @returns its offset, or -1.
 */
export function findBrotliDictionary(bytes: Uint8Array): number {
  // Wherever it begins, one of these offsets has enough of its letters behind it, which code hardly ever has.
  for (let at = STRIDE - 1; at < bytes.length; at += STRIDE) {
    if (!beginsWithLetters(bytes, at)) continue
    for (let start = at - STRIDE + 1; start <= at; start++)
      if (start + DICTIONARY_BYTES <= bytes.length && beginsAt(bytes, start)) return start
  }
  return -1
}

const LETTERS = 8
const STRIDE = BEGINNING.length - LETTERS

function beginsWithLetters(bytes: Uint8Array, offset: number): boolean {
  for (let at = offset; at < offset + LETTERS; at++) {
    const byte = bytes[at] ?? 0
    if (byte < 0x61 || byte > 0x7a) return false
  }
  return true
}

function beginsAt(bytes: Uint8Array, offset: number): boolean {
  return BEGINNING.every((byte, at) => bytes[offset + at] === byte)
}
