import { createHash } from 'node:crypto'
import { join } from 'node:path'

import type { UserConfig } from 'vite'

import { big, printed } from '../modules.ts'
import { page } from '../shell.ts'
import type { Way } from '../way.ts'
import { emitting, runsEmitted } from './emitting.ts'
import { hashed, unresolved } from './patterns.ts'

const byUrl = `import url from './engine.wasm?url'
import { runUrl, show } from './run.js'
show(runUrl(url))`
const byInit = `import init from './engine.wasm?init'
import { runInit, show } from './run.js'
show(runInit(init))`
const path = hashed('engine')

/** Settings of an output, wherever a bundler has them. */
const named = (name: string, output: object, path: RegExp, more: Partial<Way> = {}): Way => ({
  name,
  files: { 'src/main.js': runsEmitted, 'src/engine.wasm': big(1) },
  plugins: () => [emitting()],
  config: () => ({ build: { rollupOptions: { output } } }) as UserConfig,
  output,
  ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
  prints: printed(1),
  ...more,
})

interface Info {
  readonly names: readonly string[]
  readonly source: string | Uint8Array
}

const unhashedPath = /^plain\/engine\.wasm$/

const names: readonly Way[] = [
  named(
    '`assetFileNames` as string',
    { assetFileNames: 'static/[ext]/[name].[hash][extname]' },
    /^static\/wasm\/engine\.[\w-]{8}\.wasm$/,
  ),
  named(
    '`assetFileNames` with `[hash:20]`',
    { assetFileNames: 'a/[name]-[hash:20][extname]' },
    /^a\/engine-[\w-]{20}\.wasm$/,
  ),
  named('`assetFileNames` without hash', { assetFileNames: 'plain/[name][extname]' }, unhashedPath, {
    ships: [{ source: big(1), as: 'file', path: unhashedPath, unhashed: true, reached: ['initial'] }],
  }),
  named(
    '`assetFileNames` as function',
    {
      assetFileNames: ({ names }: Info) =>
        `${names[0]?.endsWith('.wasm') ? 'wasm' : 'other'}/[name]-[hash][extname]`,
    },
    /^wasm\/engine-[\w-]{8}\.wasm$/,
  ),
  named(
    '`assetFileNames` as function with a hash of its own',
    {
      assetFileNames: ({ source }: Info) =>
        `own/[name]-${createHash('sha1').update(source).digest('hex').slice(0, 12)}[extname]`,
    },
    /^own\/engine-[\da-f]{12}\.wasm$/,
  ),
  named('`hashCharacters` hex', { hashCharacters: 'hex' }, /^assets\/engine-[\da-f]{8}\.wasm$/),
  named('`hashCharacters` base36', { hashCharacters: 'base36' }, /^assets\/engine-[\da-z]{8}\.wasm$/),
]

/** Where outputs lie and what their files are called. */
export const outputs: readonly Way[] = [
  ...names,
  {
    name: 'two outputs',
    files: { 'src/main.js': runsEmitted, 'src/engine.wasm': big(1) },
    plugins: () => [emitting()],
    config: ({ root }) =>
      ({
        build: {
          rollupOptions: {
            output: [
              { dir: join(root, 'dist/a') },
              { dir: join(root, 'dist/b'), assetFileNames: 'q/[name].[hash:12][extname]' },
            ],
          },
        },
      }) as UserConfig,
    output: [{ dir: 'dist/a' }, { dir: 'dist/b', assetFileNames: 'q/[name].[hash:12][extname]' }],
    served: 'a/',
    ships: [
      { source: big(1), as: 'file', path: /^a\/assets\/engine-[\w-]{8}\.wasm$/, reached: ['initial'] },
      { source: big(1), as: 'file', path: /^b\/q\/engine\.[\w-]{12}\.wasm$/, reached: ['initial'] },
    ],
    prints: printed(1),
  },
  {
    name: '`build.write: false`',
    files: { 'src/main.js': runsEmitted, 'src/engine.wasm': big(1) },
    plugins: () => [emitting()],
    write: false,
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
  },
  {
    name: '`base` with a path',
    files: { 'src/main.js': byUrl, 'src/engine.wasm': big(1) },
    config: () => ({ base: '/app/' }),
    servedAt: '/app/',
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`base` of another origin',
    files: { 'src/main.js': byUrl, 'src/engine.wasm': big(1) },
    config: ({ cdn }) => ({ base: `${cdn}/` }),
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`base` relative',
    files: { 'src/main.js': byInit, 'src/engine.wasm': big(1) },
    config: () => ({ base: './' }),
    servedAt: '/somewhere/else/',
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`base` relative, in a worker',
    files: {
      'src/main.js': `import { fromWorker, show } from './run.js'
show(fromWorker(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })))`,
      'src/worker.js': `import { post, runUrl } from './run.js'
post(runUrl(new URL('./engine.wasm', import.meta.url)))`,
      'src/engine.wasm': big(1),
    },
    config: () => ({ base: './' }),
    servedAt: '/somewhere/else/',
    ships: [{ source: big(1), as: 'file', path, reached: ['worker'] }],
    prints: printed(1),
    unsupported: { rollup: /404 [^ ;]+/, rolldown: /404 [^ ;]+/ },
    full: true,
  },
  {
    name: '`renderBuiltUrl` to another origin',
    files: { 'src/main.js': byUrl, 'src/engine.wasm': big(1) },
    config: ({ cdn }) => ({ experimental: { renderBuiltUrl: (file) => `${cdn}/${file}` } }),
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`renderBuiltUrl` at run time',
    files: {
      'index.html': page('<script>globalThis.locate = (file) => `/${file}`</script>'),
      'src/main.js': byUrl,
      'src/engine.wasm': big(1),
    },
    config: () => ({
      experimental: {
        renderBuiltUrl: (file, { hostType }) =>
          hostType === 'js' ? { runtime: `locate(${JSON.stringify(file)})` } : { relative: true },
      },
    }),
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`build.manifest`',
    files: { 'src/main.js': byUrl, 'src/engine.wasm': big(1) },
    config: () => ({ build: { manifest: true } }),
    listedIn: '.vite/manifest.json',
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`build.ssrManifest`',
    files: { 'src/main.js': byUrl, 'src/engine.wasm': big(1) },
    config: () => ({ build: { ssrManifest: true } }),
    listedIn: '.vite/ssr-manifest.json',
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
]
