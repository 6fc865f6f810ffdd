import MagicString from 'magic-string'
import { digestHex } from '../cache/digest.ts'
import type { Untouched } from '../pipeline/pipeline.ts'
import { findBase64Modules, isProbe, writeBase64 } from '../wasm/base64-modules.ts'
import { globNames, isExcluded } from './matcher.ts'
import type { Session } from './session.ts'

/** A script or style sheet on its way through the bundler. */
export interface BuiltText {
  readonly code: string
  readonly environment: string
  /** Name of the file, as far as it is known. */
  readonly fileName: string
  /** Whether it may become part of another text that is looked at again. */
  readonly early: boolean
  /** Paths, from the root, of the modules whose code holds a part of the text. */
  holders(part: string): string[]
}

/** A text in which modules were replaced. */
export interface EditedText {
  readonly code: string
  /** Makes the source map from it to the text that it was, as JSON. */
  map(): string
}

/**
 * Replaces the modules that stand in a text as base64 by what ships of them.
 *
 * @returns The edited text, `undefined` where nothing changes.
 * @throws {WasmBudgetError} `engine-fault`, as for modules that are files.
 */
export async function optimizeText(session: Session, text: BuiltText): Promise<EditedText | undefined> {
  const found = findBase64Modules(text.code)
  if (found.length === 0) return undefined
  return session.during(text.environment, async () => {
    const edited = new MagicString(text.code)
    const edits = found.map(async (module) => {
      const { offset, endOffset } = module
      const written = text.code.slice(offset, endOffset)
      const replacement = writeBase64(await shipInlined(session, text, module.bytes, written), module)
      if (replacement !== written) edited.overwrite(offset, endOffset, replacement)
    })
    await Promise.all(edits)
    if (!edited.hasChanged()) return undefined
    // Finer than lines: a minified script is a single one.
    return { code: edited.toString(), map: () => edited.generateMap({ hires: 'boundary' }).toString() }
  })
}

async function shipInlined(
  session: Session,
  text: BuiltText,
  source: Uint8Array,
  written: string,
): Promise<Uint8Array> {
  const { inlined, options, pipeline } = session
  // It came with the text of a worker, where it was decided; once more could make something else of it.
  if (inlined.of(await digestHex(source))?.early === true) return source
  const holders = text.holders(written)
  const known = [inlinedFileName(text.fileName, holders), ...globNames(undefined, holders)]
  const untouched: Untouched | undefined = isExcluded(known, options)
    ? 'excluded'
    : isProbe(source)
      ? 'probe'
      : undefined
  const asset = holders.find(isWasmName) ?? text.fileName
  const shipped = await pipeline.ship(source, asset, untouched, 'base64', { names: known })
  inlined.add(await digestHex(shipped.bytes), { shipped, names: new Set(holders), early: text.early })
  for (const finding of shipped.findings) session.tell(finding)
  return shipped.bytes
}

/** What an inlined module is called: the file that holds it and its own name, or that of who mentions it. */
export function inlinedFileName(file: string, names: Iterable<string>): string {
  const sorted = [...names].sort()
  const name = sorted.find(isWasmName) ?? sorted[0] ?? 'wasm'
  return `${file}#${name.slice(name.lastIndexOf('/') + 1)}`
}

function isWasmName(name: string): boolean {
  return name.endsWith('.wasm')
}
