import * as wasmPlugin from 'vite-plugin-wasm'

import { big, importable, printed, tiny } from '../modules.ts'
import type { Way } from '../way.ts'
import { hashed, noIntegration, notJavaScript, unresolved } from './patterns.ts'

const byInit = (query: string) => `import init from './engine.wasm${query}'
import { runInit, show } from './run.js'
show(runInit(init))`
const byUrl = (query: string) => `import url from './engine.wasm${query}'
import { runUrl, show } from './run.js'
show(runUrl(url))`
const direct = (name = 'run', value = 'run(7)') => `import { ${name} } from './engine.wasm'
import { show } from './run.js'
show(Promise.resolve(${value}))`

// Its types are those of another module format than its code.
const byPlugin = wasmPlugin.default as unknown as () => object

const path = hashed('engine')
const noDirectImport = { ...noIntegration, ...notJavaScript }

const withImports = importable(1, {
  imports: '(import "./env.js" "log" (func $log (param i32)))',
  calls: 'local.get 0 call $log',
})
const withGlobal = importable(1, { more: `(global (export "answer") i32 (i32.const ${printed(1)}))` })

/** Import statements and expressions. */
export const imports: readonly Way[] = [
  {
    name: '`?init`',
    files: { 'src/main.js': byInit('?init'), 'src/engine.wasm': big(1) },
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`?init`, tiny',
    files: { 'src/main.js': byInit('?init'), 'src/engine.wasm': tiny(1) },
    ships: [{ source: tiny(1), as: 'inlined', path }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`?url`',
    files: { 'src/main.js': byUrl('?url'), 'src/engine.wasm': big(1) },
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`?url`, tiny',
    files: { 'src/main.js': byUrl('?url'), 'src/engine.wasm': tiny(1) },
    ships: [{ source: tiny(1), as: 'inlined', path }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`?url&no-inline`, tiny',
    files: { 'src/main.js': byUrl('?url&no-inline'), 'src/engine.wasm': tiny(1) },
    ships: [{ source: tiny(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`?url&inline`',
    files: { 'src/main.js': byUrl('?url&inline'), 'src/engine.wasm': big(1) },
    ships: [{ source: big(1), as: 'inlined', path }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: 'direct import',
    files: { 'src/main.js': direct(), 'src/engine.wasm': importable(1) },
    ships: [{ source: importable(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: noDirectImport,
  },
  {
    name: 'direct import, with imports',
    files: {
      'src/main.js': direct(),
      'src/env.js': 'export const log = () => {}',
      'src/engine.wasm': withImports,
    },
    ships: [{ source: withImports, as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    mentions: ['env.js'],
    unsupported: noDirectImport,
  },
  {
    name: 'direct import, with an exported global',
    files: { 'src/main.js': direct('answer', 'answer.value ?? answer'), 'src/engine.wasm': withGlobal },
    ships: [{ source: withGlobal, as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: noDirectImport,
  },
  {
    name: 'direct import, tiny',
    files: { 'src/main.js': direct(), 'src/engine.wasm': importable(1, { dataBytes: 16 }) },
    ships: [{ source: importable(1, { dataBytes: 16 }), as: 'inlined', path }],
    prints: printed(1),
    unsupported: noDirectImport,
  },
  {
    name: 'direct import by vite-plugin-wasm',
    files: { 'src/main.js': direct(), 'src/engine.wasm': importable(1) },
    plugins: () => [byPlugin()],
    config: () => ({ build: { target: 'esnext' } }),
    ships: [{ source: importable(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: { rollup: /404 [^ ;]+/, rolldown: /Could not load [^ ]+\?url/ },
  },
  {
    name: '`import()` of a script with `?url`',
    files: {
      'src/main.js': `import { show } from './run.js'
show(import('./lazy.js').then(({ run }) => run()))`,
      'src/lazy.js': `import url from './engine.wasm?url'
import { runUrl } from './run.js'
export const run = () => runUrl(url)`,
      'src/engine.wasm': big(1),
    },
    ships: [{ source: big(1), as: 'file', path, reached: ['lazy'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`import()` of `?init`',
    files: {
      'src/main.js': `import { runInit, show } from './run.js'
show(import('./engine.wasm?init').then((module) => runInit(module.default)))`,
      'src/engine.wasm': big(1),
    },
    ships: [{ source: big(1), as: 'file', path, reached: ['lazy'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: '`import()` of the module itself',
    files: {
      'src/main.js': `import { show } from './run.js'
show(import('./engine.wasm').then(({ run }) => run(7)))`,
      'src/engine.wasm': importable(1),
    },
    ships: [{ source: importable(1), as: 'file', path, reached: ['lazy'] }],
    prints: printed(1),
    unsupported: noDirectImport,
  },
  {
    name: '`import.meta.glob`',
    files: {
      'src/main.js': `import { runUrl, show } from './run.js'
const urls = Object.values(import.meta.glob('./*.wasm', { query: '?url', import: 'default', eager: true }))
show(Promise.all(urls.map(runUrl)).then(([one, two]) => one + two))`,
      'src/engine.wasm': big(1),
      'src/other.wasm': big(2),
    },
    ships: [
      { source: big(1), as: 'file', path, reached: ['initial'] },
      { source: big(2), as: 'file', path: hashed('other'), reached: ['initial'] },
    ],
    prints: printed(1) + printed(2),
    mentions: ['engine.wasm', 'other.wasm'],
    unsupported: { rollup: /glob is not a function/, rolldown: /glob is not a function/ },
  },
  {
    name: '`import.meta.glob`, lazy',
    files: {
      'src/main.js': `import { runUrl, show } from './run.js'
const [load] = Object.values(import.meta.glob('./*.wasm', { query: '?url', import: 'default' }))
show(load().then(runUrl))`,
      'src/engine.wasm': big(1),
    },
    ships: [{ source: big(1), as: 'file', path, reached: ['lazy'] }],
    prints: printed(1),
    mentions: ['engine.wasm'],
    unsupported: { rollup: /glob is not a function/, rolldown: /glob is not a function/ },
    full: true,
  },
  {
    name: 'the same bytes under two names',
    files: {
      'src/main.js': `import one from './engine.wasm?url'
import two from './a-copy-of-it.wasm?url'
import { runUrl, show } from './run.js'
show(Promise.all([runUrl(one), runUrl(two)]).then(([one, two]) => one + two))`,
      'src/engine.wasm': big(1),
      'src/a-copy-of-it.wasm': big(1),
    },
    ships: [
      {
        source: big(1),
        as: 'file',
        path: /^assets\/(?:engine|a-copy-of-it)-[\w-]{8}\.wasm$/,
        reached: ['initial'],
      },
    ],
    prints: 2 * printed(1),
    unsupported: unresolved,
  },
]
