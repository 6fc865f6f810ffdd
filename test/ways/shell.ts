import type { Files } from '../support/app.ts'

/**
 * What every app has: a page, and `src/run.js` with
 *
 * - `show(promise)`: prints what comes, or why nothing does
 * - `runUrl(url)`, `runInit(init)`, `runBytes(bytes)`, `runModule(module)`: what `run(7)` of a module returns
 * - `fromWorker(worker)`: the first message of a worker
 */
export const shell: Files = {
  'index.html': page(),
  'src/run.js': `const imports = { env: { log() {} } }
export const show = (promise) =>
  promise.then(
    (value) => void (globalThis.printed = String(value)),
    (error) => void (globalThis.printed = 'failed: ' + error),
  )
export async function runUrl(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error(response.status + ' ' + response.url)
  const { instance } = await WebAssembly.instantiateStreaming(response, imports)
  return instance.exports.run(7)
}
export const runInit = async (init) => (await init(imports)).exports.run(7)
export const runModule = async (module) => (await WebAssembly.instantiate(module, imports)).exports.run(7)
export const runBytes = async (bytes) => (await WebAssembly.instantiate(bytes, imports)).instance.exports.run(7)
export const fromWorker = (worker) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (String(data).startsWith('failed') ? reject(data) : resolve(data))
    worker.onerror = (event) => reject(new Error('worker: ' + event.message))
  })
export const post = (promise) => promise.then(postMessage, (error) => postMessage('failed in worker: ' + error))
`,
}

/** A page that loads `src/main.js`, with these lines in its head. */
export function page(...head: readonly string[]): string {
  const lines = ['<!doctype html>', '<title>app</title>', ...head]
  return [...lines, '<script type="module" src="/src/main.js"></script>', ''].join('\n')
}
