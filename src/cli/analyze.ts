import { Option, type Command } from 'commander'
import { describeName } from '../analysis/names/describe-name.ts'
import type { SizeItem } from '../analysis/size-report.ts'
import type { Metric } from '../options.ts'
import { pageReport, writePage } from './analysis-page.ts'
import { largestItems, renderAnalysis } from './analysis-view.ts'
import { ExitCode } from './exit-code.ts'
import { parseCount } from './parse-count.ts'
import { lookInside, type LookedInside } from './look-inside.ts'
import type { Terminal } from './terminal.ts'
import { openWorkspace, withPipeline, type CommonOptions } from './workspace.ts'

interface AnalyzeArguments extends CommonOptions {
  readonly symbols?: string
  readonly metric?: Metric
  readonly limit: number
  /** Where a page goes. */
  readonly html?: string
}

/** `wasm-budget analyze FILE...` */
export function addAnalyze(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('analyze')
    .summary('where the bytes of modules are, whose they are and why they are there')
    .description(
      'Says where the bytes of modules are, whose they are and why the largest parts are there: sections, crates (packages, namespaces), generics, topics, functions. Sizes on the wire are estimated for each part and sum to the measured size of the file.',
    )
    .argument('<file...>', 'modules, .wasm')
    .option(
      '--symbols <path>',
      'names of a stripped module: its unstripped twin, a symbol map, or a directory of kept symbols',
    )
    .addOption(new Option('--metric <metric>', 'what "on the wire" is').choices(['brotli', 'gzip', 'raw']))
    .option('--html <file>', 'also write a page with a map of all parts')
    .option('--limit <count>', 'rows of each table', parseCount, 10)
    .action(async (files: string[], own: AnalyzeArguments, command: Command) => {
      const options = { ...own, ...command.optsWithGlobals<AnalyzeArguments>() }
      const workspace = await openWorkspace(options)
      const metric = options.metric ?? workspace.options.metric
      const modules: LookedInside[] = []
      await withPipeline(workspace, terminal, async (pipeline) => {
        for (const file of files) modules.push(await lookInside(file, workspace, pipeline, options))
        if (options.html !== undefined)
          await writePage(options.html, { now: pageReport(modules, metric, pipeline.encoders) })
      })
      if (options.json)
        terminal.printJson({
          version: 1,
          modules: modules.map((module) => asJson(module, metric, options.limit)),
        })
      else {
        const style = { ...terminal, limit: options.limit, metric }
        terminal.print(modules.map((module) => renderAnalysis(module, style)).join('\n\n\n'))
      }
      done(ExitCode.fine)
    })
}

function asJson(inside: LookedInside, metric: Metric, limit: number): unknown {
  const { path, sha256, sizes, symbolsFrom, analysis, isGo } = inside
  const { report } = analysis
  return {
    file: path,
    sha256,
    sizes,
    metric,
    ...(symbolsFrom === undefined ? {} : { symbolsFrom }),
    report: { ...report, items: report.items.map((item) => demangled(item, isGo)) },
    reasons: largestItems(report.items, limit).map(({ at }) => ({ item: at, steps: analysis.reasonFor(at) })),
  }
}

/** The raw name stays: it is what other tools know. */
function demangled(item: SizeItem, isGo: boolean): SizeItem & { readonly demangled?: string } {
  if (item.kind !== 'function' || item.name === undefined) return item
  const { full } = describeName(item.name, { isGo })
  return full === item.name ? item : { ...item, demangled: full }
}
