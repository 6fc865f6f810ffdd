import { Option, type Command } from 'commander'
import type { Metric } from '../options.ts'
import { writeComparison } from './analysis-page.ts'
import { renderBuildDiff } from './build-diff-view.ts'
import { diffBuilds } from './diff-builds.ts'
import { diffModules } from './diff-modules.ts'
import { ExitCode } from './exit-code.ts'
import { renderModuleDiff } from './module-diff-view.ts'
import { parseCount } from './parse-count.ts'
import { readSide } from './diff-side.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { openWorkspace, withPipeline, type CommonOptions } from './workspace.ts'

interface DiffArguments extends CommonOptions {
  readonly exitCode?: true
  readonly metric?: Metric
  readonly limit: number
  /** Where a page goes. */
  readonly html?: string
}

/** `wasm-budget diff A B` */
export function addDiff(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('diff')
    .summary('what changed between two modules or two builds')
    .description(
      'Says what changed from one module to another, or from one build to another. A build is a JSON report, a baseline, or a directory that was built. Functions are matched by name, modules by what survives a rebuild.',
    )
    .argument('<before>', 'a module, a report, a baseline or a directory')
    .argument('<after>', 'the same')
    .option('--exit-code', 'exit with 1 if there is a difference')
    .addOption(new Option('--metric <metric>', 'what "on the wire" is').choices(['brotli', 'gzip', 'raw']))
    .option('--html <file>', 'also write a page, of two modules')
    .option('--limit <count>', 'rows of each table', parseCount, 10)
    .action(async (before: string, after: string, _own: DiffArguments, command: Command) => {
      const options = command.optsWithGlobals<DiffArguments>()
      const workspace = await openWorkspace(options)
      const metric = options.metric ?? workspace.options.metric
      const [a, b] = await withPipeline(workspace, terminal, async (pipeline) => {
        const read = (path: string) => readSide(path, workspace, pipeline, metric)
        return [await read(before), await read(after)] as const
      })
      const style = { ...terminal, limit: options.limit, metric }
      let isSame
      if (a.kind === 'module' && b.kind === 'module') {
        const diff = diffModules(a, b)
        if (options.html !== undefined) await writeComparison(options.html, a, b, metric)
        isSame = diff.before.sha256 === diff.after.sha256
        if (options.json) terminal.printJson(diff)
        else terminal.print(renderModuleDiff(diff, style))
      } else if (a.kind === 'build' && b.kind === 'build') {
        if (options.html !== undefined)
          throw new UsageError(
            "--html compares two modules. For builds, set report.formats: ['html'] and a baseline.",
          )
        const diff = diffBuilds(a, b)
        isSame = diff.modules.length === 0
        if (options.json) terminal.printJson(diff)
        else terminal.print(renderBuildDiff(diff, style))
      } else
        throw new UsageError(
          'A module can only be compared with a module. Name two modules, or two builds (reports, baselines, directories).',
        )
      done(options.exitCode === true && !isSame ? ExitCode.broken : ExitCode.fine)
    })
}
