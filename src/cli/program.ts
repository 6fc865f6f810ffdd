import { Command } from 'commander'
import { ownVersion } from '../package-version.ts'
import { addAnalyze } from './analyze.ts'
import { addBaseline } from './baseline.ts'
import { addCheck } from './check.ts'
import { addCompress } from './compress.ts'
import { addDiff } from './diff.ts'
import type { ExitCode } from './exit-code.ts'
import { addExports } from './exports.ts'
import { addOptimize } from './optimize.ts'
import { addSymbolicate } from './symbolicate.ts'
import type { Terminal } from './terminal.ts'
import { addWhy } from './why.ts'

const EXIT_CODES = `
Exit codes:
  0  fine
  1  budgets are broken, or a difference was found where one was asked for
  2  wrong arguments or options, or a file that cannot be used`

const COMMANDS = [
  addAnalyze,
  addDiff,
  addWhy,
  addOptimize,
  addCompress,
  addCheck,
  addBaseline,
  addExports,
  addSymbolicate,
]

/** Makes the parser of all commands; `done` is told how a command ended. */
export function makeProgram(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command('wasm-budget')
    .description('Know, shrink and budget every byte of WebAssembly your app ships.')
    .version(ownVersion())
    .option('--json', 'print JSON instead of text')
    .option('--config <file>', 'use this config file instead of the nearest wasm-budget.config.{ts,js,json}')
    .option('--no-config', 'use no config file')
    .option('--root <dir>', 'what paths in options are relative to, if not where the config file is')
    .option('--no-color', 'print without colours')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
  for (const add of COMMANDS) add(program, terminal, done)
  for (const command of program.commands) command.exitOverride()
  return program
}
