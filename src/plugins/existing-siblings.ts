import { readFile } from 'node:fs/promises'
import { decode } from '../compress/decode.ts'
import type { Format } from '../compress/encoder.ts'

const FORMATS: readonly Format[] = ['br', 'gz']

/** A compressed file that lies beside a module already. */
export interface ExistingSibling {
  readonly path: string
  readonly format: Format
  readonly sizeBytes: number
  /** What it decodes to: what ships, what the module was before it was optimised, or something else. */
  readonly decodesTo: 'shipped' | 'source' | 'other'
}

/** Reads and decodes the siblings of a file on disk; one that cannot be decoded decodes to something else. */
export async function readSiblings(
  path: string,
  { bytes, source }: { readonly bytes: Uint8Array; readonly source: Uint8Array },
): Promise<ExistingSibling[]> {
  const siblings: ExistingSibling[] = []
  for (const format of FORMATS) {
    const sibling = `${path}.${format}`
    const encoded = await readFile(sibling).catch(() => undefined)
    if (encoded === undefined) continue
    const decoded = await decode(format, encoded).catch(() => undefined)
    const is = (expected: Uint8Array) =>
      decoded?.length === expected.length && Buffer.compare(decoded, expected) === 0
    const decodesTo = is(bytes) ? 'shipped' : is(source) ? 'source' : 'other'
    siblings.push({ path: sibling, format, sizeBytes: encoded.length, decodesTo })
  }
  return siblings
}
