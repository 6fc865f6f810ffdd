import { text as readText } from 'node:stream/consumers'
import type { Command } from 'commander'
import { printable } from '../report/printable.ts'
import { readLastReports } from './build-reports.ts'
import { ExitCode } from './exit-code.ts'
import {
  moduleOfBuild,
  moduleOfSymbols,
  modulesOfDirectory,
  nameByModules,
  type KnownModule,
} from './known-modules.ts'
import { checkDirectory, isDirectory, readBytes } from './read-input.ts'
import { nameFrames } from './stack-frames.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { openWorkspace, type CommonOptions, type Workspace } from './workspace.ts'

interface SymbolicateArguments extends CommonOptions {
  readonly dist?: string
  readonly symbols?: string
}

/** `wasm-budget symbolicate [FILE]` */
export function addSymbolicate(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('symbolicate')
    .summary('put names into a stack trace of stripped modules')
    .description(
      'Reads a stack trace and puts names in place of wasm-function[12] and name.wasm:0x34, from the symbols that builds keep. Which file is which module is known from the last build on this machine, or from the directory that is deployed.',
    )
    .argument('[file]', 'stack trace; standard input without it')
    .option('--dist <directory>', 'the directory that is deployed')
    .option('--symbols <path>', 'names of the only module in the trace, or a directory of kept symbols')
    .action(async (file: string | undefined, _own: SymbolicateArguments, command: Command) => {
      const options = command.optsWithGlobals<SymbolicateArguments>()
      const workspace = await openWorkspace(options)
      const trace = await readTrace(file)
      const { modules, isOnly } = await findModules(options, workspace)
      const { text, frames } = nameFrames(trace, (location) =>
        isOnly ? modules[0]?.nameOf(location) : nameByModules(modules, location),
      )
      const left = frames.filter(({ name }) => name === undefined)
      if (options.json) terminal.printJson({ version: 1, text, frames })
      else terminal.print(text.replace(/\n$/, '').split('\n').map(printableLine).join('\n'))
      if (frames.length === 0) terminal.warn('there is no frame of WebAssembly in it')
      else if (left.length > 0) {
        const known = modules.map(({ fileName }) => printable(fileName)).join(', ')
        terminal.warn(
          `${left.length} of ${frames.length} frames have no name here. Symbols are known of: ${known || 'no module'}. ` +
            'Name the directory that is deployed (--dist) or the symbols (--symbols).',
        )
      }
      done(frames.length > 0 && left.length === frames.length ? ExitCode.unusable : ExitCode.fine)
    })
}

async function readTrace(file: string | undefined): Promise<string> {
  if (file !== undefined && file !== '-') return new TextDecoder().decode(await readBytes(file))
  if (process.stdin.isTTY)
    throw new UsageError('There is no stack trace. Name a file, or write it to standard input.')
  return readText(process.stdin)
}

async function findModules(
  { dist, symbols }: SymbolicateArguments,
  { symbolDirs, reportDirs }: Workspace,
): Promise<{ readonly modules: readonly KnownModule[]; readonly isOnly: boolean }> {
  const isFile = symbols !== undefined && !(await isDirectory(symbols))
  if (isFile) return { modules: [await moduleOfSymbols(symbols, symbols)], isOnly: true }
  const directories = symbols === undefined ? symbolDirs : [symbols]
  if (dist !== undefined) {
    await checkDirectory(dist)
    return { modules: await modulesOfDirectory(dist, directories), isOnly: false }
  }
  const reports = await readLastReports(reportDirs)
  const built = reports.flatMap((report) => report.modules)
  const found = await Promise.all(
    built.map(({ fileName, sha256 }) => moduleOfBuild(fileName, sha256, directories)),
  )
  return { modules: found.filter((module) => module !== undefined), isOnly: false }
}

/** A tab is how some engines indent. */
function printableLine(line: string): string {
  return line.split('\t').map(printable).join('\t')
}
