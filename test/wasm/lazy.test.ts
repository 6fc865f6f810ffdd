import { expect, it } from 'vitest'
import { lazy } from '../../src/wasm/lazy.ts'

it('computes when it is asked, and once', () => {
  let runs = 0
  const value = lazy(() => [runs++])
  expect(runs).toBe(0)
  expect(value()).toBe(value())
  expect(runs).toBe(1)
})

it('computes undefined once, too', () => {
  let runs = 0
  const value = lazy(() => void runs++)
  expect([value(), value()]).toEqual([undefined, undefined])
  expect(runs).toBe(1)
})
