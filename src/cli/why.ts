import { Option, type Command } from 'commander'
import type { Metric } from '../options.ts'
import { formatCount, formatSize } from '../report/format.ts'
import { printable } from '../report/printable.ts'
import { ExitCode } from './exit-code.ts'
import { findItems, namedItems, nearestNames, type NamedItem } from './find-items.ts'
import { itemLabel } from './item-label.ts'
import { lookInside, type LookedInside } from './look-inside.ts'
import { parseCount } from './parse-count.ts'
import { rootOf, stepLabels } from './reason-lines.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { openWorkspace, withPipeline, type CommonOptions } from './workspace.ts'

interface WhyArguments extends CommonOptions {
  readonly symbols?: string
  readonly metric?: Metric
  readonly limit: number
}

/** `wasm-budget why FILE ITEM` */
export function addWhy(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('why')
    .summary('why something is in a module: the shortest way to it from an export')
    .description(
      'Says why a function, global or piece of data is in a module: the shortest way to it from an export, the start function or the table. What is named may be several things; the largest are told.',
    )
    .argument('<file>', 'module, .wasm')
    .argument(
      '<item>',
      'a name or a part of it, as it is in the module or demangled; an index: 12, wasm-function[12], "data 3"',
    )
    .option(
      '--symbols <path>',
      'names of a stripped module: its unstripped twin, a symbol map, or a directory of kept symbols',
    )
    .addOption(new Option('--metric <metric>', 'what "on the wire" is').choices(['brotli', 'gzip', 'raw']))
    .option('--limit <count>', 'how many things are told at the most', parseCount, 3)
    .action(async (file: string, text: string, _own: WhyArguments, command: Command) => {
      const options = command.optsWithGlobals<WhyArguments>()
      const workspace = await openWorkspace(options)
      const inside = await withPipeline(workspace, terminal, (pipeline) =>
        lookInside(file, workspace, pipeline, options),
      )
      const items = namedItems(inside.analysis.report.items, inside.isGo)
      const found = findItems(items, text)
      if (found.length === 0) throw new UsageError(nothingFound(inside, items, text))
      const told = found.slice(0, options.limit)
      if (options.json) {
        const matches = told.map(({ item, at, name }) => ({
          ...item,
          ...(name === undefined ? {} : { demangled: name.full }),
          root: rootOf(inside.analysis.reasonFor(at), inside.analysis.report),
          steps: inside.analysis.reasonFor(at),
        }))
        terminal.printJson({ version: 1, file, item: text, matchCount: found.length, matches })
      } else {
        const metric = options.metric ?? workspace.options.metric
        const blocks = told.map((match) => describe(inside, match, metric, terminal).join('\n'))
        const left = found.length - told.length
        const more =
          left === 0 ? [] : [terminal.paint.dim(`and ${formatCount(left)} more; --limit shows them`)]
        terminal.print([...blocks, ...more].join('\n\n'))
      }
      done(ExitCode.fine)
    })
}

function describe(
  { analysis, isGo }: LookedInside,
  { item, at }: NamedItem,
  metric: Metric,
  { paint }: Terminal,
): string[] {
  const steps = analysis.reasonFor(at)
  const { crate, inferred } = item
  const facts = [
    `${formatSize(item.sizeBytes)} raw`,
    ...(item.wireSizeBytes === undefined ? [] : [`est. ${formatSize(item.wireSizeBytes)} ${metric}`]),
    `keeps alone ${formatSize(item.retainedBytes)}`,
    ...(crate === undefined ? [] : [`crate ${printable(crate)}${inferred === true ? ' (inferred)' : ''}`]),
    `${item.kind} ${item.index ?? ''}`.trim(),
  ]
  const head = `${paint.bold(printable(itemLabel(item, isGo)))}  ${paint.dim(facts.join(' · '))}`
  if (steps.length === 0) {
    return [head, '  kept by nothing that can be seen: no export leads here']
  }
  const labels = stepLabels(steps, isGo)
  return [
    head,
    `  ${paint.accent(rootOf(steps, analysis.report))}`,
    ...labels.map((label, depth) => `  ${'  '.repeat(Math.min(depth, 8))}→ ${label}`),
  ]
}

function nothingFound({ path, analysis }: LookedInside, items: readonly NamedItem[], text: string): string {
  const { functionCount, namedFunctionCount } = analysis.report
  const nearest = nearestNames(items, text).map((label) => `"${printable(label)}"`)
  const hint =
    nearest.length === 0
      ? 'It has no names: name an index, or give names with --symbols.'
      : `Nearest: ${nearest.join(', ')}.` +
        (namedFunctionCount < functionCount / 2
          ? ` Only ${namedFunctionCount} of ${functionCount} functions have names; --symbols gives more.`
          : '')
  return `${printable(path)} has nothing that is called "${printable(text)}". ${hint}`
}
