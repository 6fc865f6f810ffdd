import { big, printed } from '../modules.ts'
import type { Way } from '../way.ts'
import { notFound, unresolved } from './patterns.ts'

const library = (format: 'es' | 'iife') => () => ({
  build: { lib: { entry: 'src/main.js', formats: [format], fileName: 'lib', name: 'lib' } },
})
const byUrl = (query = '?url') => `import url from './engine.wasm${query}'
import { runUrl, show } from './run.js'
show(runUrl(url))`
const path = /^engine\.wasm$/

/** Libraries, which Vite inlines everything into. */
export const libraries: readonly Way[] = [
  {
    name: 'library with `?url`',
    files: { 'src/main.js': byUrl(), 'src/engine.wasm': big(1) },
    config: library('es'),
    ships: [{ source: big(1), as: 'inlined', path }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: 'library with `?init`',
    files: {
      'src/main.js': `import init from './engine.wasm?init'
import { runInit, show } from './run.js'
show(runInit(init))`,
      'src/engine.wasm': big(1),
    },
    config: library('es'),
    ships: [{ source: big(1), as: 'inlined', path }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: 'library with `new URL`',
    files: {
      'src/main.js': `import { runUrl, show } from './run.js'
show(runUrl(new URL('./engine.wasm', import.meta.url)))`,
      'src/engine.wasm': big(1),
    },
    config: library('es'),
    ships: [{ source: big(1), as: 'inlined', path }],
    prints: printed(1),
    unsupported: notFound,
  },
  {
    name: 'library with `?url`, iife',
    files: { 'src/main.js': byUrl(), 'src/engine.wasm': big(1) },
    config: library('iife'),
    ships: [{ source: big(1), as: 'inlined', path }],
    prints: printed(1),
    unsupported: unresolved,
    full: true,
  },
  {
    name: 'library with `?url&no-inline`',
    files: { 'src/main.js': byUrl('?url&no-inline'), 'src/engine.wasm': big(1) },
    config: library('es'),
    ships: [{ source: big(1), as: 'file', path, unhashed: true, reached: ['initial'] }],
    prints: printed(1),
    unsupported: unresolved,
  },
  {
    name: 'library with a worker',
    files: {
      'src/main.js': `import Started from './worker.js?worker'
import { fromWorker, show } from './run.js'
show(fromWorker(new Started()))`,
      'src/worker.js': `import url from './engine.wasm?url'
import { post, runUrl } from './run.js'
post(runUrl(url))`,
      'src/engine.wasm': big(1),
    },
    config: library('es'),
    ships: [{ source: big(1), as: 'inlined', path }],
    prints: printed(1),
    unsupported: unresolved,
  },
]
