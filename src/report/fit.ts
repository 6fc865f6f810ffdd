import stringWidth from 'fast-string-width'
import { printable } from './printable.ts'

/** Pads to a width, or cuts out the middle. */
export function pad(text: string, width: number): string {
  const fitted = cut(text, width)
  return fitted + ' '.repeat(Math.max(0, width - stringWidth(fitted)))
}

/** Cuts out the middle of a text that is wider; what could control a terminal is replaced. */
export function cut(text: string, width: number): string {
  const clean = printable(text)
  if (stringWidth(clean) <= width) return clean
  const tail = Math.floor((width - 1) / 2)
  const end = take([...clean].toReversed(), tail).toReversed()
  return `${take([...clean], width - 1 - tail).join('')}…${end.join('')}`
}

/** Cuts off the end of a text that is wider; what could control a terminal is replaced. */
export function cutEnd(text: string, width: number): string {
  const clean = printable(text)
  return stringWidth(clean) <= width ? clean : `${take([...clean], width - 1).join('')}…`
}

function take(characters: readonly string[], width: number): string[] {
  let used = 0
  const end = characters.findIndex((character) => {
    used += stringWidth(character)
    return used > width
  })
  return characters.slice(0, end < 0 ? characters.length : end)
}
