import * as urlPlugin from '@rollup/plugin-url'
import { wasm } from '@rollup/plugin-wasm'
import type { UserConfig } from 'vite'

import { big, printed, tiny } from '../modules.ts'
import type { Way } from '../way.ts'
import { emitting, runsEmitted } from './emitting.ts'
import { hashed, notJavaScript } from './patterns.ts'

const byDefault = `import load from './engine.wasm'
import { show } from './run.js'
show(load({ env: { log() {} } }).then(({ instance }) => instance.exports.run(7)))`
const byUrl = `import url from './engine.wasm'
import { runUrl, show } from './run.js'
show(runUrl(url))`
const byBytes = `import bytes from './engine.wasm'
import { runBytes, show } from './run.js'
show(runBytes(bytes))`
const byModule = `import module from './engine.wasm'
import { runModule } from './run.js'
runModule(module).then(console.log)`
const byBase64 = `import base64 from './engine.wasm'
import { runBytes, show } from './run.js'
show(runBytes(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))))`

// Its types are those of another module format than its code.
const url = urlPlugin.default as unknown as (options: object) => object

const path = hashed('engine')

// Vite 8 takes what a plugin has loaded for the module itself.
const twice = /expected magic word 00 61 73 6d, found 0a 69 6d 70/
const noDefault = /"default" is not exported by "[^"]*"/

const typed = (
  type: string,
  code: string,
  as: 'file' | 'inlined',
  inVite?: RegExp,
  more: Partial<Way> = {},
): Way => {
  const moduleTypes = { '.wasm': type } as Record<string, 'asset'>
  return {
    name: `rolldown \`moduleTypes\` ${type}`,
    files: { 'src/main.js': code, 'src/engine.wasm': big(1) },
    input: { moduleTypes },
    config: () => ({ build: { modulePreload: false, rollupOptions: { moduleTypes } } }) as UserConfig,
    ships: [{ source: big(1), as, path, ...(as === 'file' ? { reached: ['initial'] } : {}) }],
    prints: printed(1),
    unsupported: {
      rollup: notJavaScript.rollup as RegExp,
      vite7: /"ESM integration proposal for Wasm" is not supported currently/,
      vite6: /"ESM integration proposal for Wasm" is not supported currently/,
      ...(inVite === undefined ? {} : { vite: inVite }),
    },
    ...more,
  }
}

/** What Rollup and Rolldown do with the help of plugins and options. */
export const plugins: readonly Way[] = [
  {
    name: '`emitFile`',
    files: { 'src/main.js': runsEmitted, 'src/engine.wasm': big(1) },
    plugins: () => [emitting()],
    ships: [{ source: big(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
  },
  {
    name: '`emitFile`, tiny',
    files: { 'src/main.js': runsEmitted, 'src/engine.wasm': tiny(1) },
    plugins: () => [emitting()],
    ships: [{ source: tiny(1), as: 'file', path, reached: ['initial'] }],
    prints: printed(1),
  },
  {
    name: '`emitFile` in a lazy chunk',
    files: {
      'src/main.js': `import { show } from './run.js'
show(import('./lazy.js').then(({ run }) => run()))`,
      'src/lazy.js': `import url from './engine.wasm?emitted'
import { runUrl } from './run.js'
export const run = () => runUrl(url)`,
      'src/engine.wasm': big(1),
    },
    plugins: () => [emitting()],
    ships: [{ source: big(1), as: 'file', path, reached: ['lazy'] }],
    prints: printed(1),
  },
  {
    name: '@rollup/plugin-wasm, inlined',
    files: { 'src/main.js': byDefault, 'src/engine.wasm': big(1) },
    plugins: () => [wasm({ targetEnv: 'browser' })],
    ships: [{ source: big(1), as: 'inlined', path }],
    prints: printed(1),
    unsupported: { vite: twice },
  },
  {
    name: '@rollup/plugin-wasm, as file',
    files: { 'src/main.js': byDefault, 'src/engine.wasm': big(1) },
    plugins: () => [wasm({ targetEnv: 'browser', maxFileSize: 0, publicPath: '/' })],
    ships: [{ source: big(1), as: 'as it is', path: /^[\da-f]{16}\.wasm$/, reached: ['initial'] }],
    prints: printed(1),
    says: /another plugin named it/,
    unsupported: { vite: twice },
  },
  {
    name: '@rollup/plugin-url, inlined',
    files: { 'src/main.js': byUrl, 'src/engine.wasm': big(1) },
    plugins: () => [url({ include: ['**/*.wasm'], limit: 1e6 })],
    ships: [{ source: big(1), as: 'inlined', path }],
    prints: printed(1),
    unsupported: { vite: noDefault },
  },
  {
    name: '@rollup/plugin-url, as file',
    files: { 'src/main.js': byUrl, 'src/engine.wasm': big(1) },
    plugins: () => [url({ include: ['**/*.wasm'], limit: 0, publicPath: '/' })],
    ships: [{ source: big(1), as: 'as it is', path: /^[\da-f]{16}\.wasm$/ }],
    prints: printed(1),
    unsupported: { vite: noDefault },
  },
  typed('asset', byUrl, 'file', /Could not load [^ ]*engine\.wasm/),
  typed('copy', byModule, 'file', undefined, {
    script: { path: /^(?:assets\/)?(?:main|index)-[\w-]+\.js$/, edge: true },
  }),
  typed('binary', byBytes, 'inlined', twice),
  typed('base64', byBase64, 'inlined', twice),
  typed('dataurl', byUrl, 'inlined', twice),
]
