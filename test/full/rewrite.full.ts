import { describe, expect, it } from 'vitest'
import { decodeModule } from '../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../src/optimize/rewrite/encode-module.ts'
import { PASSES } from '../../src/optimize/rewrite/passes.ts'
import { provePadding } from '../../src/optimize/rewrite/proofs/padding.ts'
import { runPass } from '../../src/optimize/rewrite/run-pass.ts'
import { removeSections, stripReason } from '../../src/wasm/strip.ts'
import { selectModules } from '../corpus/fetch.mjs'
import { bytesOf, fetchBefore } from './published-module.ts'

/** Larger ones take minutes each. */
const maxBytes = Number(process.env['WASM_BUDGET_CORPUS_MAX_BYTES'] ?? 15_000_000)
const minute = 60_000

const modules = selectModules({ maxBytes })
const table = modules.map((module) => [`${module.package} ${module.file}`, module] as const)

/** Linked with room for relocations, and no optimiser after it. */
const PADDED = new Set([
  '@bytecodealliance/componentize-js lib/spidermonkey-embedding-splicer.core.wasm',
  '@bytecodealliance/jco lib/wasi_snapshot_preview1.command.wasm',
  '@bytecodealliance/jco lib/wasi_snapshot_preview1.reactor.wasm',
  '@jitl/quickjs-wasmfile-debug-sync dist/emscripten-module.wasm',
  '@wasmer/wasm-transformer lib/wasm-pack/bundler/wasm_transformer_bg.wasm',
  '@wasmer/wasm-transformer lib/wasm-transformer.wasm',
])

fetchBefore(maxBytes)

describe('published modules', () => {
  it.for(table)(
    '%s: taken apart and put together it is the same',
    { timeout: 5 * minute },
    ([name, module], context) => {
      // Offsets of debug information are wrong once padding goes.
      const isKept = PADDED.has(name) ? ['name'] : undefined
      const original = bytesOf(module, context)
      const bytes =
        isKept === undefined
          ? original
          : removeSections(original, (section) => section.id === 0 && !isKept.includes(section.name))
      const again = encodeModule(decodeModule(bytes), { exact: true })
      if (PADDED.has(name)) {
        expect(again.length).toBeLessThan(bytes.length)
        expect(provePadding(bytes, again)).toBeUndefined()
      } else expect(Buffer.compare(again, bytes)).toBe(0)
    },
  )

  it.for(table)('%s: every pass is proved and valid', { timeout: 20 * minute }, ([, module], context) => {
    const bytes = removeSections(
      bytesOf(module, context),
      (section) => section.name !== 'name' && stripReason(section) !== undefined,
    )
    // Features that this runtime does not know.
    const isValid = WebAssembly.validate(Uint8Array.from(bytes))
    let current = bytes
    for (const pass of Object.keys(PASSES) as (keyof typeof PASSES)[]) {
      const result = runPass({ bytes: current, pass, parameter: pass === 'data' ? 64 : 1 })
      expect(result).not.toHaveProperty('unproved')
      expect(result).not.toHaveProperty('declined')
      if (!('bytes' in result) || result.bytes === undefined) continue
      expect(WebAssembly.validate(Uint8Array.from(result.bytes))).toBe(isValid)
      current = result.bytes
    }
    expect(Buffer.compare(current, bytes)).not.toBe(0)
  })
})
