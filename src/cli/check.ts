import { Option, type Command } from 'commander'
import { reportDirectory } from '../directory/report-directory.ts'
import { describeFinding } from '../messages.ts'
import type { Metric } from '../options.ts'
import { explainViolations } from '../plugins/explain-violation.ts'
import { renderAnnotations } from '../report/github.ts'
import { renderJson } from '../report/json.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { printable } from '../report/printable.ts'
import { renderTable } from '../report/table.ts'
import { ExitCode } from './exit-code.ts'
import { checkDirectory } from './read-input.ts'
import type { Terminal } from './terminal.ts'
import { openWorkspace, withPipeline, type CommonOptions } from './workspace.ts'

interface CheckArguments extends CommonOptions {
  readonly metric?: Metric
  readonly format: 'text' | 'markdown' | 'github'
}

/** `wasm-budget check DIR` */
export function addCheck(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('check')
    .summary('judge budgets on a directory, whatever has built it')
    .description(
      'Measures the modules of a directory as they are, finds out who loads them by the text of its pages and scripts, and judges the budgets of the config file. Nothing is changed. Works on what trunk, wasm-pack, cargo-leptos, Emscripten or any bundler has written.',
    )
    .argument('<directory>', 'what is deployed')
    .addOption(new Option('--metric <metric>', 'the size that counts').choices(['brotli', 'gzip', 'raw']))
    .addOption(
      new Option(
        '--format <format>',
        'what is printed: the table, Markdown for a pull request, or annotations of GitHub Actions',
      )
        .choices(['text', 'markdown', 'github'])
        .default('text'),
    )
    .action(async (directory: string, _own: CheckArguments, command: Command) => {
      const options = command.optsWithGlobals<CheckArguments>()
      const startedMs = performance.now()
      await checkDirectory(directory)
      const { metric } = options
      const workspace = await openWorkspace(options, metric === undefined ? {} : { metric })
      const report = await withPipeline(workspace, terminal, (pipeline) =>
        reportDirectory(directory, workspace, pipeline),
      )
      const violations = explainViolations(report)
      const seconds = (performance.now() - startedMs) / 1000
      if (options.json) terminal.print(renderJson(report).trimEnd())
      else if (options.format === 'markdown') terminal.print(renderMarkdown(report).trimEnd())
      else if (options.format === 'github') printIfAny(terminal, renderAnnotations(report))
      else if (report.modules.length > 0 || report.budgets.length > 0)
        terminal.print(renderTable(report, { ...terminal, seconds }).trimStart())
      if (report.modules.length === 0) terminal.warn(`${printable(directory)} has no WebAssembly in it`)
      for (const finding of report.findings)
        if (finding.severity !== 'info') terminal.warn(describeFinding(finding))
      if (workspace.options.budgets.length === 0) terminal.warn(noBudgets(workspace.configFile))
      if (violations.length > 0) {
        const count = violations.length === 1 ? '1 budget exceeded' : `${violations.length} budgets exceeded`
        terminal.fail([count, ...violations.map((text) => `\n${text.replace(/^/gm, '  ')}`)].join('\n'))
      }
      done(violations.length > 0 ? ExitCode.broken : ExitCode.fine)
    })
}

function printIfAny(terminal: Terminal, text: string): void {
  if (text.trim() !== '') terminal.print(text.trimEnd())
}

function noBudgets(configFile: string | undefined): string {
  return configFile === undefined
    ? 'there are no budgets: write some into wasm-budget.config.ts, or name a config file with --config'
    : `there are no budgets in ${printable(configFile)}`
}
