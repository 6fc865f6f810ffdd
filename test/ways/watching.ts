import { join } from 'node:path'

import * as rolldown from 'rolldown'
import * as rollup from 'rollup'
import type { PluginOption, UserConfig } from 'vite'

import { type App, type Bundler, readTree, recordingLogger, vites } from '../support/app.ts'

interface WatchEvent {
  readonly code: string
  readonly error?: Error
  readonly result?: { close(): unknown }
}

interface BundleWatcher {
  on(event: 'event', listener: (event: WatchEvent) => void): void
  close(): Promise<void> | void
}

/** A watcher at work. */
export interface Watching {
  readonly log: readonly string[]
  /** Waits until what was built meets this; throws the error of a build, or what it waited for after `seconds`. */
  until(met: (files: ReadonlyMap<string, Buffer>) => boolean, what: string, seconds?: number): Promise<void>
  close(): Promise<void>
}

/** Starts the watch mode of a bundler; Rollup and Rolldown work in the app's directory until it is closed. */
export async function watch(
  app: App,
  bundler: Bundler,
  plugins: readonly unknown[],
  config: UserConfig = {},
): Promise<Watching> {
  const log: string[] = []
  const say = (...parts: unknown[]): void => void log.push(parts.join(' '))
  const from = process.cwd()
  const watcher = await start(app, bundler, plugins, config, say)
  let error: Error | undefined
  let ended = false
  let wake = (): void => undefined
  watcher.on('event', (event) => {
    void event.result?.close()
    if (event.code === 'ERROR') error = event.error ?? new Error('no error')
    if (event.code === 'END') ended = true
    wake()
  })
  const dist = join(app.root, 'dist')
  return {
    log,
    async until(met, what, seconds = 5) {
      const deadlineMs = performance.now() + seconds * 1000
      while (performance.now() < deadlineMs) {
        if (error !== undefined) throw error
        if (ended && met(readTree(dist))) return
        await new Promise<void>((resolve) => {
          wake = resolve
          // Not every hook that writes ends before the event.
          setTimeout(resolve, 100)
        })
      }
      throw new Error(`waited in vain: ${what}`)
    },
    async close() {
      await watcher.close()
      process.chdir(from)
    },
  }
}

async function start(
  app: App,
  bundler: Bundler,
  plugins: readonly unknown[],
  config: UserConfig,
  say: (...parts: unknown[]) => void,
): Promise<BundleWatcher> {
  if (bundler === 'rollup' || bundler === 'rolldown') {
    process.chdir(app.root)
    const options = {
      input: 'src/main.js',
      plugins: plugins as rollup.InputPluginOption & rolldown.RolldownPluginOption,
      onLog: (_level: string, { message }: { message: string }) => say(message),
      watch: { buildDelay: 20 },
      output: { dir: 'dist', ...(config.build?.rollupOptions?.output as object) },
    }
    if (bundler === 'rollup') return rollup.watch(options as rollup.RollupWatchOptions) as BundleWatcher
    return rolldown.watch(options as rolldown.WatchOptions) as unknown as BundleWatcher
  }
  const vite = vites[bundler]
  return (await vite.build({
    ...config,
    root: app.root,
    configFile: false,
    cacheDir: join(app.root, 'cache'),
    logLevel: 'warn',
    customLogger: recordingLogger(vite, 'info', say),
    build: { ...config.build, watch: { buildDelay: 20 } as object },
    plugins: plugins as PluginOption[],
  })) as unknown as BundleWatcher
}
