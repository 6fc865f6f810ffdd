import pc from 'picocolors'
import { UNPRINTABLE } from '../report/printable.ts'
import { terminalStyle } from '../plugins/terminal-style.ts'
import type { TableStyle } from '../report/table.ts'

/** How the command line speaks: text and JSON go to stdout, everything that is about the work itself to stderr. */
export interface Terminal extends Pick<TableStyle, 'columns' | 'paint'> {
  print(text: string): void
  /** Prints a value as JSON that may be shown in a terminal: what could control it is written as `\uXXXX`. */
  printJson(value: unknown): void
  /** Says how the work goes. */
  note(text: string): void
  warn(text: string): void
  fail(text: string): void
}

/** The terminal of this process. */
export function openTerminal(): Terminal {
  // A reader such as `head` may have enough before everything is said.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  return {
    ...terminalStyle(),
    print: (text) => void process.stdout.write(`${text}\n`),
    printJson: (value) => void process.stdout.write(`${toJson(value)}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    warn: (text) => void process.stderr.write(`${pc.yellow('warning:')} ${text}\n`),
    fail: (text) => void process.stderr.write(`${pc.red('error:')} ${text}\n`),
  }
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(UNPRINTABLE, (character) => {
    if (character === '\n') return character
    const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
  })
}
