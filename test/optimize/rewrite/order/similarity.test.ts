import { describe, expect, it } from 'vitest'
import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../../src/optimize/rewrite/encode-module.ts'
import { orderBySimilarity } from '../../../../src/optimize/rewrite/order/similarity.ts'
import { orderByPathCover } from '../../../../src/optimize/rewrite/order/path-cover.ts'
import { reorderFunctions } from '../../../../src/optimize/rewrite/reorder-functions.ts'
import { FIXTURES, readFixture } from '../../../support/fixtures.ts'
import { wat } from '../../../support/wat.ts'

/** A function of `length` additions of constants of its family; `own` makes it differ from others of the family. */
const member = (family: number, own: number, length = 12) => {
  const steps = Array.from({ length }, (_, at) => `(i32.const ${family * 100 + at}) i32.add`)
  return `(func (param i32) (result i32) local.get 0 ${steps.join(' ')} (i32.const ${own}) i32.mul)`
}

const orders = [
  ['orderBySimilarity', orderBySimilarity],
  ['orderByPathCover', orderByPathCover],
] as const

// Nobody knows the opcodes of the stringref proposal, so that such a module is declined before any pass.
const DECODED = FIXTURES.filter((path) => !path.includes('stringref'))

describe.each(orders)('%s', (_, order) => {
  const orderOf = (...bodies: string[]) => [...order(decodeModule(wat(`(module ${bodies.join('\n')})`)))]

  it('puts like functions together', () => {
    const result = orderOf(member(1, 4), member(2, 5), member(3, 6), member(1, 7), member(2, 8), member(3, 9))
    expect(result).toEqual([0, 3, 1, 4, 2, 5])
  })

  it('keeps functions in order that are like no other or too short to tell', () => {
    expect(orderOf(member(1, 1), '(func)', '(func nop)', member(2, 2), '(func)')).toEqual([0, 1, 2, 3, 4])
    expect(orderOf()).toEqual([])
    expect(orderOf('(func)')).toEqual([0])
  })

  it('does not mind which call targets, names or alignments there are elsewhere', () => {
    const load = (align: number, own: number) =>
      `(func (result i32) ${Array.from({ length: 9 }, (_, at) => `(i32.load offset=${at} align=${align} (i32.const 0)) drop`).join(' ')} (i32.const ${own}))`
    const code = decodeModule(wat(`(module (memory 1) ${load(4, 1)} ${member(1, 1)} ${load(1, 2)})`))
    expect([...order(code)]).toEqual([0, 2, 1])
  })

  it.each(DECODED)('makes a permutation of the functions of %s, the same each time', (path) => {
    const code = decodeModule(readFixture(path))
    const result = order(code)
    expect([...result].sort((a, b) => a - b)).toEqual([...code.functions.keys()])
    expect(order(decodeModule(readFixture(path)))).toEqual(result)
    const moved = reorderFunctions(code, result)
    if (moved !== undefined && WebAssembly.validate(readFixture(path))) {
      expect(WebAssembly.validate(new Uint8Array(encodeModule(moved)))).toBe(true)
    }
  })
})

describe('orderBySimilarity', () => {
  it('bounds its work where all functions are alike', () => {
    // Without a bound these would be 10^10 comparisons.
    const code = decodeModule(wat(`(module ${'(func nop nop nop nop nop)'.repeat(20_000)})`))
    expect([...orderBySimilarity(code)]).toEqual([...code.functions.keys()])
  })
})
