import { describe, expect, it } from 'vitest'
import { clearAlignment } from '../../../src/optimize/rewrite/clear-alignment.ts'
import { decodeModule } from '../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../src/optimize/rewrite/encode-module.ts'
import { functions } from '../../support/wasm-builder.ts'
import { wat } from '../../support/wat.ts'

const clear = (bytes: Uint8Array) => {
  const cleared = clearAlignment(decodeModule(bytes))
  return cleared && new Uint8Array(encodeModule(cleared))
}

/** The same module with the hints of the text after `hint`. */
const pair = (memory: string, access: (hint: string) => string, hint: string) => ({
  before: wat(`(module (memory ${memory}) (func (export "run") (result i32) ${access('')}))`),
  after: wat(`(module (memory ${memory}) (func (export "run") (result i32) ${access(hint)}))`),
})

describe('clearAlignment', () => {
  it.each([
    ['i32.load', (hint: string) => `(i32.load offset=300 ${hint} (i32.const 8))`],
    ['i64.load', (hint: string) => `(i32.wrap_i64 (i64.load ${hint} (i32.const 8)))`],
    ['i32.load16_u', (hint: string) => `(i32.load16_u ${hint} (i32.const 8))`],
    ['f64.store', (hint: string) => `(f64.store offset=7 ${hint} (i32.const 8) (f64.const 1)) (i32.const 1)`],
    ['v128.load', (hint: string) => `(v128.any_true (v128.load ${hint} (i32.const 8)))`],
    [
      'v128.load16_lane',
      (hint: string) =>
        `(v128.any_true (v128.load16_lane offset=5 ${hint} 3 (i32.const 8) (v128.const i32x4 0 0 0 0)))`,
    ],
    ['v128.load64_zero', (hint: string) => `(v128.any_true (v128.load64_zero ${hint} (i32.const 8)))`],
  ])('sets that of %s to 0', (_, access) => {
    const { before, after } = pair('1', access, 'align=1')
    expect(clear(before)).toEqual(after)
    expect(clear(after)).toBeUndefined()
  })

  it('leaves atomic accesses alone', () => {
    const { before } = pair(
      '1 1 shared',
      () => '(i32.atomic.rmw.add (i32.const 8) (i32.atomic.load (i32.const 8)))',
      '',
    )
    expect(clear(before)).toBeUndefined()
  })

  it('leaves byte accesses and other instructions alone', () => {
    const { before } = pair(
      '1',
      () => '(i32.add (i32.load8_u (i32.const 63)) (memory.grow (i32.const 63)))',
      '',
    )
    expect(clear(before)).toBeUndefined()
  })

  it('keeps the bit that announces a memory index', () => {
    const [i32Const, i32Load, drop, end] = [0x41, 0x28, 0x1a, 0x0b]
    const body = (alignment: number) => functions([0, i32Const, 0, i32Load, alignment, 1, 9, drop, end])
    expect(clear(body(0x42))).toEqual(body(0x40))
  })

  it('changes no result', () => {
    const source = `(module (memory 1) (data (i32.const 1) "abcdefgh")
      (func (export "run") (result i64) (i64.store offset=1 (i32.const 8) (i64.load (i32.const 1))) (i64.load (i32.const 7))))`
    const run = (bytes: Uint8Array<ArrayBuffer>) =>
      (new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports['run'] as () => bigint)()
    const before = wat(source)
    expect(run(clear(before)!)).toBe(run(before))
  })
})
