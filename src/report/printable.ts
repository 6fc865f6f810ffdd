/** Controls, format characters (they reorder or hide text: Trojan Source), line and paragraph separators. */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** What a runner takes for a command anywhere in a line: `##[` (GitHub), `##vso[` (Azure), `##teamcity[`. */
export const COMMAND_WITHIN = /(?<=#)#(?=\w*\[)/g

/** What GitHub's runner takes for a command where a line begins with it. */
const COMMAND_FIRST = /^(\s*):(?=:)/

/**
 * Makes a string from a stranger safe for a terminal and one line: what could control it becomes U+FFFD, and so does the sign
 * that makes a command of a line in the log of a CI runner (actions/runner, src/Runner.Common/ActionCommand.cs).
 */
export function printable(text: string): string {
  return text
    .replace(UNPRINTABLE, '\ufffd')
    .replace(COMMAND_WITHIN, '\ufffd')
    .replace(COMMAND_FIRST, '$1\ufffd')
}
