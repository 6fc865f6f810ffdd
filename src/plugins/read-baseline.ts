import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseBaseline, type Baseline } from '../budget/baseline.ts'
import { WasmBudgetError } from '../messages.ts'

/**
 * Reads the baseline at a path from the root; undefined where there is none.
 *
 * @throws {WasmBudgetError} `baseline-invalid`
 */
export async function readBaseline(root: string, path: false | string): Promise<Baseline | undefined> {
  if (path === false) return undefined
  let text: string
  try {
    text = await readFile(resolve(root, path), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new WasmBudgetError(
      'baseline-invalid',
      { path, reason: (error as Error).message },
      { cause: error },
    )
  }
  return parseBaseline(text, path)
}
