import { afterEach, describe, expect, it, vi } from 'vitest'
import { PASSES, type Pass } from '../../../src/optimize/rewrite/passes.ts'
import { runPass } from '../../../src/optimize/rewrite/run-pass.ts'
import { readModule } from '../../../src/wasm/module.ts'
import { removeSections, stripReason } from '../../../src/wasm/strip.ts'
import { FIXTURES, readFixture } from '../../support/fixtures.ts'
import { custom, functions } from '../../support/wasm-builder.ts'
import { wat } from '../../support/wat.ts'

afterEach(() => void vi.restoreAllMocks())

const NAMES = Object.keys(PASSES) as (keyof typeof PASSES)[]

/** What the pipeline gives to rewriting: names stay, what else would go is gone. */
const input = (path: string) =>
  removeSections(
    readFixture(path),
    (section) => section.name !== 'name' && stripReason(section) !== undefined,
  )

describe.each(NAMES)('the pass %s', (pass) => {
  it('is proved on every fixture that it changes, says the same twice, and changes nothing where it changed all', () => {
    let changed = 0
    for (const path of FIXTURES) {
      const first = runPass({ bytes: input(path), pass: 'shortest', parameter: 0 })
      if ('declined' in first) continue
      const bytes = ('bytes' in first ? first.bytes : undefined) ?? input(path)
      const result = runPass({ bytes, pass, parameter: pass === 'data' ? 64 : 2 })
      expect(result, path).not.toHaveProperty('unproved')
      expect(result, path).not.toHaveProperty('declined')
      if (!('bytes' in result) || result.bytes === undefined) continue
      changed++
      expect(WebAssembly.validate(Uint8Array.from(result.bytes)), path).toBe(
        WebAssembly.validate(Uint8Array.from(bytes)),
      )
      const again = runPass({ bytes: bytes.slice(), pass, parameter: pass === 'data' ? 64 : 2 })
      expect(again, path).toEqual(result)
    }
    // Integers are in their shortest forms already.
    expect(changed > 0).toBe(pass !== 'shortest')
  })
})

describe('runPass', () => {
  it('throws away what is not shown to be the same', () => {
    const wrong: Pass['rewrite'] = (code) => ({
      ...code,
      functions: code.functions.map((func) => ({ ...func, operands: func.operands.map(() => 0) })),
    })
    vi.spyOn(PASSES.locals, 'rewrite').mockImplementation(wrong)
    const bytes = wat('(module (func (param i32 i32) (result i32) local.get 1))')
    expect(runPass({ bytes, pass: 'locals', parameter: 1 })).toEqual({
      unproved: expect.stringContaining('function 0') as string,
    })
  })

  it('declines what it does not know, and says where it is', () => {
    const unknown = functions([0, 0xfb, 0x7f, 0x0b])
    expect(runPass({ bytes: unknown, pass: 'shortest', parameter: 0 })).toEqual({
      declined: expect.stringMatching(/unknown opcode .* \(at offset 0x\w+\)/) as string,
    })
  })

  it('declines names that it cannot read', () => {
    const bytes = Uint8Array.from([...functions([0, 0x0b]), ...custom('name', [1, 5, 1])])
    expect(runPass({ bytes, pass: 'shortest', parameter: 0 })).toHaveProperty('declined')
  })

  it('lets names follow their functions', () => {
    const bytes = wat(
      `(module (memory 1)
        (func $first (export "first") call $last)
        (func $same1 i32.const 1 drop nop) (func $same2 i32.const 1 drop nop)
        (func $last (export "last") call $same1 call $same2))`,
      { names: true },
    )
    const result = runPass({ bytes, pass: 'identical', parameter: 0 })
    if (!('bytes' in result) || result.bytes === undefined) throw new Error('nothing was merged')
    const { names, bodies } = readModule(result.bytes)
    expect(bodies.count).toBe(3)
    expect([0, 1, 2].map((index) => names.functions.get(index))).toEqual(['first', 'same1', 'last'])
  })
})
