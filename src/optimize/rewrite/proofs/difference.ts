import { WasmParseError } from '../../../wasm/parse-error.ts'

/** What two modules do not have in common although they must; the message goes into the report. */
export class Difference extends Error {
  override readonly name = 'Difference'
}

/** Runs a check; returns what it threw as a sentence, also where a module cannot be read, and undefined where it came to its end. */
export function prove(check: () => void): string | undefined {
  try {
    check()
  } catch (error) {
    if (error instanceof Difference || error instanceof WasmParseError) return error.message
    throw error
  }
  return undefined
}

/** Runs a check of a part, and says in which part a difference was found. */
export function within(part: string, check: () => void): void {
  try {
    check()
  } catch (error) {
    if (error instanceof Difference) throw new Difference(`${part}: ${error.message}`)
    throw error
  }
}
