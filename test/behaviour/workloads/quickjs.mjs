import { createRequire } from 'node:module'
import { readBytes } from '../glue.mjs'
import { fetchedFile } from '../packages.mjs'

const SCRIPT = String.raw`
  const out = []
  class Shape { static #count = 0; constructor(n) { this.n = n; Shape.#count++ } get area() { return this.n ** 2 } static get count() { return Shape.#count } }
  class Circle extends Shape { get area() { return super.area * Math.PI } }
  out.push([new Shape(3), new Circle(2)].map((s) => s.area), Shape.count)
  function* primes(limit) { const sieve = new Uint8Array(limit); for (let i = 2; i < limit; i++) { if (sieve[i]) continue; yield i; for (let j = i * i; j < limit; j += i) sieve[j] = 1 } }
  out.push([...primes(2000)].reduce((sum, p) => sum * 31 + p | 0, 0))
  let big = 1n; for (let i = 1n; i <= 120n; i++) big *= i
  out.push(big.toString(36), BigInt.asIntN(64, big >> 300n).toString(), (big % 1000003n).toString())
  out.push('The year 2024, 日本, straße'.replace(/(?<word>\p{L}+)|(?<n>\d+)/gu, (...all) => '<' + (all.at(-1).word ?? +all.at(-1).n + 1) + '>'))
  out.push(JSON.stringify(JSON.parse('{"a":[1,2.5e-7,{"b":"\\u00e9\\n"}],"c":null}'), (k, v) => typeof v === 'number' ? v / 3 : v, 1))
  const map = new Map(); let seed = 1
  for (let i = 0; i < 4000; i++) { seed = Math.imul(seed, 1664525) + 1013904223 | 0; const k = 'k' + (seed >>> 24); map.set(k, (map.get(k) ?? 0) + 1) }
  out.push([...map].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 20).join())
  const texts = []; for (let i = -20; i < 20; i++) texts.push((1.1 ** (i * 17)).toString(), (i / 7).toFixed(5), (i * 12345.678).toPrecision(7), (i * 255).toString(16))
  out.push(texts.join(' '), 0.1 + 0.2, 5e-324, 1e21, Number('0x1F'), parseFloat('3.14abc'))
  try { null.property } catch (error) { out.push(error.name + ': ' + error.message) }
  const proxy = new Proxy({}, { get: (_, key) => 'got ' + String(key) }); out.push(proxy.some, Reflect.ownKeys({ b: 1, 2: 1, a: 1, 1: 1 }))
  const { a = 5, ...rest } = { b: 2, c: 3 }; out.push(a, rest, [..."a\u{1F600}b"].length, [3, 1, 2].toSorted?.())
  out.push(new Float32Array([1.1, NaN, -0]).join(), new Date(Date.UTC(2024, 1, 29, 12)).toISOString(), [1, [2, [3, [4]]]].flat(Infinity), 'abc'.padStart(7, '12').at(-2))
  function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) } out.push(fib(21))
  JSON.stringify(out)
`

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'quickjs',
  what: 'a script of the whole language',
  fetched: true,
  load: async () => readBytes(fetchedFile('@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm')),
  async prepare() {
    const require = createRequire(import.meta.url)
    const { newQuickJSWASMModuleFromVariant, newVariant } = require(
      fetchedFile('quickjs-emscripten-core/dist/index.js'),
    )
    const variant = require(fetchedFile('@jitl/quickjs-wasmfile-release-sync/dist/index.js')).default
    return async (bytes) => {
      const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmBinary: bytes.buffer }))
      return () => {
        const context = quickjs.newContext()
        const result = context.unwrapResult(context.evalCode(SCRIPT))
        const json = context.getString(result)
        result.dispose()
        const wrong = context.evalCode('let a = ;\nthrow 1')
        const error = JSON.stringify(context.dump(wrong.error))
        wrong.dispose()
        context.dispose()
        return { json, error }
      }
    }
  },
}
