import { big, printed, tiny } from '../modules.ts'
import type { Way } from '../way.ts'
import { hashed, notFound } from './patterns.ts'

const byNewUrl = `import { runUrl, show } from './run.js'
show(runUrl(new URL('./engine.wasm', import.meta.url)))`
const path = hashed('engine')

const packaged = (name: string, code: string, file: string, wasm: Uint8Array) => ({
  'src/main.js': `import load from '${name}'
import { show } from './run.js'
show(load().then(({ run }) => run(7)))`,
  [`node_modules/${name}/package.json`]: JSON.stringify({
    name,
    version: '1.0.0',
    type: 'module',
    main: 'index.js',
  }),
  [`node_modules/${name}/index.js`]: code,
  [`node_modules/${name}/${file}`]: wasm,
})

const bindgen = `async function load(response, imports) {
  const { instance } = await WebAssembly.instantiateStreaming(await response, imports)
  return instance.exports
}
export default async function __wbg_init(input) {
  if (typeof input === 'undefined') input = new URL('engine_bg.wasm', import.meta.url)
  if (typeof input === 'string' || input instanceof URL) input = fetch(input)
  return load(input, { env: { log() {} } })
}`

const emscripten = `export default async function Module(moduleArg = {}) {
  var Module = moduleArg
  var wasmBinaryFile
  function findWasmBinary() {
    if (Module['locateFile']) return Module['locateFile']('engine.wasm', '')
    return new URL('engine.wasm', import.meta.url).href
  }
  wasmBinaryFile ??= findWasmBinary()
  const response = fetch(wasmBinaryFile, { credentials: 'same-origin' })
  const { instance } = await WebAssembly.instantiateStreaming(response, { env: { log() {} } })
  return instance.exports
}`

const unfound = { rollup: /Failed to resolve module specifier/, rolldown: notFound.rolldown as RegExp }

/** `new URL('...', import.meta.url)`. */
export const newUrl: readonly Way[] = [
  {
    name: '`new URL`',
    files: { 'src/main.js': byNewUrl, 'src/engine.wasm': big(1) },
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    unsupported: notFound,
  },
  {
    name: '`new URL`, tiny',
    files: { 'src/main.js': byNewUrl, 'src/engine.wasm': tiny(1) },
    ships: [{ source: tiny(1), as: 'inlined', path }],
    prints: printed(1),
    unsupported: notFound,
  },
  {
    name: '`new URL` with a template literal',
    files: {
      'src/main.js': `import { runUrl, show } from './run.js'
const locate = (name) => new URL(\`./engines/\${name}.wasm\`, import.meta.url)
show(runUrl(locate('engine')))`,
      'src/engines/engine.wasm': big(1),
      'src/engines/other.wasm': big(2),
    },
    ships: [
      { source: big(1), as: 'file', path, reached: ['initial'] },
      { source: big(2), as: 'file', path: hashed('other'), reached: ['initial'] },
    ],
    prints: printed(1),
    mentions: ['engine.wasm', 'other.wasm'],
    unsupported: notFound,
  },
  {
    name: '`new URL` in a dependency by wasm-bindgen',
    files: packaged('bound', bindgen, 'engine_bg.wasm', big(1)),
    ships: [{ source: big(1), as: 'file', path: hashed('engine_bg'), reached: ['initial'] }],
    prints: printed(1),
    unsupported: unfound,
  },
  {
    name: '`new URL` in a dependency by Emscripten',
    files: packaged('scripted', emscripten, 'engine.wasm', big(1)),
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
    mentions: ['engine.wasm'],
    unsupported: unfound,
  },
]
