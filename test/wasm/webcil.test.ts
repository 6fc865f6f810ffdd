import { describe, expect, it } from 'vitest'
import { isWebcil } from '../../src/wasm/webcil.ts'
import { assemble } from '../support/wasm-fixtures.ts'

describe('isWebcil', () => {
  it.each([
    {
      what: 'the wrapping of .NET',
      wat: '(data "\\00\\10\\00\\00") (data "WbIL\\00\\00metadata")',
      is: true,
    },
    { what: 'one that holds nothing more', wat: '(data "WbIL")', is: true },
    { what: 'an active segment of these letters', wat: '(memory 1) (data (i32.const 0) "WbIL")', is: false },
    { what: 'these letters further in', wat: '(data "a WbIL")', is: false },
    { what: 'a passive segment that is cut off', wat: '(data "WbI")', is: false },
    { what: 'a module without data', wat: '(func)', is: false },
  ])('of $what is $is', ({ wat, is }) => {
    expect(isWebcil(assemble(`(module ${wat})`, false))).toBe(is)
  })

  it('of what cannot be read is false', () => {
    const whole = assemble('(module (data "WbIL"))', false)
    expect(isWebcil(whole.subarray(0, whole.length - 1))).toBe(false)
    expect(isWebcil(new Uint8Array())).toBe(false)
    expect(isWebcil(Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0))).toBe(false)
  })
})
