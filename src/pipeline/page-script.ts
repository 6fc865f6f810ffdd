import { readFile } from 'node:fs/promises'

/** Reads the script that a report page embeds, as it lies in this package. */
export function readPageScript(): Promise<string> {
  return readFile(new URL('../ui/report.js', import.meta.url), 'utf8')
}
