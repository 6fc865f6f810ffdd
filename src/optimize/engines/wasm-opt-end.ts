import type { EngineOutcome } from '../engine.ts'
import { lastLine } from './last-line.ts'

/** How a `wasm-opt` ended that gave no module. */
export interface WasmOptEnd {
  /** Absent where a signal ended it. */
  readonly code?: number
  readonly signal?: string
  /** The end of what it wrote. */
  readonly stderr: string
}

/** Tells what would end so every time from what may be luck. */
export function outcomeOfEnd({ code, signal, stderr }: WasmOptEnd): EngineOutcome {
  const last = lastLine(stderr)
  const how = signal === undefined ? endedWith(code ?? 0) : `killed by ${signal}`
  const reason = last === '' ? how : `${how}: ${last}`
  const crashed = signal !== undefined || (code ?? 0) >= FIRST_CRASH_CODE
  // An assertion is a fault in the module or in binaryen, although it ends a native program by a signal.
  const isLuck = crashed ? !ASSERTION.test(stderr) : OUT_OF_MEMORY.test(last)
  return { kind: isLuck ? 'unlucky' : 'failed', reason }
}

/** On Windows, what elsewhere is a signal is an exit code from here on (NTSTATUS, severity "error"). */
const FIRST_CRASH_CODE = 0xc000_0000

const ASSERTION = /^.*assertion .* failed|^.*\bunreachable executed\b/im

// In brackets binaryen speaks of the module, whose functions may be named after it.
const OUT_OF_MEMORY = /^(?!\[).*(?:out of memory|\boom\b|cannot enlarge memory|allocation failed|bad_?alloc)/i

function endedWith(code: number): string {
  return code === 0 ? 'binaryen ended with code 0 and wrote no module' : `binaryen ended with code ${code}`
}
