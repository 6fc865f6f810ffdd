import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { settingsFor } from '../module-settings.ts'
import { isWasm } from '../wasm/sections.ts'
import { globNames, isExcluded } from './matcher.ts'
import type { Session } from './session.ts'
import type { AssetInfo, OutputOptions, WasmBudgetPlugin } from './types.ts'

type AssetFileNames = string | ((info: AssetInfo) => string)

/**
 * Names modules by their source and by what is done to it, so that a name with a hash never stands for two contents.
 *
 * Works on `assetFileNames`, the only place that every way of emitting a module goes through; the same plugin is put into
 * `worker.plugins`, since workers are bundles of their own, and with it those of `inWorkers`.
 */
export function namingPlugin(
  session: Session,
  inWorkers: () => readonly WasmBudgetPlugin[] = () => [],
): WasmBudgetPlugin {
  const wrapped = new WeakSet<object>()
  const plugin: WasmBudgetPlugin = {
    name: 'vite-plugin-wasm-budget:naming',
    apply: 'build',
    config: () => ({
      worker: { plugins: () => [{ ...plugin, name: `${plugin.name}-in-worker` }, ...inWorkers()] },
    }),
    configResolved: (config) => session.configure(config),
    outputOptions(options) {
      session.noticeWatchMode(this.meta?.watchMode ?? false)
      if (options.dir !== undefined) session.refuseSymbolsIn(options.dir)
      const previous = (options.assetFileNames ?? 'assets/[name]-[hash][extname]') as AssetFileNames
      if (typeof previous === 'function' && wrapped.has(previous)) return undefined as never
      const assetFileNames = (info: AssetInfo) => nameAsset(session, previous, info, options.hashCharacters)
      wrapped.add(assetFileNames)
      return { ...options, assetFileNames } as never
    },
  }
  return plugin
}

function nameAsset(
  session: Session,
  previous: AssetFileNames,
  info: AssetInfo,
  characters: OutputOptions['hashCharacters'],
): string {
  const ask = (source: string | Uint8Array) =>
    typeof previous === 'function' ? previous({ ...info, source }) : previous
  const { source } = info
  if (typeof source === 'string' || !isWasm(source)) return ask(source)
  const origin = session.origins.of(source)
  for (const name of info.names ?? []) origin.names.add(name)
  for (const path of info.originalFileNames ?? []) origin.paths.add(path)
  const { options, pipeline } = session
  const nameWith = (fingerprint: string): Named => {
    // Which modules are left alone decides about bytes too, and one content may have a name on either side.
    const salt = JSON.stringify([fingerprint, options.include, options.exclude])
    // A user's function may make a hash of its own from the source: it must change when the bytes will.
    return withHashes(ask(Buffer.concat([source, Buffer.from(salt)])), { source, salt, characters })
  }
  // Globs need a name to know the settings by, and the settings are part of the name.
  const ofBuild = pipeline.fingerprintOf(options)
  const first = nameWith(ofBuild)
  const filled = fillName(first.fileName, info)
  if (isExcluded([...globNames(filled, origin.paths), ...origin.names], options)) {
    origin.excluded = true
    return ask(source)
  }
  const settings = settingsFor(options, globNames(filled, namesIn(info, origin)))
  const fingerprint = pipeline.fingerprintOf(settings)
  const { fileName, hashes } = fingerprint === ofBuild ? first : nameWith(fingerprint)
  if (hashes.length === 0) {
    origin.unhashed = true
    origin.promised.set(fillName(fileName, info), settings)
  }
  for (const hash of hashes) {
    origin.hashes.add(hash)
    origin.promised.set(hash, settings)
  }
  return fileName
}

/** Names of one emission, whatever else the content is emitted as: what comes first in one build may come last in the next. */
function namesIn(
  { names, originalFileNames }: AssetInfo,
  origin: { readonly names: Iterable<string>; readonly paths: Iterable<string> },
): string[] {
  const own = [...(originalFileNames ?? []), ...(names ?? [])]
  return own.length > 0 ? own : [...origin.paths, ...origin.names]
}

interface Named {
  readonly fileName: string
  readonly hashes: readonly string[]
}

/** Replaces the hashes of a pattern by those of a source and of what is done to it. */
function withHashes(
  pattern: string,
  {
    source,
    salt,
    characters,
  }: { source: Uint8Array; salt: string; characters: OutputOptions['hashCharacters'] },
): Named {
  const salted = createHash('sha256').update(source).update(salt).digest()
  const hashes: string[] = []
  const fileName = pattern.replace(/\[hash(?::(\d+))?\]/g, (_, length: string | undefined) => {
    const hash = encodeHash(salted, characters).slice(0, length === undefined ? 8 : Number(length))
    hashes.push(hash)
    return hash
  })
  return { fileName, hashes }
}

/** Fills in what the bundler fills in afterwards, so that globs over emitted names have something to match. */
function fillName(pattern: string, { names, name }: AssetInfo): string {
  const original = names?.[0] ?? name ?? 'asset'
  const extension = posix.extname(original)
  return pattern
    .replaceAll('[name]', () => original.slice(0, original.length - extension.length))
    .replaceAll('[extname]', () => extension)
    .replaceAll('[ext]', () => extension.slice(1))
}

function encodeHash(digest: Buffer, characters: OutputOptions['hashCharacters']): string {
  if (characters === 'hex') return digest.toString('hex')
  if (characters === 'base36') return BigInt(`0x${digest.toString('hex')}`).toString(36)
  return digest.toString('base64url')
}
