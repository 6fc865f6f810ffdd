import type { BuildReport } from './build-report.ts'
import { COMMAND_WITHIN, UNPRINTABLE } from './printable.ts'

/** Where the schema of reports is published, with this package. */
export const SCHEMA_URL = 'https://unpkg.com/vite-plugin-wasm-budget/schema.json'

/**
 * Renders a report as JSON of the published schema (`vite-plugin-wasm-budget/schema.json`).
 *
 * ```
 * { "$schema": "https://…", "version": 1, "tools": { … }, "environment": "client", …, "modules": [ … ], … }
 * ```
 *
 * What could control a terminal or a CI runner is written as `\uXXXX`, so that the text may be printed; parsed, nothing is lost.
 */
export function renderJson(report: BuildReport): string {
  const text = JSON.stringify({ $schema: SCHEMA_URL, ...report }, null, 2)
  return `${text.replace(UNPRINTABLE, escapeCharacter).replace(COMMAND_WITHIN, escapeCharacter)}\n`
}

function escapeCharacter(character: string): string {
  // The only one outside strings, where JSON.stringify has escaped it.
  if (character === '\n') return character
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('')
}
