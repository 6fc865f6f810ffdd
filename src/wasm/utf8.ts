// A leading U+FEFF is part of a name: two exports may differ in nothing else.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lossy = new TextDecoder('utf-8', { ignoreBOM: true })

/** Decodes UTF-8. @throws {TypeError} bytes that are none. */
export function decodeUtf8(bytes: Uint8Array): string {
  return strict.decode(bytes)
}

/** Decodes UTF-8; bad sequences become U+FFFD. */
export function decodeLossyUtf8(bytes: Uint8Array): string {
  return lossy.decode(bytes)
}

/** Says whether all bytes of a range are ASCII, which makes them UTF-8 without decoding them. */
export function isAscii(bytes: Uint8Array, offset: number, endOffset: number): boolean {
  let seen = 0
  let at = offset
  // Export names of a C++ module are megabytes: one branch for eight bytes.
  for (const last = endOffset - 7; at < last; at += 8) {
    seen |=
      (bytes[at] as number) |
      (bytes[at + 1] as number) |
      (bytes[at + 2] as number) |
      (bytes[at + 3] as number) |
      (bytes[at + 4] as number) |
      (bytes[at + 5] as number) |
      (bytes[at + 6] as number) |
      (bytes[at + 7] as number)
  }
  for (; at < endOffset; at++) seen |= bytes[at] as number
  return seen < 0x80
}
