import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

import * as rolldown from 'rolldown'
import * as rollup from 'rollup'
import type { InlineConfig, PluginOption } from 'vite'
import wasmBudget, {
  type BuildReport,
  type WasmBudgetOptions,
  type WasmBudgetPlugin,
} from 'vite-plugin-wasm-budget'

import { type App, type Bundler, readTree, recordingLogger, type ViteName, vites } from '../support/app.ts'
import type { Place, Way } from './way.ts'

/** What a build of a way came to. */
export interface BuiltWay {
  /** Output by path from `dist`. */
  readonly files: ReadonlyMap<string, Buffer>
  readonly reports: readonly BuildReport[]
  readonly log: string
  readonly error?: Error
}

/** Builds a way; without `options`, the bundler alone. */
export async function buildWay(
  way: Way,
  app: App,
  bundler: Bundler,
  place: Place,
  options?: WasmBudgetOptions,
): Promise<BuiltWay> {
  const reports: BuildReport[] = []
  const lines: string[] = []
  const say = (...parts: unknown[]): void => void lines.push(stripVTControlCharacters(parts.join(' ')))
  const dist = join(app.root, 'dist')
  rmSync(dist, { recursive: true, force: true })
  let returned: ReadonlyMap<string, Buffer> | undefined
  let error: Error | undefined
  try {
    const plugins =
      options === undefined
        ? []
        : wasmBudget({
            ...options,
            ...way.options,
            optimize: mergeOptimize(options.optimize, way.options?.optimize),
            onReport: (report) => void reports.push(report),
          })
    const all = [...(way.plugins?.(bundler) ?? []), ...plugins]
    returned =
      bundler === 'rollup' || bundler === 'rolldown'
        ? await alone(() => bundle(bundler, way, app, all, say))
        : await buildWithVite(bundler, way, place, { plugins, all, say, app })
  } catch (caught) {
    error = caught as Error
  }
  const built = { files: returned ?? readTree(dist), reports, log: lines.join('\n') }
  return error === undefined ? built : { ...built, error }
}

type Optimize = NonNullable<WasmBudgetOptions['optimize']>

/** A pipeline that optimises nothing stays one, whatever a way asks for beside. */
function mergeOptimize(pipeline: Optimize = true, way: Optimize = true): Optimize {
  if (pipeline === false || typeof way === 'boolean') return pipeline
  return typeof pipeline === 'boolean' ? way : { ...pipeline, ...way }
}

type Say = (...parts: unknown[]) => void

async function buildWithVite(
  bundler: ViteName,
  way: Way,
  place: Place,
  { app, plugins, all, say }: { app: App; plugins: WasmBudgetPlugin[]; all: object[]; say: Say },
): Promise<ReadonlyMap<string, Buffer> | undefined> {
  const vite = vites[bundler]
  const config = way.config?.(place) ?? {}
  const common: InlineConfig = {
    ...config,
    root: app.root,
    configFile: false,
    cacheDir: place.cache,
    // The reporter of Vite writes past the logger where this is `info`.
    logLevel: 'warn',
    customLogger: recordingLogger(vite, 'info', say),
  }
  if (way.build !== undefined) {
    await way.build({ app, bundler, plugins, common })
    return undefined
  }
  const result = await vite.build({
    ...common,
    plugins: [...all, ...(config.plugins ?? [])] as PluginOption[],
    build: { ...config.build, ...(way.write === false ? { write: false } : {}) },
  })
  return way.write === false ? asFiles((result as Generated).output) : undefined
}

interface Generated {
  readonly output: readonly { fileName: string; code?: string; source?: string | Uint8Array }[]
}

function asFiles(output: Generated['output']): Map<string, Buffer> {
  return new Map(
    output.map(({ fileName, code, source = code }) => [fileName, Buffer.from(source as Uint8Array)]),
  )
}

let last: Promise<unknown> = Promise.resolve()

/** Neither Rollup nor Rolldown has a root: the plugin goes by the working directory, which a process has one of. */
async function alone<Result>(run: () => Promise<Result>): Promise<Result> {
  const mine = last.then(run, run)
  last = mine.catch(() => undefined)
  return mine
}

async function bundle(
  bundler: 'rollup' | 'rolldown',
  way: Way,
  app: App,
  plugins: readonly object[],
  say: Say,
): Promise<ReadonlyMap<string, Buffer> | undefined> {
  const from = process.cwd()
  process.chdir(app.root)
  try {
    const input = {
      input: 'src/main.js',
      ...way.input,
      plugins: plugins as rollup.InputPluginOption & rolldown.RolldownPluginOption,
      onLog: (_level: string, { message }: { message: string }) => say(message),
    }
    const outputs = [way.output ?? {}]
      .flat()
      .map((output) => ({ dir: 'dist', entryFileNames: '[name]-[hash].js', ...output }) as RollupOutput)
    const build =
      bundler === 'rollup'
        ? await rollup.rollup(input as rollup.RollupOptions)
        : ((await rolldown.rolldown(input as rolldown.InputOptions)) as unknown as rollup.RollupBuild)
    try {
      if (way.write === false) return asFiles((await build.generate(outputs[0] as RollupOutput)).output)
      for (const output of outputs) await build.write(output)
      return undefined
    } finally {
      await build.close()
    }
  } finally {
    process.chdir(from)
  }
}

type RollupOutput = rollup.OutputOptions
