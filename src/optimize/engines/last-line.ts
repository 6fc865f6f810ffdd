/** What Node adds to an error: where it was thrown, stack traces of several kinds, which Node it is. */
const SAID_BY_NODE = /^\s*(?:at .*|\^+|\d+: .*|-----.*-----|Node\.js v.*|\(Use `node --.*)?$/

/** Where binaryen says what is wrong with a module, lines before it says that it gives up. */
const SAID_OF_MODULE = /^\[(?:wasm-validator error|parse exception)/

const LONGEST_REASON = 300

/** Returns the line of a program's stderr, from its end, that says why it ended; empty where none does. */
export function lastLine(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim())
  const last = lines.findLast((line) => !SAID_BY_NODE.test(line)) ?? ''
  const ofModule = last.startsWith('Fatal: ')
    ? lines.findLast((line) => SAID_OF_MODULE.test(line))
    : undefined
  return (ofModule ?? last).slice(0, LONGEST_REASON)
}
