import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const runner = fileURLToPath(new URL('run-workload.mjs', import.meta.url))
const LIMIT_MILLISECONDS = 5 * 60_000

/** What came of a workload: length and digest of each part, or how it ended. */
export type Outcome = Readonly<Record<string, string>> | string

/** Runs a workload on a module in a process of its own. */
export async function compute(
  name: string,
  bytes: Uint8Array,
  limitMilliseconds = LIMIT_MILLISECONDS,
): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'wasm-budget-workload-'))
  const file = join(directory, 'module.wasm')
  writeFileSync(file, bytes)
  try {
    return await new Promise<Outcome>((resolve) => {
      const options = { timeout: limitMilliseconds, killSignal: 'SIGKILL', maxBuffer: 1e8 } as const
      execFile(process.execPath, [runner, name, file], options, (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout) as Record<string, string>)
        else if (error.killed === true) resolve(`no answer within ${limitMilliseconds / 1000} s`)
        else resolve(reasonOf(stderr) ?? `ended with ${error.code ?? error.signal}`)
      })
    })
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** The line of a trace that says what was thrown. */
function reasonOf(stderr: string): string | undefined {
  return stderr.split('\n').find((line) => /^(?:\w*Error|\w+: )/.test(line))
}
