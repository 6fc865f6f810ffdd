// Prints how every way fares in every bundler, as Markdown; progress and failures go to stderr.
import { fileURLToPath } from 'node:url'
import { startVitest } from 'vitest/node'

const bundlers = /** @type {const} */ ({
  vite: 'Vite 8',
  vite7: 'Vite 7',
  vite6: 'Vite 6',
  rollup: 'Rollup 4',
  rolldown: 'Rolldown 1',
})

process.env['WASM_BUDGET_FULL'] = '1'
const config = fileURLToPath(new URL('../vitest.config.ts', import.meta.url))
const vitest = await startVitest('test', ['test/ways/ways.', 'test/ways/watch.'], {
  config,
  watch: false,
  reporters: [{}],
})
const tests = vitest.state
  .getTestModules()
  .flatMap((module) => [...module.children.allTests()])
  .toSorted((a, b) => (a.meta().way?.place ?? 0) - (b.meta().way?.place ?? 0))

/** @type {Map<string, Map<string, Record<string, string>>>} */
const groups = new Map()
const notes = new Map()
const counts = { works: 0, own: 0, fails: 0 }
for (const test of tests) {
  const { way, problems = [] } = test.meta()
  if (way === undefined) continue
  const ways = groups.get(way.group) ?? new Map()
  groups.set(way.group, ways)
  const row = ways.get(way.name) ?? {}
  ways.set(way.name, row)
  if (test.result().state !== 'passed') {
    counts.fails++
    row[way.bundler] = `**fails** ${noteOf(problems.join('; ') || 'it did not end')}`
  } else if (way.ownError !== undefined) {
    counts.own++
    row[way.bundler] = `not supported by the bundler itself ${noteOf(way.ownError)}`
  } else {
    counts.works++
    row[way.bundler] = '✓'
  }
}

/** @param {string} text */
function noteOf(text) {
  const number = notes.get(text) ?? notes.size + 1
  notes.set(text, number)
  return `[${number}]`
}

/** Bundlers quote what they could not read. @param {string} text */
function readable(text) {
  return text.replaceAll('`', "'").replaceAll(/\p{Cc}/gu, '\uFFFD')
}

/** @param {readonly string[]} cells */
const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
const names = Object.values(bundlers)
for (const [group, ways] of groups) {
  console.log(`\n### ${group}\n`)
  console.log(line(['way', ...names]))
  console.log(line(['---', ...names.map(() => '---')]))
  for (const [name, row] of ways) {
    console.log(line([name, ...Object.keys(bundlers).map((bundler) => row[bundler] ?? '–')]))
  }
}
console.log('')
for (const [text, number] of notes) console.log(`${number}. \`${readable(text)}\``)
console.log(
  `\n${counts.works} work, ${counts.own} are not supported by the bundler itself, ${counts.fails} fail.`,
)
await vitest.close()
if (counts.fails > 0) process.exitCode = 1
