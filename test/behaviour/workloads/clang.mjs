// C at several levels and with several features. Instructions that nothing else here uses: SIMD, tail calls, exceptions.
import { fixtureFile, readBytes } from '../glue.mjs'
import { bytes as randomBytes } from '../inputs.mjs'

/** @typedef {import('../workload.ts').Workload} Workload */
/** @typedef {() => Record<string, WebAssembly.ModuleImports>} MakeImports */

const INPUT = randomBytes(10_000, 5)

/**
 * `crc32`, a tree and a dot product of `app.c`.
 * @param {string} name
 * @param {string} fixture
 * @param {MakeImports} [makeImports]
 * @returns {Workload}
 */
function app(name, fixture, makeImports = () => ({})) {
  return {
    name,
    what: 'a checksum, a tree, a dot product',
    load: async () => readBytes(fixtureFile(fixture)),
    prepare: async () => async (bytes) => {
      const module = await WebAssembly.compile(bytes)
      const open = async () => {
        const imports = makeImports()
        const { exports } = await WebAssembly.instantiate(module, imports)
        return /** @type {any} */ ({ memory: imports['env']?.['memory'], ...exports })
      }
      let next = await open()
      return async () => {
        const { memory, crc32, run, dot, __wasm_apply_data_relocs: relocate } = next
        relocate?.()
        const trees = Array.from({ length: 12 }, (_, seed) => run(seed * 77))
        const at = memory.grow(1) * 65_536
        new Uint8Array(memory.buffer, at).set(INPUT)
        const checksums = [0, 1, 7, 10_000].map((length) => crc32(at, length))
        const numbers = Float32Array.from(INPUT, (byte) => byte / 3 - 40)
        new Float32Array(memory.buffer, at).set(numbers)
        const dots = [0, 1, 3, 16, 1001].map((count) => dot(at, at + 4000, count))
        const image = new Uint8Array(memory.buffer, 0, at).slice()
        next = await open()
        return { trees: trees.join(), checksums: checksums.join(), dots: dots.join(), image }
      }
    },
  }
}

/** @type {Workload} */
const tailCalls = {
  name: 'clang-tail-calls',
  what: 'two functions that call one another',
  load: async () => readBytes(fixtureFile('clang19-tailcall.wasm')),
  prepare: async () => async (bytes) => {
    const { instance } = await WebAssembly.instantiate(bytes)
    const { go } = /** @type {any} */ (instance.exports)
    return () => ({ go: [0, 1, 2, 3, 100_000, 100_001].map(go).join() })
  },
}

/** @type {Workload} */
const exceptions = {
  name: 'clang-exceptions',
  what: 'destructors on the way of an exception',
  load: async () => readBytes(fixtureFile('clang19-eh_legacy.wasm')),
  prepare: async () => async (bytes) => {
    /** @type {unknown[]} */
    let calls = []
    let memory = /** @type {WebAssembly.Memory | undefined} */ (undefined)
    const say =
      (/** @type {string} */ name, /** @type {unknown} */ result = undefined) =>
      (/** @type {unknown[]} */ ...args) => {
        calls.push(name, ...args)
        return result
      }
    const env = {
      _Unwind_CallPersonality: say('personality', 0),
      __cxa_begin_catch: say('begin', 0),
      __cxa_end_catch: say('end'),
      __cxa_allocate_exception: say('allocate', 60_000),
      // The tag is not exported: the C++ handlers do not match, the clean-up does.
      __cxa_throw(/** @type {number} */ pointer) {
        calls.push('throw', new DataView(/** @type {any} */ (memory).buffer).getInt32(pointer, true))
        throw new RangeError('thrown')
      },
      log: say('log'),
      _ZSt9terminatev: say('terminate'),
    }
    const { instance } = await WebAssembly.instantiate(bytes, { env })
    const { t } = /** @type {any} */ (instance.exports)
    memory = /** @type {any} */ (instance.exports).memory
    return () => {
      calls = []
      for (const number of [0, 1, 10, 11, -5, 4000]) {
        try {
          calls.push('returned', t(number))
        } catch (error) {
          calls.push('caught', String(error))
        }
      }
      return { calls: calls.join(' ') }
    }
  },
}

/** A shared library lies where the host puts it. @type {MakeImports} */
const libraryImports = () => ({
  env: {
    memory: new WebAssembly.Memory({ initial: 4 }),
    __memory_base: new WebAssembly.Global({ value: 'i32', mutable: false }, 4096),
  },
})

/** @type {MakeImports} */
const sharedMemory = () => ({
  env: { memory: new WebAssembly.Memory({ initial: 4, maximum: 16, shared: true }) },
})

/** @type {readonly Workload[]} */
export const clangWorkloads = [
  app('clang-O0', 'clang19-O0_g.wasm'),
  app('clang-O2', 'clang19-O2.wasm'),
  app('clang-simd', 'clang19-O3_g_simd.wasm'),
  app('clang-library', 'clang19-pic_dylink.wasm', libraryImports),
  app('clang-threads', 'clang19-threads.wasm', sharedMemory),
  tailCalls,
  exceptions,
]
