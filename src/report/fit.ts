import stringWidth from 'fast-string-width'
import { printable } from './printable.ts'

/** Pads to a width, or cuts out the middle. */
export function pad(text: string, width: number): string {
  const fitted = cut(text, width)
  return fitted + ' '.repeat(Math.max(0, width - stringWidth(fitted)))
}

export function cutEnd(text: string, width: number): string {
  return stringWidth(text) <= width ? text : `${[...text].slice(0, width - 1).join('')}…`
}

/** Cuts out the middle of a text that is wider; what could control a terminal is replaced. */
export function cut(text: string, width: number): string {
  const clean = printable(text)
  if (stringWidth(clean) <= width) return clean
  const characters = [...clean]
  const tail = Math.floor((width - 1) / 2)
  return `${characters.slice(0, width - 1 - tail).join('')}…${characters.slice(characters.length - tail).join('')}`
}
