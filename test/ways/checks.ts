import { basename } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

import { sha256, withoutComments } from '../support/app.ts'
import type { BuiltWay } from './build-way.ts'
import type { Shipped, Way } from './way.ts'

type Output = Pick<BuiltWay, 'files'>

const MAGIC = Buffer.from('\0asm')
const BASE64 = /AGFzb[A-Za-z\d+/]{8,}={0,2}/
const TEXT = /\.(?:[cm]?js|css|html)$/
const SIBLING = /\.(?:br|gz)$/
const MENTION = /[\w$.@-]*[\w$@-]\.(?:wasm|bin|[cm]?js|css)\b/g

/** What stands for a source in a pipeline, which may be something else where it ships as base64. */
export type Pipelined = (source: Uint8Array, as: Shipped['as']) => Uint8Array

/** Files of an output that are WebAssembly, by path. */
export function wasmFiles({ files }: Output): [path: string, bytes: Buffer][] {
  return [...files].filter(([, bytes]) => bytes.subarray(0, 4).equals(MAGIC))
}

/** Modules that are base64 in a text of an output, in order. */
export function inlinedModules({ files }: Output): Buffer[] {
  return [...files]
    .filter(([path]) => TEXT.test(path))
    .flatMap(([, bytes]) => bytes.toString('latin1').match(new RegExp(BASE64, 'g')) ?? [])
    .map((base64) => Buffer.from(base64, 'base64'))
}

/** Says where modules on disk and in texts are not those that the way says, in number, bytes and place. */
export function wrongModules(way: Way, built: Output, pipelined: Pipelined): string[] {
  const known = way.ships.map((shipped) => {
    const expected = shipped.as === 'as it is' ? shipped.source : pipelined(shipped.source, shipped.as)
    return { shipped, expected: sha256(expected), source: sha256(shipped.source) }
  })
  const problems: string[] = []
  const found = new Map<object, number>()
  const account = (label: string, inlined: boolean, bytes: Buffer): void => {
    const hash = sha256(bytes)
    const fits = ({ shipped }: (typeof known)[number]) =>
      inlined ? shipped.as === 'inlined' : shipped.as !== 'inlined' && shipped.path.test(label)
    const candidate = known.find((module) => module.expected === hash && fits(module))
    if (candidate !== undefined) {
      found.set(candidate.shipped, (found.get(candidate.shipped) ?? 0) + 1)
      return
    }
    const original = known.find(({ source }) => source === hash)
    const optimised = known.find(({ expected }) => expected === hash)
    const what =
      optimised !== undefined ? 'right bytes in a wrong place' : original && 'the source, unchanged'
    problems.push(`${label} is ${what ?? 'nothing that should ship'}`)
    const taken = (optimised ?? original)?.shipped
    if (taken !== undefined) found.set(taken, (found.get(taken) ?? 0) + 1)
  }
  for (const [path, bytes] of wasmFiles(built)) account(path, false, bytes)
  for (const bytes of inlinedModules(built)) account(`inlined base64 of ${bytes.length} bytes`, true, bytes)
  for (const { shipped } of known) {
    const times = found.get(shipped) ?? 0
    if (times === (shipped.times ?? 1)) continue
    problems.push(`${shipped.path.source} ships ${times} times as ${shipped.as}, not ${shipped.times ?? 1}`)
  }
  return problems
}

const THRESHOLD_BYTES = 1024

/** Says which modules have no siblings, and which siblings decode to something else than what is beside them. */
export function wrongSiblings({ files }: Output, serverFiles?: RegExp): string[] {
  const problems: string[] = []
  for (const [path, bytes] of wasmFiles({ files })) {
    const wanted = bytes.length >= THRESHOLD_BYTES && serverFiles?.test(path) !== true
    for (const sibling of [`${path}.br`, `${path}.gz`]) {
      if (wanted !== files.has(sibling)) problems.push(`${sibling} ${wanted ? 'is missing' : 'is there'}`)
    }
  }
  for (const [path, bytes] of files) {
    if (!SIBLING.test(path)) continue
    const decode = path.endsWith('.br') ? brotliDecompressSync : gunzipSync
    const beside = files.get(path.slice(0, -3))
    if (beside?.equals(decode(bytes)) !== true) problems.push(`${path} does not decode to what is beside it`)
  }
  return problems
}

/** Says which names are mentioned by scripts, styles, pages and manifests and were not written. */
export function danglingMentions({ files }: Output, allowed: readonly string[] = []): string[] {
  const written = new Set([...[...files.keys()].map((file) => basename(file)), ...allowed])
  return [...files].flatMap(([path, bytes]) =>
    [...new Set(mentionsOf(path, bytes.toString('utf8')))]
      .filter((name) => !written.has(basename(name)))
      .map((name) => `${path} mentions ${name}, which was not written`),
  )
}

function mentionsOf(path: string, text: string): string[] {
  if (TEXT.test(path)) return withoutComments(text).match(MENTION) ?? []
  if (!path.endsWith('manifest.json')) return []
  return Object.values(JSON.parse(text) as Record<string, unknown>).flatMap((entry) => {
    if (Array.isArray(entry)) return entry as string[]
    const { file, css = [], assets = [] } = entry as { file: string; css?: string[]; assets?: string[] }
    return [file, ...css, ...assets]
  })
}

/** Names with a word that changes with the content, as far as one can tell by looking. */
const HASHED = /[-.][\w-]{8,}\.(?:wasm|bin|[cm]?js|css)(?:\.br|\.gz|\.map)?$/

/** Says which modules a manifest leaves out. */
export function unlistedModules({ files }: Output, manifest: string | undefined): string[] {
  if (manifest === undefined) return []
  const text = files.get(manifest)?.toString('utf8') ?? ''
  return wasmFiles({ files })
    .filter(([path]) => !text.includes(path))
    .map(([path]) => `${manifest} does not name ${path}`)
}

/** Says which names with a hash stand for one content in one output and for another in the other. */
export function untruthfulNames(one: Output, other: Output): string[] {
  return [...one.files]
    .filter(([path, bytes]) => HASHED.test(path) && other.files.get(path)?.equals(bytes) === false)
    .map(([path]) => `${path} is a name of two contents`)
}

/** Says so where scripts have hashes in their names and no name changed with the modules. */
export function unmovedScripts(way: Way, one: Output, other: Output): string[] {
  const moving = way.ships.filter(({ as, unhashed }) => as !== 'as it is' && unhashed !== true)
  const names = wasmFiles(one).map(([path]) => basename(path))
  const mentions = (code: string) => BASE64.test(code) || names.some((name) => code.includes(name))
  const scripts = [...one.files]
    .filter(
      ([path, bytes]) => /\.[cm]?js$/.test(path) && HASHED.test(path) && mentions(bytes.toString('latin1')),
    )
    .map(([path]) => path)
  if (moving.length === 0 || scripts.length === 0) return []
  return scripts.some((path) => !other.files.has(path)) ? [] : ['no script has another name']
}

/** Says which modules on disk no report tells of, and what reports tell that is not there. */
export function wrongReports(way: Way, built: BuiltWay, pipelined: Pipelined): string[] {
  const told = built.reports.flatMap(({ modules }) => modules)
  const problems: string[] = []
  const onDisk = wasmFiles(built).filter(([path]) => way.serverFiles?.test(path) !== true)
  for (const [path, bytes] of onDisk) {
    const hash = sha256(bytes)
    const found = told.some((module) => module.sha256 === hash && path.endsWith(module.fileName))
    if (!found) problems.push(`no report tells of ${path} with the bytes that it has`)
  }
  const text = JSON.stringify(built.reports)
  for (const { as, source, path, reached } of way.ships) {
    if (as === 'inlined' && !(text.includes(sha256(pipelined(source, as))) && text.includes('inlined'))) {
      problems.push(`no report tells of ${path.source} as inlined`)
    }
    if (reached === undefined) continue
    const places = onDisk.filter(([file]) => path.test(file))
    const uses = places.flatMap(([file, bytes]) =>
      told
        .filter((module) => module.sha256 === sha256(bytes) && file.endsWith(module.fileName))
        .flatMap(({ uses }) => uses),
    )
    const kinds = [...new Set(uses.map(({ kind }) => kind))].sort()
    if (kinds.join() !== reached.toSorted().join()) {
      problems.push(
        `${path.source} is told to be reached as ${kinds.join() || 'nothing'}, not ${reached.join()}`,
      )
    }
  }
  return problems
}
