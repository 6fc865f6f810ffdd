import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { constants, brotliCompressSync, gzipSync } from 'node:zlib'
import { analyzeModule } from '../analysis/analyze-module.ts'
import { ModuleAnalysis } from '../analysis/module-analysis.ts'
import { createEncoders, encodersFor } from '../compress/encoders.ts'
import type { Format } from '../compress/encoder.ts'
import { planStrip } from '../optimize/strip-plan.ts'
import { insideOf } from '../report/module-inside.ts'
import { findBase64Modules, isProbe } from '../wasm/base64-modules.ts'
import { readModule } from '../wasm/module.ts'
import { WasmParseError } from '../wasm/parse-error.ts'
import { isWasm } from '../wasm/sections.ts'
import { removeSections } from '../wasm/strip.ts'
import { isWebcil } from '../wasm/webcil.ts'

/** Where a worker finds a module: in a file, or in memory that needs not be copied from thread to thread. */
export type ModuleSource =
  | { readonly path: string }
  | { readonly shared: SharedArrayBuffer; readonly sizeBytes: number }

/** How a build would strip a module; undefined where it ships it as it is. */
export type StripRule =
  | { readonly strip: 'auto' | 'always' | false; readonly keepSections: readonly string[] }
  | undefined

/** A module, and the rule for what would ship of it. */
export interface SourceTask {
  readonly source: ModuleSource
  readonly rule: StripRule
}

/** What can be said without compressing. */
export interface Examined {
  readonly sha256: string
  readonly sizeBytes: number
  /** Of what is left after stripping. */
  readonly shippedSha256: string
  readonly shippedBytes: number
  /** Why it cannot be read: then nothing is stripped. */
  readonly problem?: string
}

/** Reads a module; undefined where there is none, any more or yet. */
export function examine({ source, rule }: SourceTask): Examined | undefined {
  const bytes = read(source)
  if (bytes === undefined || !isWasm(bytes)) return undefined
  const { shipped, problem } = strip(bytes, rule)
  const sha256 = sha256Of(bytes)
  return {
    sha256,
    sizeBytes: bytes.length,
    shippedSha256: shipped === bytes ? sha256 : sha256Of(shipped),
    shippedBytes: shipped.length,
    ...(problem === undefined ? {} : { problem }),
  }
}

/** Sizes of what would ship of a module. */
export interface Gauged {
  readonly gzipBytes: number
  /** Absent where this runtime has no fast brotli. */
  readonly brotliBytes?: number
}

/** Levels that take milliseconds a megabyte; higher ones are never larger by more than a hair. */
const FAST_BROTLI = 5
const FAST_GZIP = 6

/** Compresses fast: figures that the real ones stay below. */
export function gaugeFast({ source, rule }: SourceTask): Gauged | undefined {
  const shipped = readShipped(source, rule)
  if (shipped === undefined) return undefined
  const gzipBytes = gzipSync(shipped, { level: FAST_GZIP }).length
  if (process.versions['brotli'] === undefined) return { gzipBytes }
  const params = { [constants.BROTLI_PARAM_QUALITY]: FAST_BROTLI }
  return { gzipBytes, brotliBytes: brotliCompressSync(shipped, { params }).length }
}

/** Compresses as builds do. */
export async function gauge({
  source,
  rule,
  encoder,
}: SourceTask & { readonly encoder: 'native' | 'portable' }): Promise<Gauged | undefined> {
  const shipped = readShipped(source, rule)
  if (shipped === undefined) return undefined
  const smallest = async (format: Format) => {
    const encoders = encodersFor(createEncoders(), format, encoder)
    const made = await Promise.all(encoders.map((candidate) => candidate.encode(shipped)))
    return Math.min(...made.map(({ length }) => length))
  }
  return { gzipBytes: await smallest('gz'), brotliBytes: await smallest('br') }
}

/** Writes what is inside a module, a `ModuleInside`, as JSON; undefined where it cannot be read. */
export function writeInside({
  source,
  rule,
  wireBytes,
}: SourceTask & { readonly wireBytes?: number | undefined }): SharedArrayBuffer | undefined {
  const bytes = read(source)
  if (bytes === undefined) return undefined
  try {
    const symbols = readModule(bytes).names
    const { shipped } = strip(bytes, rule)
    const analysis = new ModuleAnalysis(shipped, {
      symbols,
      ...(wireBytes === undefined ? {} : { wireSizeBytes: wireBytes }),
    })
    const inside = insideOf(analysis, shipped === bytes ? undefined : analyzeModule(bytes))
    return shareOf(new TextEncoder().encode(JSON.stringify(inside)))
  } catch (error) {
    if (error instanceof WasmParseError) return undefined
    throw error
  }
}

/** A module that stands in a script as base64. */
export interface InlinedSource {
  readonly source: ModuleSource
  readonly base64Bytes: number
}

/** Finds modules in a script, but for those with which it asks what the browser knows. */
export function findInlined({ code }: { readonly code: string }): InlinedSource[] {
  return findBase64Modules(code)
    .filter(({ bytes }) => !isProbe(bytes))
    .map(({ bytes, offset, endOffset }) => {
      return {
        source: { shared: shareOf(bytes), sizeBytes: bytes.length },
        base64Bytes: endOffset - offset,
      }
    })
}

/** Puts bytes where all threads see them: moving them between threads would hold the main one up. */
function shareOf(bytes: Uint8Array): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(bytes.length)
  new Uint8Array(shared).set(bytes)
  return shared
}

function read(source: ModuleSource): Uint8Array | undefined {
  // A copy, since nothing that decodes text takes memory which another thread could change.
  if ('shared' in source) return new Uint8Array(source.shared, 0, source.sizeBytes).slice()
  try {
    return new Uint8Array(readFileSync(source.path))
  } catch (error) {
    if ('code' in (error as object)) return undefined
    throw error
  }
}

function readShipped(source: ModuleSource, rule: StripRule): Uint8Array | undefined {
  const bytes = read(source)
  return bytes === undefined ? undefined : strip(bytes, rule).shipped
}

function strip(bytes: Uint8Array, rule: StripRule): { shipped: Uint8Array; problem?: string } {
  try {
    readModule(bytes)
    if (rule === undefined || isWebcil(bytes)) return { shipped: bytes }
    return { shipped: removeSections(bytes, planStrip(rule.strip, rule.keepSections).always) }
  } catch (error) {
    if (error instanceof WasmParseError) return { shipped: bytes, problem: error.message }
    throw error
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
