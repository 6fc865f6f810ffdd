import { writeFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { formatBaseline, makeBaseline } from '../budget/baseline.ts'
import { printable } from '../report/printable.ts'
import { readLastReports } from './build-reports.ts'
import { ExitCode } from './exit-code.ts'
import { readSources } from './read-sources.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { openWorkspace, withPipeline, type CommonOptions } from './workspace.ts'

interface BaselineArguments extends CommonOptions {
  readonly output?: string
}

/** `wasm-budget baseline [SOURCE...]` */
export function addBaseline(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('baseline')
    .summary('accept the last build as what later ones are compared with')
    .description(
      'Writes the sizes of the last build, or of the reports or built directories that are named, to the baseline, a file to commit. Budgets with growth are compared with it.',
    )
    .argument('[source...]', 'JSON reports, or directories that were built')
    .option(
      '-o, --output <file>',
      'where to write; by default what the option baseline says, wasm-budget.baseline.json',
    )
    .action(async (sources: string[], _own: BaselineArguments, command: Command) => {
      const options = command.optsWithGlobals<BaselineArguments>()
      const workspace = await openWorkspace(options)
      const { baseline: configured } = workspace.options
      if (configured === false && options.output === undefined)
        throw new UsageError(
          `baseline is false in ${printable(workspace.configFile ?? 'the options')}. Name a file with --output.`,
        )
      const path = resolve(
        options.output === undefined ? workspace.root : '.',
        options.output ?? (configured as string),
      )
      const reports =
        sources.length === 0
          ? await readLastReports(workspace.reportDirs)
          : await withPipeline(workspace, terminal, (pipeline) =>
              readSources(
                sources,
                { ...workspace, options: { ...workspace.options, baseline: false } },
                pipeline,
              ),
            )
      const baseline = makeBaseline(reports)
      await writeFile(path, formatBaseline(baseline))
      const file = relative(process.cwd(), path)
      const count = Object.keys(baseline.modules).length
      if (options.json) terminal.printJson({ version: 1, file, baseline })
      else terminal.print(`${printable(file)}  ${count} module${count === 1 ? '' : 's'}. Commit it.`)
      done(ExitCode.fine)
    })
}
