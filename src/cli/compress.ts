import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { readModules, type DirectoryModule } from '../directory/find-modules.ts'
import { listFiles } from '../directory/list-files.ts'
import { namesOfFile } from '../directory/names-of-file.ts'
import { writeSiblings, type WrittenSiblings } from '../directory/write-siblings.ts'
import { settingsFor } from '../module-settings.ts'
import type { CompressOptions, SiblingFormat, Size, WasmBudgetOptions } from '../options.ts'
import { companionTest } from '../plugins/companions.ts'
import { formatSize } from '../report/format.ts'
import { printable } from '../report/printable.ts'
import { renderColumns } from './columns.ts'
import { ExitCode } from './exit-code.ts'
import { checkDirectory } from './read-input.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { openWorkspace, withPipeline, type CommonOptions } from './workspace.ts'

interface CompressArguments extends CommonOptions {
  readonly formats?: SiblingFormat[]
  readonly encoder?: NonNullable<CompressOptions['encoder']>
  readonly threshold?: Size
}

/** `wasm-budget compress DIR` */
export function addCompress(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('compress')
    .summary('write .br and .gz siblings of every module in a directory')
    .description(
      'Writes .br and .gz siblings of every module in a directory, each decoded again and compared. Siblings that decode to their module are kept, those that decode to something else are replaced or deleted.',
    )
    .argument('<directory>', 'what is deployed')
    .addOption(new Option('--formats <format...>', 'siblings to write').choices(['br', 'gz']))
    .addOption(
      new Option(
        '--encoder <encoder>',
        'native is node:zlib, portable gives the same bytes everywhere',
      ).choices(['native', 'portable']),
    )
    .option('--threshold <size>', 'write none of smaller modules: 1024, "10 kB"')
    .action(async (directory: string, _own: CompressArguments, command: Command) => {
      const options = command.optsWithGlobals<CompressArguments>()
      await checkDirectory(directory)
      const workspace = await openWorkspace(options, overrides(options))
      const isCompanion = companionTest(workspace.options)
      const modules = await readModules(directory, await listFiles(directory), (path) => isCompanion([path]))
      const compressOf = ({ fileName }: DirectoryModule) => {
        const names = namesOfFile(join(directory, fileName), workspace.root, fileName)
        return settingsFor(workspace.options, names).compress
      }
      if (workspace.options.compress === false && modules.every((module) => compressOf(module) === false))
        throw new UsageError(
          `compress is false in ${printable(workspace.configFile ?? 'the options')}. Add --no-config.`,
        )
      const written = await withPipeline(workspace, terminal, (pipeline) =>
        Promise.all(modules.map((module) => writeSiblings(pipeline, directory, module, compressOf(module)))),
      )
      if (modules.length === 0) terminal.warn(`${printable(directory)} has no WebAssembly in it`)
      if (options.json) terminal.printJson({ version: 1, directory, modules: written })
      else if (modules.length > 0) terminal.print(render(written, terminal))
      done(ExitCode.fine)
    })
}

function overrides({ formats, encoder, threshold }: CompressArguments): WasmBudgetOptions {
  if (formats === undefined && encoder === undefined && threshold === undefined) return {}
  return {
    compress: {
      ...(formats === undefined ? {} : { formats }),
      ...(encoder === undefined ? {} : { encoder }),
      ...(threshold === undefined
        ? {}
        : { threshold: /^\d+$/.test(String(threshold)) ? Number(threshold) : threshold }),
    },
  }
}

function render(modules: readonly WrittenSiblings[], terminal: Terminal): string {
  const { paint } = terminal
  const rows = modules.map(({ fileName, sizes, siblings, written, deleted }) => {
    const sizeOf = (format: string) => siblings.find((sibling) => sibling.format === format)?.sizeBytes
    const figure = (format: string) => {
      const sizeBytes = sizeOf(format)
      return sizeBytes === undefined ? '-' : formatSize(sizeBytes)
    }
    const kept = siblings.length - written.length
    const facts = [
      ...(written.length === 0 ? [] : [`${written.length} written`]),
      ...(kept === 0 ? [] : [`${kept} kept`]),
      ...(deleted.length === 0 ? [] : [`${deleted.length} deleted`]),
    ]
    const figures = [
      formatSize(sizes.rawBytes),
      figure('gz'),
      figure('br'),
      facts.join(', ') || 'none smaller',
    ]
    return { name: fileName, figures }
  })
  const count = modules.reduce((sum, { written }) => sum + written.length, 0)
  return [
    ...renderColumns({ name: 'wasm', figures: ['raw', '.gz', '.br', ''] }, rows, terminal),
    paint.dim(`${count} sibling${count === 1 ? '' : 's'} written`),
  ].join('\n')
}
