// Controls, format characters (they reorder or hide text: Trojan Source), line and paragraph separators.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Makes a string from a stranger safe for a terminal and one line: what could control it becomes U+FFFD. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd')
}
