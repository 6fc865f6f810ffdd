import { decodeBase64, skipBase64 } from './base64.ts'
import { WasmParseError } from './parse-error.ts'
import { isComponent, readSections, type Section } from './sections.ts'
import { isAccepted } from './validate.ts'

/** A module that stands in a text as base64; offsets are in UTF-16 code units. */
export interface Base64Module {
  readonly offset: number
  /** Behind the padding, where there is any. */
  readonly endOffset: number
  /** Whether the length is a multiple of four, by padding or by itself, as strict decoders insist. */
  readonly padded: boolean
  readonly bytes: Uint8Array
}

/** `\0asm` and the first four bits of a version below 16. */
const MAGIC = 'AGFzbQ'

const HEADER_BYTES = 8

/** Characters beside those of base64 itself that make it a part of something longer: base64 for URLs, percent escapes. */
const BELONGS = /[\w+/=%-]/

const EXPORT = 7
const START = 8

/**
 * Finds modules that stand in a text as base64, in a `data:` URL or bare, in order.
 *
 * What only looks like one is left out: a part of a longer word, a piece of a string that was broken into lines, a constant
 * that is compared with. A module is what can be read down to its sections, what this runtime accepts, or a component.
 */
export function findBase64Modules(text: string): Base64Module[] {
  const modules: Base64Module[] = []
  let at = text.indexOf(MAGIC)
  while (at >= 0) {
    // No regular expression: on megabytes of base64 it runs out of stack.
    const digitsEnd = skipBase64(text, at)
    const endOffset = digitsEnd + (/^={0,2}/.exec(text.slice(digitsEnd, digitsEnd + 2))?.[0].length ?? 0)
    const alone = !BELONGS.test(text[at - 1] ?? '') && !BELONGS.test(text[endOffset] ?? '')
    const bytes = alone ? decodeBase64(text.slice(at, endOffset)) : undefined
    if (bytes !== undefined && isModule(bytes)) {
      modules.push({ offset: at, endOffset, padded: (endOffset - at) % 4 === 0, bytes })
    }
    at = text.indexOf(MAGIC, Math.max(digitsEnd, at + 1))
  }
  return modules
}

/**
 * Says whether a module can only be validated: it exports nothing and starts nothing.
 *
 * Scripts find out with such modules what a browser knows. Optimised, they would no longer contain what is asked for.
 */
export function isProbe(bytes: Uint8Array): boolean {
  const sections = sectionsOf(bytes)
  return (
    sections?.some(
      ({ id, payloadOffset }) => id === START || (id === EXPORT && bytes[payloadOffset] !== 0),
    ) === false
  )
}

function isModule(bytes: Uint8Array): boolean {
  if (bytes.length <= HEADER_BYTES) return false
  return isComponent(bytes) || sectionsOf(bytes) !== undefined || isAccepted(bytes)
}

function sectionsOf(bytes: Uint8Array): readonly Section[] | undefined {
  try {
    return readSections(bytes)
  } catch (error) {
    if (error instanceof WasmParseError) return undefined
    throw error
  }
}
