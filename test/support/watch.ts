import { join } from 'node:path'

import type { PluginOption } from 'vite'
import wasmBudget, { type WasmBudgetOptions } from 'vite-plugin-wasm-budget'

import { type App, readTree, recordingLogger, type ViteName, vites } from './app.ts'

/** A running `vite build --watch`. */
export type Watcher = Awaited<ReturnType<typeof watch>>

interface Watching {
  on(
    event: 'event',
    listener: (event: { code: string; error?: Error; result?: { close(): Promise<void> } }) => void,
  ): void
  close(): Promise<void>
}

/**
 * Starts `vite build --watch`; `next` waits for the end of a build that comes after the last one awaited, and of what
 * plugins do when it is closed.
 */
export async function watch(
  app: App,
  bundler: ViteName,
  options: WasmBudgetOptions = {},
  { plugins = [], emptyOutDir = true }: { plugins?: readonly object[]; emptyOutDir?: boolean } = {},
) {
  const log: string[] = []
  const watcher = (await vites[bundler].build({
    root: app.root,
    configFile: false,
    cacheDir: join(app.root, 'cache'),
    customLogger: recordingLogger(vites[bundler], 'info', (...parts) => void log.push(parts.join(' '))),
    build: { watch: { buildDelay: 20 } as object, emptyOutDir },
    plugins: [wasmBudget(options), ...plugins] as PluginOption[],
  })) as unknown as Watching
  const ends: (Error | undefined)[] = []
  const waiting: (() => void)[] = []
  let error: Error | undefined
  let closed: Promise<void> | undefined
  watcher.on('event', (event) => {
    closed = event.result?.close() ?? closed
    if (event.code === 'START') error = undefined
    if (event.code === 'ERROR') error = event.error
    if (event.code !== 'END' && event.code !== 'ERROR') return
    const ended = error
    void Promise.resolve(closed).finally(() => {
      ends.push(ended)
      for (const wake of waiting.splice(0)) wake()
    })
  })
  const next = async (): Promise<Error | undefined> => {
    while (ends.length === 0) await new Promise<void>((resolve) => void waiting.push(resolve))
    return ends.shift()
  }
  return {
    log,
    next,
    close: () => watcher.close(),
    built: () => ({ files: readTree(join(app.root, 'dist')) }),
  }
}
