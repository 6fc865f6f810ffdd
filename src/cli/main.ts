#!/usr/bin/env node
import { CommanderError } from 'commander'
import { WasmBudgetError } from '../messages.ts'
import { printable } from '../report/printable.ts'
import { ExitCode } from './exit-code.ts'
import { makeProgram } from './program.ts'
import { openTerminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

const terminal = openTerminal()

try {
  const program = makeProgram(terminal, (code) => {
    process.exitCode = code
  })
  await program.parseAsync()
} catch (error) {
  process.exitCode = ExitCode.unusable
  if (error instanceof CommanderError) {
    // It has said everything itself; help that was asked for is no mistake.
    if (error.exitCode === 0) process.exitCode = ExitCode.fine
  } else if (error instanceof UsageError) terminal.fail(error.message)
  else if (error instanceof WasmBudgetError)
    terminal.fail(error.message.replace('[vite-plugin-wasm-budget] ', ''))
  else if (error instanceof Error && 'syscall' in error) terminal.fail(printable(error.message))
  // A mistake of ours: where it happened is what there is to say.
  else terminal.fail(String(error instanceof Error ? error.stack : error))
}
