import { expect, it } from 'vitest'
import { isAccepted } from '../../src/wasm/validate.ts'
import { functions, wasm } from '../support/wasm-builder.ts'

it('accepts what this runtime compiles, and nothing else', () => {
  expect(isAccepted(wasm())).toBe(true)
  // An addition without operands.
  expect(isAccepted(functions([0, 0x6a, 0x0b]))).toBe(false)
})
