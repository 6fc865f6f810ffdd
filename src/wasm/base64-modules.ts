import { decodeBase64, encodeBase64, skipBase64 } from './base64.ts'
import { WasmParseError } from './parse-error.ts'
import { isComponent, readSections, type Section } from './sections.ts'
import { isAccepted } from './validate.ts'

/** How base64 is written. */
export interface Base64Form {
  /** Whether the length is a multiple of four, by padding or by itself, as strict decoders insist. */
  readonly padded: boolean
  /** Whether it is a part of something that `encodeURIComponent` wrote: `%2B` for `+`, `%2F`, `%3D`. */
  readonly escaped: boolean
}

/** A module that stands in a text as base64; offsets are in UTF-16 code units. */
export interface Base64Module extends Base64Form {
  readonly offset: number
  /** Behind the padding, where there is any. */
  readonly endOffset: number
  readonly bytes: Uint8Array
}

/** `\0asm` and the first four bits of a version below 16. */
const MAGIC = 'AGFzbQ'

const HEADER_BYTES = 8

/** Characters that stand beside base64 only where it is a part of something longer. */
const BELONGS = /[\w+/=%-]/
/** Anything escaped that is not base64 itself. */
const ESCAPE = /^%(?!2[bf]|3d)[\da-f]{2}$/i
const ESCAPED_DIGIT = /^%2[bf]$/i
const PADDING = /^(?:={1,2}|(?:%3d){1,2})/i
const PADDING_LENGTH = 6

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
    const endOffset = endOf(text, at)
    const module = moduleAt(text, at, endOffset)
    if (module !== undefined) modules.push(module)
    at = text.indexOf(MAGIC, endOffset)
  }
  return modules
}

/** Writes bytes as base64 in a form. */
export function writeBase64(bytes: Uint8Array, { padded, escaped }: Base64Form): string {
  const base64 = encodeBase64(bytes, padded)
  return escaped ? encodeURIComponent(base64) : base64
}

function endOf(text: string, offset: number): number {
  // No regular expression for all of it: on megabytes of base64 it runs out of stack.
  let end = skipBase64(text, offset)
  while (ESCAPED_DIGIT.test(text.slice(end, end + 3))) end = skipBase64(text, end + 3)
  return end + (PADDING.exec(text.slice(end, end + PADDING_LENGTH))?.[0].length ?? 0)
}

function moduleAt(text: string, offset: number, endOffset: number): Base64Module | undefined {
  const isEscapeBefore = ESCAPE.test(text.slice(offset - 3, offset))
  const isEscapeBehind = ESCAPE.test(text.slice(endOffset, endOffset + 3))
  if (!isEscapeBefore && BELONGS.test(text[offset - 1] ?? '')) return undefined
  if (!isEscapeBehind && BELONGS.test(text[endOffset] ?? '')) return undefined
  const written = text.slice(offset, endOffset)
  const escaped = isEscapeBefore || isEscapeBehind || written.includes('%')
  const base64 = escaped ? decodeURIComponent(written) : written
  const bytes = decodeBase64(base64)
  if (bytes === undefined || !isModule(bytes)) return undefined
  return { offset, endOffset, padded: base64.length % 4 === 0, escaped, bytes }
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
