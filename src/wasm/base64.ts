const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const PADDING = '='

/**
 * Encodes bytes as base64 (RFC 4648, section 4).
 *
 * @param padded Whether `=` fills the last four characters.
 */
export function encodeBase64(bytes: Uint8Array, padded = true): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(PADDING.charCodeAt(0))
  const letters = new TextEncoder().encode(ALPHABET)
  let end = 0
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const bits = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    codes[end++] = letters[bits >>> 18] as number
    codes[end++] = letters[(bits >>> 12) & 63] as number
    if (left > 1) codes[end++] = letters[(bits >>> 6) & 63] as number
    if (left > 2) codes[end++] = letters[bits & 63] as number
  }
  return new TextDecoder().decode(padded ? codes : codes.subarray(0, end))
}

/** Decodes base64 with or without its padding; `undefined` for what is none. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const digits = skipBase64(text, 0)
  const padding = text.length - digits
  const isPadded = padding > 0 && padding < 3 && text.length % 4 === 0
  if (digits % 4 === 1 || (padding > 0 && !(isPadded && text.endsWith(PADDING.repeat(padding))))) {
    return undefined
  }
  const bytes = new Uint8Array(Math.floor((digits * 3) / 4))
  let end = 0
  let bits = 0
  for (let at = 0; at < digits; at++) {
    bits = (bits << 6) | valueOf(text.charCodeAt(at))
    if (at % 4 === 0) continue
    bytes[end++] = bits >>> (6 - 2 * (at % 4))
  }
  return bytes
}

/** Offset behind the characters of base64 that begin at an offset, padding not among them. */
export function skipBase64(text: string, offset: number): number {
  let at = offset
  while (valueOf(text.charCodeAt(at)) >= 0) at++
  return at
}

/** The six bits that a character stands for; -1 for others, and for the `NaN` behind the end. */
function valueOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 71
  if (code >= 65 && code <= 90) return code - 65
  if (code >= 48 && code <= 57) return code + 4
  return code === 43 ? 62 : code === 47 ? 63 : -1
}
