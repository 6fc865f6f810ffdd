import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

import * as rolldown from 'rolldown'
import * as rollup from 'rollup'
import * as vite8 from 'vite'
import * as vite7 from 'vite7'
import * as vite6 from 'vite6'
import wasmBudget, { type BuildReport, type WasmBudgetOptions } from 'vite-plugin-wasm-budget'

const repository = fileURLToPath(new URL('../../', import.meta.url))

/** Bundlers by the names of their packages here. */
export const BUNDLERS = ['vite', 'vite7', 'vite6', 'rollup', 'rolldown'] as const
export const VITES = ['vite', 'vite7', 'vite6'] as const

export type Bundler = (typeof BUNDLERS)[number]
export type ViteName = (typeof VITES)[number]

/** Versions of Vite by the names of their packages here; the types are those of 8. */
export const vites = { vite: vite8, vite7, vite6 } as unknown as Readonly<Record<ViteName, typeof vite8>>

/** Files by path. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** An app in a directory outside this repository, so that nothing installed here is found from there. */
export class App {
  readonly root = mkdtempSync(join(tmpdir(), 'wasm-budget-app-'))

  constructor(files: Files) {
    this.write({ 'package.json': '{ "name": "app", "private": true, "type": "module" }', ...files })
  }

  write(files: Files): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true })
      writeFileSync(join(this.root, path), content)
    }
  }

  /** Makes a package that is installed here installed there too. */
  install(...names: string[]): void {
    for (const name of names) {
      const link = join(this.root, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      rmSync(link, { force: true })
      const target = name === 'vite-plugin-wasm-budget' ? repository : join(repository, 'node_modules', name)
      symlinkSync(target, link, 'dir')
    }
  }

  /** Installs a `binaryen` whose `wasm-opt` is this code, of a version that no native one on this machine has. */
  installEngine(source: string, version = '1320.0.0'): void {
    this.write({
      'node_modules/binaryen/package.json': JSON.stringify({
        name: 'binaryen',
        version,
        type: 'module',
        main: 'index.js',
        bin: { 'wasm-opt': 'bin/wasm-opt' },
      }),
      'node_modules/binaryen/index.js': 'export {}',
      'node_modules/binaryen/bin/package.json': '{ "type": "commonjs" }',
      'node_modules/binaryen/bin/wasm-opt': source,
    })
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

const apps: App[] = []

/** Makes an app that {@link removeApps} removes. */
export function makeApp(files: Files): App {
  const app = new App(files)
  apps.push(app)
  return app
}

/** Removes all apps of this test file. */
export function removeApps(): void {
  for (const app of apps.splice(0)) app.remove()
}

/** What a build came to. */
export interface Built {
  /** Output by path from `dist`, in order of paths. */
  readonly files: ReadonlyMap<string, Buffer>
  /** What `onReport` was told, one for each output. */
  readonly reports: readonly BuildReport[]
  /** What was logged, entry by entry, colours taken out. */
  readonly log: readonly string[]
  /** The same as it was. */
  readonly rawLog: readonly string[]
  readonly error?: Error
}

/** How to build beside the options of the plugin. */
export interface BuildSettings {
  readonly bundler?: Bundler
  /** Further config of Vite, or of Rollup's output. */
  readonly config?: vite8.UserConfig
  readonly output?: { assetFileNames?: string | ((info: { names: string[] }) => string) }
  /** Plugins behind and before this one. */
  readonly plugins?: readonly object[]
  readonly before?: readonly object[]
  readonly logLevel?: 'info' | 'warn' | 'error' | 'silent'
  /** Builds without the plugin. */
  readonly without?: boolean
  /** Uses these instances of the plugin instead of new ones. */
  readonly instance?: ReturnType<typeof wasmBudget>
}

/** Builds an app into its `dist`, which is emptied before. */
export async function build(
  app: App,
  options: WasmBudgetOptions = {},
  settings: BuildSettings = {},
): Promise<Built> {
  const { bundler = 'vite' } = settings
  const reports: BuildReport[] = []
  const rawLog: string[] = []
  const say = (...parts: unknown[]): void => void rawLog.push(parts.join(' '))
  const dist = join(app.root, 'dist')
  rmSync(dist, { recursive: true, force: true })
  const result = await settle(async () => {
    const { onReport } = options
    const plugin =
      settings.instance ??
      wasmBudget({
        ...options,
        onReport: async (report) => {
          reports.push(report)
          await onReport?.(report)
        },
      })
    const plugins = [
      ...(settings.before ?? []),
      ...(settings.without === true ? [] : [plugin]),
      ...(settings.plugins ?? []),
    ]
    if (bundler === 'rollup' || bundler === 'rolldown') await bundle(bundler, app, plugins, settings, say)
    else await buildWithVite(vites[bundler], app, plugins, settings, say)
  })
  const files = readTree(dist)
  remember(files)
  return {
    files,
    reports,
    log: rawLog.map(stripVTControlCharacters),
    rawLog,
    ...result,
  }
}

/** A logger of Vite that prints into a list. */
export function recordingLogger(
  vite: typeof vite8,
  level: 'info' | 'warn' | 'error' | 'silent',
  say: (...parts: unknown[]) => void,
): vite8.Logger {
  const recorder = { log: say, info: say, warn: say, error: say } as unknown as Console
  return vite.createLogger(level, { allowClearScreen: false, console: recorder })
}

async function buildWithVite(
  vite: typeof vite8,
  app: App,
  plugins: readonly unknown[],
  { config, logLevel = 'info' }: BuildSettings,
  say: (...parts: unknown[]) => void,
): Promise<void> {
  await vite.build({
    ...config,
    root: app.root,
    configFile: false,
    cacheDir: join(app.root, 'cache'),
    logLevel,
    customLogger: recordingLogger(vite, logLevel, say),
    plugins: [...plugins, ...(config?.plugins ?? [])] as vite8.PluginOption[],
  })
}

async function bundle(
  bundler: 'rollup' | 'rolldown',
  app: App,
  plugins: readonly unknown[],
  { output }: BuildSettings,
  say: (...parts: unknown[]) => void,
): Promise<void> {
  const from = process.cwd()
  // Neither has a root: the plugin goes by the working directory.
  process.chdir(app.root)
  try {
    const input = {
      input: 'src/main.js',
      plugins: [...plugins, emitWasm()] as rollup.InputPluginOption & rolldown.RolldownPluginOption,
      onLog: (_level: string, { message }: { message: string }) => say(message),
    }
    const out = { dir: 'dist', ...output } as { dir: string }
    if (bundler === 'rollup') {
      const build = await rollup.rollup(input)
      await build.write(out).finally(() => build.close())
    } else {
      const build = await rolldown.rolldown(input)
      await build.write(out).finally(() => build.close())
    }
  } finally {
    process.chdir(from)
  }
}

/** What `?url` is in Vite, for bundlers that have nothing like it. */
function emitWasm(): rollup.Plugin {
  return {
    name: 'emit-wasm',
    resolveId(source, importer) {
      if (!source.endsWith('?url') || importer === undefined) return null
      return `\0emit:${relative(process.cwd(), join(dirname(importer), source.slice(0, -'?url'.length)))}`
    },
    load(id) {
      if (!id.startsWith('\0emit:')) return null
      const path = id.slice('\0emit:'.length)
      const reference = this.emitFile({
        type: 'asset',
        name: basename(path),
        originalFileName: path,
        source: readFileSync(path),
      })
      return `export default import.meta.ROLLUP_FILE_URL_${reference}`
    },
  }
}

async function settle(run: () => Promise<void>): Promise<{ error?: Error }> {
  try {
    await run()
    return {}
  } catch (error) {
    return { error: error as Error }
  }
}

/** Reads all files below a directory, by path from it. */
export function readTree(directory: string): Map<string, Buffer> {
  let entries
  try {
    entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  } catch {
    return new Map()
  }
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    paths.sort().map((path) => [relative(directory, path).replaceAll('\\', '/'), readFileSync(path)]),
  )
}

/** The output file whose name is `name`, a hash left out of account; throws where there is none or another. */
export function fileOf({ files }: Pick<Built, 'files'>, name: string): string {
  const matching = [...files.keys()].filter((file) => withoutHash(basename(file)) === name)
  if (matching.length !== 1)
    throw new Error(`${name}: ${matching.length} among ${[...files.keys()].join(', ')}`)
  return matching[0] as string
}

/** The bytes of {@link fileOf}. */
export function bytesOf(built: Pick<Built, 'files'>, name: string): Buffer {
  return built.files.get(fileOf(built, name)) as Buffer
}

const seen = new Map<string, Set<string>>()

function remember(files: ReadonlyMap<string, Buffer>): void {
  for (const [file, bytes] of files) {
    const name = basename(file)
    if (withoutHash(name) === name || /\.(?:br|gz)$/.test(name)) continue
    seen.set(name, (seen.get(name) ?? new Set()).add(sha256(bytes)))
  }
}

/** Names with a hash that stood for more than one content in any two builds of this test file. */
export function untruthfulNames(): string[] {
  if (seen.size === 0) throw new Error('nothing was built')
  return [...seen].filter(([, contents]) => contents.size > 1).map(([name]) => name)
}

const HASH = /-[\w-]{8}(?=\.)/g

/** A file name without the hash in it. */
export function withoutHash(name: string): string {
  return name.replace(HASH, '')
}

/** The files that are WebAssembly, by path. */
export function modulesOf({ files }: Pick<Built, 'files'>): Map<string, Buffer> {
  return new Map([...files].filter(([, bytes]) => bytes.subarray(0, 4).equals(Buffer.from('\0asm'))))
}

/** What siblings decode to, by path; throws where one does not decode. */
export function decodedSiblings({ files }: Pick<Built, 'files'>): Map<string, Buffer> {
  const decoders = { br: brotliDecompressSync, gz: gunzipSync }
  return new Map(
    [...files].flatMap(([file, bytes]) => {
      const format = extname(file).slice(1)
      return format === 'br' || format === 'gz' ? [[file, decoders[format](bytes)] as const] : []
    }),
  )
}

/** Siblings that do not decode to the file beside them; empty where all do. */
export function wrongSiblings(built: Pick<Built, 'files'>): string[] {
  return [...decodedSiblings(built)]
    .filter(([file, decoded]) => built.files.get(file.slice(0, -3))?.equals(decoded) !== true)
    .map(([file]) => file)
}

/** A report with everything in it replaced that depends on versions and machines. */
export function normalized(report: BuildReport | undefined): unknown {
  const text = JSON.stringify(report, (key, value: unknown) =>
    ['sha256', 'integrity', 'node'].includes(key) ? `[${key}]` : value,
  )
  return JSON.parse(text.replace(HASH, '-[hash]').replace(/@[\w.-]+(?=[ "])/g, '@[version]'))
}

/** SHA-256, hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const TEXT = /\.(?:js|css|html)$/
const COMMENT = /^\s*\/\/.*$/gm
const MENTION = /[\w$.-]+\.(?:wasm|bin|js|css)\b/g

/** A script without the lines that are comments: Rolldown puts paths into them. */
export function withoutComments(code: string): string {
  return code.replace(COMMENT, '')
}

/** Names that a script, a style or a page mentions and that were not written; empty where nothing dangles. */
export function danglingNames({ files }: Pick<Built, 'files'>): string[] {
  const written = new Set([...files.keys()].map((file) => basename(file)))
  return [...files]
    .filter(([file]) => TEXT.test(file))
    .flatMap(([file, bytes]) =>
      [...new Set(withoutComments(bytes.toString('utf8')).match(MENTION))]
        .filter((name) => !written.has(name))
        .map((name) => `${file} mentions ${name}`),
    )
}
