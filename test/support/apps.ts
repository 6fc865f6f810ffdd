import type { Files } from './app.ts'
import { moduleOf } from './wasm-fixtures.ts'

/** An app for Vite that loads modules in every way there is. */
export function everyWay(): Files {
  return {
    'index.html': `<!doctype html><title>app</title>
      <link rel="preload" as="fetch" crossorigin href="/src/page.wasm">
      <script type="module" src="/src/main.js"></script>`,
    'src/main.js': `import './style.css'
      import url from './url.wasm?url'
      import shared from './shared.wasm?url'
      import bin from './renamed.bin?url'
      import init from './init.wasm?init'
      const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
      const other = new URL('./new-url.wasm', import.meta.url)
      console.log(url, shared, bin, init, worker, other)
      import('./lazy.js').then(({ lazy }) => console.log(lazy))`,
    'src/lazy.js': `import lazy from './lazy.wasm?url'
      export { lazy }`,
    'src/worker.js': `import only from './worker-only.wasm?url'
      import shared from './shared.wasm?url'
      postMessage([only, shared])`,
    'src/style.css': `body { background: url('./style.wasm') }`,
    'src/url.wasm': moduleOf(1),
    'src/shared.wasm': moduleOf(2),
    'src/renamed.bin': moduleOf(3),
    'src/init.wasm': moduleOf(4),
    'src/new-url.wasm': moduleOf(5),
    'src/lazy.wasm': moduleOf(6),
    'src/worker-only.wasm': moduleOf(7),
    'src/style.wasm': moduleOf(8),
    'src/page.wasm': moduleOf(9),
  }
}

/** An app for every bundler: one module by the entry, one of another name, one by a lazy chunk. */
export function plainApp(): Files {
  return {
    'index.html': '<!doctype html><title>app</title><script type="module" src="/src/main.js"></script>',
    'src/main.js': `import url from './url.wasm?url'
      import bin from './renamed.bin?url'
      console.log(url, bin)
      import('./lazy.js').then(({ lazy }) => console.log(lazy))`,
    'src/lazy.js': `import lazy from './lazy.wasm?url'
      export { lazy }`,
    'src/url.wasm': moduleOf(1),
    'src/renamed.bin': moduleOf(3),
    'src/lazy.wasm': moduleOf(6),
  }
}

/** An app with one module. */
export function oneModule(wasm: Uint8Array = moduleOf(1)): Files {
  return {
    'index.html': '<!doctype html><title>app</title><script type="module" src="/src/main.js"></script>',
    'src/main.js': `import url from './url.wasm?url'
      console.log(url)`,
    'src/url.wasm': wasm,
  }
}
