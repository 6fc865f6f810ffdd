import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestHex } from '../cache/digest.ts'
import type { Finding } from '../finding.ts'
import type { MeasuredModule, Pipeline, ShippedModule } from '../pipeline/pipeline.ts'
import { symbolPaths } from '../pipeline/symbol-files.ts'
import { companionOf } from '../plugins/companions.ts'
import { readSiblings } from '../plugins/existing-siblings.ts'
import { inlinedFileName } from '../plugins/inlined-text.ts'
import type { ModuleReport, Sizes } from '../report/build-report.ts'
import { findBase64Modules, writeBase64, type Base64Form } from '../wasm/base64-modules.ts'
import { readModule } from '../wasm/module.ts'
import { WasmParseError } from '../wasm/parse-error.ts'
import { isComponent } from '../wasm/sections.ts'
import type { DirectoryModule } from './find-modules.ts'

/** A module of a report, but for what depends on the other files, and what is worth saying about it. */
export interface MeasuredFile {
  readonly module: Omit<ModuleReport, 'uses'>
  readonly bytes: Uint8Array
  readonly findings: readonly Finding[]
}

/** Measures a file as it lies in its directory, and lists the siblings beside it that decode to it. */
export async function measureFile(
  pipeline: Pipeline,
  directory: string,
  { fileName, bytes, isCompanion }: DirectoryModule,
  symbolDirs: readonly string[],
): Promise<MeasuredFile> {
  const shipped = companionIf(isCompanion, bytes) ?? (await pipeline.ship(bytes, fileName, 'as-found'))
  const twin = await findTwin(await digestHex(bytes), symbolDirs)
  const measured = await pipeline.measure(twin === undefined ? shipped : { ...shipped, twin }, fileName)
  const existing = await readSiblings(join(directory, fileName), { bytes, source: bytes })
  const findings: Finding[] = isCompanion ? [] : unreadable(fileName, bytes)
  for (const { format, decodesTo } of existing) {
    if (decodesTo !== 'other') continue
    const args = { sibling: `${fileName.slice(fileName.lastIndexOf('/') + 1)}.${format}`, replaced: false }
    findings.push({ code: 'sibling-stale', severity: 'warn', asset: fileName, args })
  }
  const siblings = existing
    .filter(({ decodesTo }) => decodesTo === 'shipped')
    .map(({ format, sizeBytes }) => ({
      fileName: `${fileName}.${format}`,
      format,
      encoder: 'existing',
      sizeBytes,
      integrity: measured.integrity,
    }))
  const { untouched } = shipped
  const { integrity } = measured
  const module = {
    ...describe(fileName, measured),
    integrity,
    ...(untouched === undefined ? {} : { untouched }),
  }
  return { module: { ...module, place: 'disk', siblings }, bytes, findings }
}

function companionIf(isCompanion: boolean, bytes: Uint8Array): ShippedModule | undefined {
  return isCompanion ? companionOf(bytes).shipped : undefined
}

/** The same code with its names, where a build on this machine has kept it. */
async function findTwin(sha256: string, directories: readonly string[]): Promise<Uint8Array | undefined> {
  for (const directory of directories) {
    const twin = await readFile(symbolPaths(directory, sha256).twin).catch(() => undefined)
    if (twin !== undefined) return new Uint8Array(twin)
  }
  return undefined
}

/** Measures the modules that stand in a text as base64, each content once. */
export async function measureInlined(
  pipeline: Pipeline,
  file: string,
  text: string,
): Promise<MeasuredFile[]> {
  const contents = new Map<string, { bytes: Uint8Array; copies: Base64Form[] }>()
  for (const { bytes, padded, escaped } of findBase64Modules(text)) {
    const sha256 = await digestHex(bytes)
    const copies = contents.get(sha256)?.copies ?? []
    contents.set(sha256, { bytes, copies: [...copies, { padded, escaped }] })
  }
  const name = inlinedFileName(file, [])
  return Promise.all(
    [...contents.values()].map(async ({ bytes, copies }, at): Promise<MeasuredFile> => {
      const fileName = at === 0 ? name : `${name}-${at + 1}`
      const measured = await pipeline.measure(await pipeline.ship(bytes, fileName, 'text-not-ours'), fileName)
      const base64 = copies.map((form) => writeBase64(bytes, form)).join('')
      const sizes = await pipeline.measureText(base64, fileName)
      const costs = { moduleBytes: bytes.length, base64Bytes: sizes.rawBytes, asFile: measured.after }
      const module = {
        ...describe(fileName, measured, sizes),
        place: 'inlined' as const,
        inlined: { file, copies: copies.length, ...costs },
        untouched: 'text-not-ours' as const,
        siblings: [],
      }
      return { module, bytes, findings: unreadable(fileName, bytes) }
    }),
  )
}

function describe(fileName: string, measured: MeasuredModule, sizes: Sizes = measured.after) {
  const { sha256, sourceSha256, summary, fromCache } = measured
  return {
    fileName,
    originalNames: [],
    importers: [],
    sha256,
    sourceSha256,
    before: sizes,
    after: sizes,
    chosen: 'keep',
    tries: [],
    removedSections: [],
    ...(summary === undefined ? {} : { summary }),
    fromCache,
  }
}

/** Tells why a module has no inside in the report. */
function unreadable(asset: string, bytes: Uint8Array): Finding[] {
  if (isComponent(bytes)) return []
  try {
    readModule(bytes)
    return []
  } catch (error) {
    if (!(error instanceof WasmParseError)) throw error
    return [{ code: 'module-unreadable', severity: 'warn', asset, args: { reason: error.message } }]
  }
}
