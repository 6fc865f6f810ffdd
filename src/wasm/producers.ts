import { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'
import type { Section } from './sections.ts'

/** One tool that took part in making a module. */
export interface Producer {
  /** `language`, `processed-by` or `sdk`. */
  readonly field: string
  readonly name: string
  readonly version: string
}

/**
 * Reads the `producers` section; empty without one, and as far as readable where it is malformed.
 *
 * Format: https://github.com/WebAssembly/tool-conventions/blob/main/ProducersSection.md
 */
export function readProducers(bytes: Uint8Array, sections: readonly Section[]): Producer[] {
  const producers: Producer[] = []
  const section = sections.find(({ id, name }) => id === 0 && name === 'producers')
  if (section === undefined) return producers
  const cursor = new Cursor(bytes, section.contentOffset, section.endOffset)
  try {
    for (let fields = cursor.count(2); fields > 0; fields--) {
      const field = cursor.lossyName()
      for (let values = cursor.count(2); values > 0; values--) {
        producers.push({ field, name: cursor.lossyName(), version: cursor.lossyName() })
      }
    }
  } catch (error) {
    if (!(error instanceof WasmParseError)) throw error
  }
  return producers
}
