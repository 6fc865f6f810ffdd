import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, type TestContext } from 'vitest'
import { fetchCorpus, pathOf, type selectModules } from '../corpus/fetch.mjs'

/** Whether the network is not to be used. */
export const offline = process.env['WASM_BUDGET_OFFLINE'] === '1'

const HOUR = 60 * 60_000

/** Brings the published modules of up to `maxBytes` before the tests of a file. */
export function fetchBefore(maxBytes: number): void {
  beforeAll(async () => {
    if (offline) return
    const { problems } = await fetchCorpus({ maxBytes })
    if (problems.length === 0) return
    throw new Error(
      `Published modules could not be fetched (WASM_BUDGET_OFFLINE=1 does without):\n${problems.join('\n')}`,
    )
  }, HOUR)
}

/** Bytes of a module; the test is not run where it may be missing and is. */
export function bytesOf(
  module: ReturnType<typeof selectModules>[number],
  { skip }: TestContext,
): Uint8Array<ArrayBuffer> {
  const path = pathOf(module)
  if (offline && !existsSync(path)) skip('not run: WASM_BUDGET_OFFLINE=1, and it was not fetched before')
  return new Uint8Array(readFileSync(path))
}
