import { describe, expect, it } from 'vitest'
import { attempt, WasmParseError } from '../../src/wasm/parse-error.ts'

describe('attempt', () => {
  it('returns the value or the parse error', () => {
    const error = new WasmParseError('cut', 3)
    const fail = () => {
      throw error
    }
    expect(attempt(() => 7)).toEqual({ value: 7 })
    expect(attempt(fail).problem).toBe(error)
  })

  it('hides no other error', () => {
    const fail = () => {
      throw new TypeError('a mistake')
    }
    expect(() => attempt(fail)).toThrow(TypeError)
  })
})
