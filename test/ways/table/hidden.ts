import { mkdirSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import { viteStaticCopy } from 'vite-plugin-static-copy'

import { assemble, concat, customSection } from '../../support/wasm-fixtures.ts'
import { big, printed } from '../modules.ts'
import { page } from '../shell.ts'
import type { Way } from '../way.ts'
import { hashed, notFound, unresolved } from './patterns.ts'

const fetching = (url: string) => `import { runUrl, show } from './run.js'
show(runUrl('${url}'))`
const path = /^engine\.wasm$/
const publicFiles = { optimize: { engine: 'none', publicFiles: true } } as object

/** A module without code, as .NET wraps assemblies. */
const webcil = concat(
  assemble('(module (memory (export "memory") 1) (data "WbIL") (data "of an assembly"))', false),
  customSection('of the program', 'x'.repeat(3000)),
)

/** A component: another version of the format, in which sections nest. */
const component = concat(
  Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0),
  customSection('name', 'a component'.repeat(300)),
)

const measuring = `import url from './engine.wasm?url'
import { show } from './run.js'
show(fetch(url).then((response) => response.arrayBuffer()).then(({ byteLength }) => byteLength))`

/** Files that no bundler sees, and modules that are not to be changed. */
export const hidden: readonly Way[] = [
  {
    name: '`public/` by absolute URL',
    files: { 'src/main.js': fetching('/engine.wasm'), 'public/engine.wasm': big(1) },
    ships: [{ source: big(1), as: 'as it is', path }],
    prints: printed(1),
    unsupported: notFound,
  },
  {
    name: '`public/` by `?url`',
    files: {
      'src/main.js': `import url from '/engine.wasm?url'
import { runUrl, show } from './run.js'
show(runUrl(url))`,
      'public/engine.wasm': big(1),
    },
    ships: [{ source: big(1), as: 'as it is', path }],
    prints: printed(1),
    unsupported: { rollup: /404 [^ ;]+/, rolldown: /Could not (?:load|resolve) [^ ]+\?url/ },
  },
  {
    name: '`public/` with `optimize.publicFiles`',
    files: { 'src/main.js': fetching('/engine.wasm'), 'public/engine.wasm': big(1) },
    options: publicFiles,
    ships: [{ source: big(1), as: 'file', path, unhashed: true }],
    prints: printed(1),
    unsupported: notFound,
  },
  {
    name: '`public/` with a hash in its name and `optimize.publicFiles`',
    files: { 'src/main.js': fetching('/engine-3f2a9b1c.wasm'), 'public/engine-3f2a9b1c.wasm': big(1) },
    options: publicFiles,
    ships: [{ source: big(1), as: 'as it is', path: /^engine-3f2a9b1c\.wasm$/ }],
    prints: printed(1),
    unsupported: notFound,
  },
  {
    name: "`public/` with Go's `wasm_exec.js`",
    files: {
      'index.html': page('<script src="/wasm_exec.js"></script>'),
      'public/wasm_exec.js': 'globalThis.Go = class { importObject = { env: { log() {} } } }',
      'src/main.js': `import { show } from './run.js'
const go = new Go()
show(WebAssembly.instantiateStreaming(fetch('main.wasm'), go.importObject).then(({ instance }) => instance.exports.run(7)))`,
      'public/main.wasm': big(1),
    },
    ships: [{ source: big(1), as: 'as it is', path: /^main\.wasm$/ }],
    prints: printed(1),
    unsupported: { rollup: /Go is not defined/, rolldown: /Go is not defined/ },
  },
  {
    name: '`public/` and an import of the same bytes',
    files: {
      'src/main.js': `import url from './engine.wasm?url'
import { runUrl, show } from './run.js'
show(Promise.all([runUrl(url), runUrl('/copy.wasm')]).then(([one, two]) => one + two))`,
      'src/engine.wasm': big(1),
      'public/copy.wasm': big(1),
    },
    ships: [
      { source: big(1), as: 'file', path: hashed('engine'), reached: ['initial'] },
      { source: big(1), as: 'as it is', path: /^copy\.wasm$/ },
    ],
    prints: 2 * printed(1),
    unsupported: unresolved,
  },
  {
    name: '`public/` with siblings that are right',
    files: {
      'src/main.js': fetching('/engine.wasm'),
      'public/engine.wasm': big(1),
      'public/engine.wasm.br': brotliCompressSync(big(1)),
      'public/engine.wasm.gz': gzipSync(big(1)),
    },
    ships: [{ source: big(1), as: 'as it is', path }],
    prints: printed(1),
    unsupported: notFound,
  },
  {
    name: '`public/` with siblings of other bytes',
    files: {
      'src/main.js': fetching('/engine.wasm'),
      'public/engine.wasm': big(2),
      'public/engine.wasm.br': brotliCompressSync(big(1)),
      'public/engine.wasm.gz': gzipSync(big(1)),
    },
    ships: [{ source: big(2), as: 'as it is', path }],
    prints: printed(2),
    says: /engine\.wasm\.br/,
    unsupported: notFound,
  },
  {
    name: 'copied by vite-plugin-static-copy',
    files: { 'src/main.js': fetching('/copied/engine.wasm'), 'vendor/engine.wasm': big(1) },
    plugins: () => viteStaticCopy({ targets: [{ src: 'vendor/engine.wasm', dest: 'copied' }] }) as object[],
    ships: [{ source: big(1), as: 'as it is', path: /^copied\/engine\.wasm$/ }],
    prints: printed(1),
    unsupported: {
      rollup: /Cannot read properties of undefined/,
      rolldown: /Cannot read properties of undefined/,
    },
  },
  {
    name: 'written by another plugin after the build',
    files: { 'src/main.js': fetching('/copied/engine.wasm') },
    plugins: () => [
      {
        name: 'writing',
        writeBundle: ({ dir }: { dir: string }) => {
          mkdirSync(`${dir}/copied`, { recursive: true })
          writeFileSync(`${dir}/copied/engine.wasm`, big(1))
        },
      },
    ],
    ships: [{ source: big(1), as: 'as it is', path: /^copied\/engine\.wasm$/ }],
    prints: printed(1),
  },
  {
    name: 'data-only module of .NET (webcil)',
    files: { 'src/main.js': measuring, 'src/engine.wasm': webcil },
    config: () => ({ build: { assetsInlineLimit: 0 } }),
    ships: [{ source: webcil, as: 'as it is', path: hashed('engine'), reached: ['initial'] }],
    prints: webcil.length,
    unsupported: unresolved,
  },
  {
    name: 'component',
    files: { 'src/main.js': measuring, 'src/engine.wasm': component },
    config: () => ({ build: { assetsInlineLimit: 0 } }),
    ships: [{ source: component, as: 'as it is', path: hashed('engine'), reached: ['initial'] }],
    prints: component.length,
    unsupported: unresolved,
  },
]
