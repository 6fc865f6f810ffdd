import type { PluginOption } from 'vite'

import { vites } from '../../support/app.ts'
import { big, importable, printed } from '../modules.ts'
import type { Way, Workshop } from '../way.ts'
import { importing } from './edge-modules.ts'
import { hashed, noIntegration, notJavaScript, unresolved } from './patterns.ts'

const path = hashed('engine')
const onServer = {
  input: { input: 'src/server.js' },
  config: () => ({ build: { ssr: 'src/server.js', ssrEmitAssets: true } }),
  options: { environments: ['ssr'] },
  script: { path: /^server\.js$/ },
} as const satisfies Partial<Way>

const reading = (from: string) => `import { readFile } from 'node:fs/promises'
import url from './engine.wasm?url'
import { runBytes } from './run.js'
readFile(new URL('${from}' + url, import.meta.url)).then(runBytes).then(console.log)`

const client = `import url from './engine.wasm?url'
import { runUrl, show } from './run.js'
show(runUrl(url))`

/** Builds all environments of an app. */
const buildingAll =
  (names: readonly string[], emitAssets: boolean, sharedPlugins = false) =>
  async ({ bundler, plugins, common }: Workshop): Promise<void> => {
    const servers = names.map((name) => {
      const build = { outDir: `dist/${name}`, ssr: 'src/server.js', emitAssets }
      return [name, { build, consumer: 'server' as const }] as const
    })
    const builder = await vites[bundler].createBuilder({
      ...common,
      plugins: plugins as PluginOption[],
      environments: { client: { build: { outDir: 'dist/client' } }, ...Object.fromEntries(servers) },
      builder: { sharedPlugins },
    })
    await builder.buildApp()
  }

const both = (name: string, build: Way['build'], outputs: readonly string[]): Way => ({
  name,
  files: { 'src/main.js': client, 'src/server.js': reading('../client'), 'src/engine.wasm': big(1) },
  input: { input: 'src/server.js' },
  ...(build === undefined ? {} : { build }),
  script: { path: /^ssr\/server\.js$/ },
  serverFiles: /^(?:ssr|edge)\//,
  ships: outputs.map((output) => ({
    source: big(1),
    as: 'file',
    path: new RegExp(`^${output}/assets/engine-[\\w-]{8}\\.wasm$`),
    ...(output === 'client' ? { reached: ['initial'] } : {}),
  })),
  prints: printed(1),
  unsupported: unresolved,
})

/** Servers, environments and edge runtimes. */
export const servers: readonly Way[] = [
  {
    ...onServer,
    name: 'SSR with `?url`',
    files: { 'src/server.js': reading('.'), 'src/engine.wasm': big(1) },
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    ...onServer,
    name: 'SSR with `?init`',
    files: {
      'src/server.js': `import init from './engine.wasm?init'
import { runInit } from './run.js'
runInit(init).then(console.log)`,
      'src/engine.wasm': big(1),
    },
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: {
      ...unresolved,
      vite7: /Failed to parse URL from [^ ]+/,
      vite6: /Failed to parse URL from [^ ]+/,
    },
  },
  {
    ...onServer,
    name: 'SSR with a direct import',
    files: {
      'src/server.js': `import { run } from './engine.wasm'
console.log(run(7))`,
      'src/engine.wasm': importable(1),
    },
    ships: [{ source: importable(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: { ...noIntegration, ...notJavaScript },
  },
  both('client and server by `builder.buildApp`', buildingAll(['ssr'], true), ['client', 'ssr']),
  both('client and server, which emits nothing', buildingAll(['ssr'], false), ['client']),
  both('three environments', buildingAll(['ssr', 'edge'], true), ['client', 'ssr', 'edge']),
  both('three environments with `sharedPlugins`', buildingAll(['ssr', 'edge'], true, true), [
    'client',
    'ssr',
    'edge',
  ]),
  ...['?module', ''].map((query): Way => ({
    ...onServer,
    name: `\`.wasm${query}\` of edge runtimes`,
    files: {
      'src/server.js': `import module from './engine.wasm${query}'
import { runModule } from './run.js'
runModule(module).then(console.log)`,
      'src/engine.wasm': big(1),
    },
    plugins: () => [importing()],
    script: { path: /^server[\w-]*\.js$/, edge: true },
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
  })),
]
