import { cut } from './fit.ts'

/** Longest name in characters: a table of longer ones cannot be read. */
const LONGEST_NAME = 90

/** What a code span shows as it is, in a table too; a backtick would end it, a bar the cell. */
const PLAIN = /^[^\s`|\\](?:[^`|\\]*[^\s`|\\])?$/

/**
 * Renders a string from a stranger as code of GitHub-flavoured Markdown, one line, which no renderer takes for markup.
 *
 * Code, because mentions, issue numbers, hashes, emoji codes and addresses in other text become links, which escapes do not
 * prevent: GitHub looks for them in the rendered page, where escapes are gone. What a code span cannot show is an
 * element with character references.
 */
export function codeOf(text: string, longest = LONGEST_NAME): string {
  const name = cut(text, longest)
  return PLAIN.test(name) ? `\`${name}\`` : `<code>${escapeHtml(name)}</code>`
}

/**
 * Renders a string from a stranger as code within HTML.
 *
 * Everything but letters, digits and what is common in paths becomes a character reference, since Markdown within elements is
 * still Markdown.
 */
export function codeElementOf(text: string): string {
  return `<code>${escapeHtml(cut(text, LONGEST_NAME))}</code>`
}

function escapeHtml(text: string): string {
  return (
    text
      .replace(/[^\p{L}\p{N} ./-]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`)
      // Autolinks of GitHub-flavoured Markdown need no other sign.
      .replace(/www\./gi, (found) => `${found.slice(0, -1)}&#46;`)
  )
}

/** One row of a table; cells are Markdown. */
export type Row = readonly string[]

/** Renders a table of GitHub-flavoured Markdown; every column but the first is of figures where its head ends with a colon. */
export function tableOf(heads: Row, rows: readonly Row[]): string {
  const rule = heads.map((head) => (head.endsWith(':') ? '---:' : '---'))
  const titles = heads.map((head) => head.replace(/:$/, ''))
  return [titles, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
