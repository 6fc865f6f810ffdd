// Numbers of RFC 3492, section 5.
const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const INITIAL_BIAS = 72
const INITIAL_CODE_POINT = 128
const MAX_CODE_POINT = 0x10ffff

/** Inserting is quadratic in the length; no identifier that a person wrote comes near. */
const MAX_LENGTH = 512

/**
 * Decodes a Punycode identifier whose basic and encoded parts are already apart.
 *
 * Source: RFC 3492 section 6.2. Returns `undefined` for digits outside `a-z0-9`, for code points that do not exist and for
 * more than 512 characters.
 */
export function decodePunycode(basic: string, encoded: string): string | undefined {
  if (basic.length + encoded.length > MAX_LENGTH) return undefined
  const output = [...basic]
  let codePoint = INITIAL_CODE_POINT
  let index = 0
  let bias = INITIAL_BIAS
  let at = 0
  while (at < encoded.length) {
    const indexBefore = index
    let weight = 1
    for (let k = BASE; ; k += BASE) {
      const digit = digitValue(encoded.charCodeAt(at++))
      if (digit < 0) return undefined
      index += digit * weight
      if (index > Number.MAX_SAFE_INTEGER) return undefined
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX)
      if (digit < threshold) break
      weight *= BASE - threshold
    }
    const count = output.length + 1
    bias = adapt(index - indexBefore, count, indexBefore === 0)
    codePoint += Math.floor(index / count)
    index %= count
    if (codePoint > MAX_CODE_POINT || isSurrogate(codePoint)) return undefined
    output.splice(index++, 0, String.fromCodePoint(codePoint))
  }
  return output.join('')
}

function adapt(delta: number, count: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2))
  rest += Math.floor(rest / count)
  let k = 0
  while (rest > ((BASE - T_MIN) * T_MAX) / 2) {
    rest = Math.floor(rest / (BASE - T_MIN))
    k += BASE
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}

// NaN, the code past the end, is no digit either.
function digitValue(code: number): number {
  if (code >= 97 && code <= 122) return code - 97
  if (code >= 48 && code <= 57) return code - 48 + 26
  return -1
}

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff
}
