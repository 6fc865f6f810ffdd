import { big, printed } from '../modules.ts'
import { page } from '../shell.ts'
import type { Way } from '../way.ts'
import { hashed } from './patterns.ts'

const path = hashed('engine')
const preload = page(
  '<link rel="preload" as="fetch" type="application/wasm" crossorigin href="/src/engine.wasm">',
)
const noPages = { rollup: /Expression expected/, rolldown: /Unexpected JSX expression/ }
const noStyles = {
  rollup: /you need plugins to import files that are not JavaScript/,
  rolldown: /Bundling CSS is no longer supported/,
}

/** Pages and styles. */
export const pages: readonly Way[] = [
  {
    name: 'CSS `url()`',
    files: {
      'src/main.js': `import './style.css'
import { runUrl, show } from './run.js'
const [, url] = /url\\("(.*)"\\)/.exec(getComputedStyle(document.documentElement).backgroundImage)
show(runUrl(url))`,
      'src/style.css': `html { background-image: url('./engine.wasm') }`,
      'src/engine.wasm': big(1),
    },
    ships: [{ source: big(1), as: 'file', path }],
    prints: printed(1),
    unsupported: noStyles,
  },
  {
    name: 'HTML preload link, beside `?url`',
    files: {
      'index.html': preload,
      'src/main.js': `import url from './engine.wasm?url'
import { runUrl, show } from './run.js'
show(runUrl(url))`,
      'src/engine.wasm': big(1),
    },
    input: { input: 'index.html' },
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: noPages,
  },
  {
    name: 'HTML only',
    files: {
      'index.html': preload,
      'src/main.js': `import { runUrl, show } from './run.js'
show(runUrl(document.querySelector('link[rel=preload]').href))`,
      'src/engine.wasm': big(1),
    },
    input: { input: 'index.html' },
    ships: [{ source: big(1), as: 'file', path }],
    prints: printed(1),
    unsupported: noPages,
  },
]
