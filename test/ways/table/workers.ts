import type { Bundler } from '../../support/app.ts'
import { big, printed, tiny } from '../modules.ts'
import type { Way } from '../way.ts'
import { hashed, notFound, unresolved } from './patterns.ts'

const path = hashed('engine')
const formats = ['es', 'iife'] as const
const config = (format: 'es' | 'iife') => () => ({ worker: { format } })

const starts: Readonly<Record<string, { code: string; unsupported: Partial<Record<Bundler, RegExp>> }>> = {
  '`new Worker(new URL())`': {
    code: `const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })`,
    unsupported: notFound,
  },
  '`?worker`': {
    code: `import Started from './worker.js?worker'\nconst worker = new Started()`,
    unsupported: unresolved,
  },
}

const loads: Readonly<Record<string, string>> = {
  '`?init`': `import init from './engine.wasm?init'
import { post, runInit } from './run.js'
post(runInit(init))`,
  '`new URL`': `import { post, runUrl } from './run.js'
post(runUrl(new URL('./engine.wasm', import.meta.url)))`,
  '`?url`': `import url from './engine.wasm?url'
import { post, runUrl } from './run.js'
post(runUrl(url))`,
}

const started = (start: string) => `import { fromWorker, show } from './run.js'
${start}
show(fromWorker(worker))`

const wasm = big(1)
const small = tiny(1)

const everyWay = Object.entries(starts).flatMap(([start, { code, unsupported }]) =>
  Object.entries(loads).flatMap(([load, worker]) =>
    formats.map((format): Way => {
      return {
        name: `${start} with ${load}, ${format}`,
        files: { 'src/main.js': started(code), 'src/worker.js': worker, 'src/engine.wasm': wasm },
        config: config(format),
        ships: [{ source: wasm, as: 'file', path, reached: ['worker'] }],
        prints: printed(1),
        unsupported,
        ...(format === 'es' && load !== '`?init`' ? { full: true } : {}),
      }
    }),
  ),
)

const shared = formats.map((format): Way => {
  return {
    name: `shared with the main thread, ${format}`,
    files: {
      'src/main.js': `import url from './engine.wasm?url'
import { fromWorker, runUrl, show } from './run.js'
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
show(Promise.all([runUrl(url), fromWorker(worker)]).then(([one, two]) => one + two))`,
      'src/worker.js': loads['`new URL`'] as string,
      'src/engine.wasm': wasm,
    },
    config: config(format),
    ships: [{ source: wasm, as: 'file', path, reached: ['initial', 'worker'] }],
    prints: 2 * printed(1),
    unsupported: unresolved,
  }
})

const nested = formats.map((format): Way => {
  return {
    name: `nested workers, ${format}`,
    files: {
      'src/main.js': started((starts['`new Worker(new URL())`'] as { code: string }).code),
      'src/worker.js': `import { fromWorker, post } from './run.js'
post(fromWorker(new Worker(new URL('./inner.js', import.meta.url), { type: 'module' })))`,
      'src/inner.js': loads['`?url`'] as string,
      'src/engine.wasm': wasm,
    },
    config: config(format),
    ships: [{ source: wasm, as: 'file', path, reached: ['worker'] }],
    prints: printed(1),
    unsupported: notFound,
  }
})

const inBlob = (name: string, load: string, wasm: Uint8Array, more: Partial<Way> = {}): Way => ({
  name: `inlined worker${name}`,
  files: {
    'src/main.js': `import Started from './worker.js?worker&inline'
import { fromWorker, show } from './run.js'
show(fromWorker(new Started()))`,
    'src/worker.js': load,
    'src/engine.wasm': wasm,
  },
  ships: [{ source: wasm, as: 'inlined', path }],
  prints: printed(1),
  unsupported: unresolved,
  ...more,
})

// A worker that is inlined has no origin that a path could be resolved against.
const withoutOrigin = /Failed to parse URL from [^ ;,]+/

const byUrl = loads['`?url`'] as string

const inlined: readonly Way[] = [
  ...formats.map((format) =>
    inBlob(` with \`?url&inline\`, ${format}`, byUrl.replace('?url', '?url&inline'), wasm, {
      config: config(format),
    }),
  ),
  inBlob(' with `?url`, tiny', byUrl, small),
  inBlob(' with `?url`', byUrl, wasm, {
    unsupported: { ...unresolved, vite: withoutOrigin, vite7: withoutOrigin, vite6: withoutOrigin },
  }),
  inBlob(' with `?url` and a `base` with an origin', byUrl, wasm, {
    config: ({ cdn }) => ({ base: `${cdn}/` }),
    ships: [{ source: wasm, as: 'file', path }],
  }),
]

/** Workers. */
export const workers: readonly Way[] = [
  ...everyWay,
  ...shared,
  ...nested,
  ...inlined,
  {
    name: '`?worker` with `?url`, tiny',
    files: {
      'src/main.js': started((starts['`?worker`'] as { code: string }).code),
      'src/worker.js': loads['`?url`'] as string,
      'src/engine.wasm': small,
    },
    ships: [{ source: small, as: 'inlined', path }],
    prints: printed(1),
    unsupported: unresolved,
  },
]
