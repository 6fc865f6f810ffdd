import type { Finding } from '../finding.ts'
import { formatSize } from './format.ts'
import { printable } from './printable.ts'

/** How a list of exports is made. */
export const WRITE_EXPORTS = 'npx -p vite-plugin-wasm-budget wasm-budget exports --write'

/** Names that a sentence has room for. */
export const NAMES_TOLD = 5

type Code = 'unused-exports' | 'exports-unknown' | 'exports-kept' | 'exports-unlisted' | 'exports-unpruned'

/** What is said of exports. */
export const EXPORT_SENTENCES: {
  readonly [Which in Code]: (finding: Extract<Finding, { code: Which }>) => string
} = {
  'unused-exports': ({ args: { count, exportCount, names, rawBytes, wireBytes, metric } }) =>
    `${count} of ${exportCount} exports ${count === 1 ? 'is' : 'are'} named by no script (${listNames(names, count)}). ` +
    `To prune ${count === 1 ? 'it' : 'them'} would save ${formatSize(rawBytes)} raw` +
    (wireBytes === undefined ? '' : `, about ${formatSize(wireBytes)} ${metric}`) +
    `: set optimize.exports to a list, as ${WRITE_EXPORTS} FILE makes it`,
  'exports-unknown': ({ args: { names } }) => {
    const told = names
      .slice(0, NAMES_TOLD)
      .map(({ name, nearest }) =>
        nearest === undefined ? quote(name) : `${quote(name)} (did you mean ${quote(nearest)}?)`,
      )
    const more = names.length - told.length
    return `has no export ${told.join(', ')}${more > 0 ? ` and ${more} more` : ''}, which optimize.exports lists`
  },
  'exports-kept': ({ args: { names } }) => {
    const [it, needs] = names.length === 1 ? ['it', 'it is needed'] : ['them', 'they are needed']
    return (
      `keeps ${listNames(names.slice(0, NAMES_TOLD), names.length)} although optimize.exports does not list ${it}: ` +
      `${needs} to start or to run the module. Add ${it} to the list to silence this`
    )
  },
  'exports-unlisted': ({ args: { file, isMissing } }) =>
    `keeps all exports: ${isMissing ? `there is no ${printable(file)}` : `${printable(file)} has no list of it`}. ` +
    `Make it and commit it: ${WRITE_EXPORTS} ${printable(file)}`,
  'exports-unpruned': ({ args }) => `keeps all exports: ${printable(args.reason)}`,
}

/** Lists the first names of `count`. */
function listNames(names: readonly string[], count: number): string {
  const more = count - names.length
  return names.map(printable).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function quote(name: string): string {
  return `"${printable(name)}"`
}
