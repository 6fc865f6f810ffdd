import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { writeAtomically } from '../cache/content-store.ts'
import { namesOfFile } from '../directory/names-of-file.ts'
import { describeFinding } from '../messages.ts'
import { settingsFor } from '../module-settings.ts'
import type { Effort, Metric, OptimizeOptions, WasmBudgetOptions } from '../options.ts'
import type { MeasuredModule, ShippedModule } from '../pipeline/pipeline.ts'
import type { Try } from '../report/build-report.ts'
import { formatChange, formatSize } from '../report/format.ts'
import { printable } from '../report/printable.ts'
import { renderColumns } from './columns.ts'
import { ExitCode } from './exit-code.ts'
import { keptSymbols } from './find-symbols.ts'
import { readModuleFile } from './read-input.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { openWorkspace, withPipeline, type CommonOptions, type Workspace } from './workspace.ts'

interface OptimizeArguments extends CommonOptions {
  readonly output: string
  readonly metric?: Metric
  readonly effort?: Effort
  readonly engine?: NonNullable<OptimizeOptions['engine']>
  readonly strip?: 'auto' | 'always' | 'never'
  readonly keepSection?: string[]
}

/** `wasm-budget optimize FILE -o OUT` */
export function addOptimize(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('optimize')
    .summary('make a module smaller on the wire')
    .description(
      'Makes a module smaller on the wire as a build does: strips what leaks, tries several ways of optimising, and writes the one that is smallest after compression; never a larger one. Names that are stripped are kept as symbols.',
    )
    .argument('<file>', 'module, .wasm')
    .requiredOption('-o, --output <file>', 'where to write')
    .addOption(new Option('--metric <metric>', 'the size that counts').choices(['brotli', 'gzip', 'raw']))
    .addOption(new Option('--effort <effort>', 'how much is tried').choices(['fast', 'balanced', 'max']))
    .addOption(
      new Option('--engine <engine>', 'whether to use binaryen').choices(['auto', 'npm', 'native', 'none']),
    )
    .addOption(
      new Option('--strip <what>', 'custom sections to drop: what leaks and what costs, all, none').choices([
        'auto',
        'always',
        'never',
      ]),
    )
    .option('--keep-section <glob...>', 'custom sections to keep')
    .action(async (file: string, _own: OptimizeArguments, command: Command) => {
      const options = command.optsWithGlobals<OptimizeArguments>()
      const source = await readModuleFile(file)
      const workspace = await openWorkspace(options, overrides(options))
      const names = namesOfFile(file, workspace.root)
      const settings = settingsFor(workspace.options, names)
      if (settings.optimize === false)
        throw new UsageError(
          `optimize is false in ${printable(workspace.configFile ?? 'the options')}. Add --no-config.`,
        )
      const { shipped, measured } = await withPipeline(workspace, terminal, async (pipeline) => {
        const shipped = await pipeline.ship(source, file, undefined, 'file', { names, settings })
        return { shipped, measured: await pipeline.measure(shipped, file) }
      })
      for (const finding of [...shipped.findings, ...measured.findings])
        terminal.warn(describeFinding(finding))
      if (shipped.untouched === 'unreadable')
        throw new UsageError('Nothing is written. Build the module again, or check that it was copied whole.')
      const output = resolve(options.output)
      await mkdir(dirname(output), { recursive: true })
      await writeAtomically(output, shipped.bytes)
      const symbols = keptSymbols(measured.sha256, workspace.symbolDirs)
      if (options.json) terminal.printJson(asJson(file, options.output, shipped, measured, symbols))
      else terminal.print(render(options.output, shipped, measured, symbols, workspace, terminal))
      done(ExitCode.fine)
    })
}

function overrides({ metric, effort, engine, strip, keepSection }: OptimizeArguments): WasmBudgetOptions {
  return {
    ...(metric === undefined ? {} : { metric }),
    ...(effort === undefined ? {} : { effort }),
    ...(engine === undefined && strip === undefined && keepSection === undefined
      ? {}
      : {
          optimize: {
            ...(engine === undefined ? {} : { engine }),
            ...(strip === undefined ? {} : { strip: strip === 'never' ? (false as const) : strip }),
            ...(keepSection === undefined ? {} : { keepSections: keepSection }),
          },
        }),
  }
}

function asJson(
  file: string,
  output: string,
  { chosen, tries, removedSections }: ShippedModule,
  { sha256, before, after }: MeasuredModule,
  symbols: string | undefined,
): unknown {
  const kept = symbols === undefined ? {} : { symbols }
  return { version: 1, file, output, sha256, before, after, chosen, tries, removedSections, ...kept }
}

function render(
  output: string,
  { tries, removedSections, chosen }: ShippedModule,
  { before, after }: MeasuredModule,
  symbols: string | undefined,
  { options: { metric } }: Workspace,
  terminal: Terminal,
): string {
  const { paint } = terminal
  const [was, is] = [before[`${metric}Bytes`], after[`${metric}Bytes`]]
  const rows = tries.map((one) => ({
    name: one.candidate,
    figures: [
      sizeOf(one.rawBytes),
      sizeOf(one.wireBytes),
      one.wireBytes === undefined ? '' : formatChange(was, one.wireBytes),
      outcomeOf(one),
    ],
  }))
  const table =
    rows.length === 0
      ? []
      : [...renderColumns({ name: 'try', figures: ['raw', metric, 'change', ''] }, rows, terminal), '']
  const done = chosen === 'keep' ? 'the module as it was' : printable(chosen)
  return [
    ...table,
    `${paint.bold(printable(output))}  ${formatSize(before.rawBytes)} → ${formatSize(after.rawBytes)} raw, ` +
      `${formatSize(was)} → ${formatSize(is)} ${metric} (${formatChange(was, is)}): ${done}`,
    ...(removedSections.length === 0 ? [] : [paint.dim(`removed: ${printable(removedSections.join(', '))}`)]),
    ...(symbols === undefined ? [] : [paint.dim(`symbols: ${printable(symbols)}`)]),
  ].join('\n')
}

function sizeOf(sizeBytes: number | undefined): string {
  return sizeBytes === undefined ? '' : formatSize(sizeBytes)
}

function outcomeOf({ outcome, reason }: Try): string {
  const words = {
    shipped: 'taken',
    'not-smaller': 'not smaller',
    pruned: 'not smaller (estimated)',
    rejected: 'rejected',
    failed: 'failed',
  }[outcome]
  return reason === undefined ? words : `${words}: ${printable(reason)}`
}
