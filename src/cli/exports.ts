import { writeFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import type { Command } from 'commander'
import type { ModuleReport } from '../report/build-report.ts'
import { formatSize } from '../report/format.ts'
import { printable } from '../report/printable.ts'
import { collectExports, formatExports, type ExportFile } from '../scripts/export-file.ts'
import { readLastReports } from './build-reports.ts'
import { renderColumns } from './columns.ts'
import { ExitCode } from './exit-code.ts'
import { readSources } from './read-sources.ts'
import type { Terminal } from './terminal.ts'
import { openWorkspace, withPipeline, type CommonOptions } from './workspace.ts'

interface ExportsArguments extends CommonOptions {
  readonly write?: string
}

/** `wasm-budget exports [SOURCE...]` */
export function addExports(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('exports')
    .summary('list the exports that scripts use, to prune the others')
    .description(
      'Lists the exports of each module that the scripts of the last build mention, or those of the reports or built directories that are named. With --write they go to a file to commit, which the option optimize.exports names: all others are pruned then.',
    )
    .argument('[source...]', 'JSON reports, or directories that were built')
    .option('--write <file>', 'write the lists')
    .action(async (sources: string[], _own: ExportsArguments, command: Command) => {
      const options = command.optsWithGlobals<ExportsArguments>()
      const workspace = await openWorkspace(options)
      // What is found is not judged, and nothing is pruned.
      const looking = {
        ...workspace,
        options: { ...workspace.options, baseline: false, optimize: false } as const,
      }
      const reports =
        sources.length === 0
          ? await readLastReports(workspace.reportDirs)
          : await withPipeline(looking, terminal, (pipeline) => readSources(sources, looking, pipeline))
      const { lists, unknown } = collectExports(reports)
      const modules = reports.flatMap((report) => report.modules)
      for (const module of unknown) terminal.warn(whyUnknown(module))
      const file = options.write === undefined ? undefined : await write(options.write, lists)
      if (options.json)
        terminal.printJson({ version: 1, ...(file === undefined ? {} : { file }), exports: lists })
      else terminal.print(file === undefined ? render(modules, terminal) : written(file, lists))
      done(ExitCode.fine)
    })
}

async function write(path: string, lists: ExportFile): Promise<string> {
  await writeFile(resolve(path), formatExports(lists))
  return relative(process.cwd(), resolve(path))
}

function render(modules: readonly ModuleReport[], terminal: Terminal): string {
  const rows = modules.flatMap(({ fileName, exports }) => {
    if (exports?.used === undefined) return []
    const { used, count, unused } = exports
    const saved = unused === undefined ? '' : formatSize(unused.rawBytes)
    const wire = unused?.wireBytes === undefined ? '' : `~${formatSize(unused.wireBytes)}`
    return [{ name: fileName, figures: [String(count), String(used.length), saved, wire] }]
  })
  if (rows.length === 0) return 'no module whose exports are known'
  const head = { name: 'module', figures: ['exports', 'used', 'unused raw', 'on the wire'] }
  return renderColumns(head, rows, terminal).join('\n')
}

function written(file: string, lists: ExportFile): string {
  const count = Object.keys(lists).length
  const use = `optimize: { exports: { '**/*.wasm': { file: ${JSON.stringify(file)} } } }`
  return `${printable(file)}  ${count} module${count === 1 ? '' : 's'}. Commit it, and name it in the options: ${use}`
}

function whyUnknown({ fileName, exports }: Pick<ModuleReport, 'fileName' | 'exports'>): string {
  const { opaque } = exports ?? {}
  const reason =
    opaque === undefined
      ? 'no script names any of its exports'
      : `${printable(opaque.file)} ${REASONS[opaque.reason]}`
  return `${printable(fileName)} has no list: ${reason}`
}

const REASONS = {
  enumerated: 'goes through all exports of a module',
  computed: 'picks exports by names that it computes',
  unreadable: 'cannot be read',
} as const
