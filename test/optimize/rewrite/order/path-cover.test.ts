import { describe, expect, it } from 'vitest'
import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import { orderByPathCover, type PathCoverOptions } from '../../../../src/optimize/rewrite/order/path-cover.ts'
import { wat } from '../../../support/wat.ts'

/** A function of steps `(i32.const c) i32.add`. */
const adding = (...constants: number[]) =>
  `(func (param i32) (result i32) local.get 0 ${constants.map((constant) => `(i32.const ${constant}) i32.add`).join(' ')})`

const family = (number: number, length = 8) => Array.from({ length }, (_, at) => number * 100 + at)

const orderOf = (bodies: readonly string[], options?: PathCoverOptions) => [
  ...orderByPathCover(decodeModule(wat(`(module ${bodies.join('\n')})`)), options),
]

// What functions have in common with all others is covered in similarity.test.ts.
describe('orderByPathCover', () => {
  it('joins the pairs that share most, and paths at their ends only', () => {
    // 0-2 share three families, 2-4 share one: 4 goes to an end of the path, and 1 and 3 stay behind.
    const order = orderOf([
      adding(...family(1), ...family(2), ...family(3)),
      adding(...family(8)),
      adding(...family(1), ...family(2), ...family(3), ...family(4)),
      adding(...family(9)),
      adding(...family(4), ...family(5)),
    ])
    expect(order).toEqual([0, 2, 4, 1, 3])
  })

  it('leaves out what more than 40 functions share', () => {
    const bodies = Array.from({ length: 41 }, (_, own) => adding(...family(1), 10_000 + own))
    const order = orderOf([adding(...family(2), 501), ...bodies, adding(...family(2), 502)])
    expect(order).toEqual([0, 42, ...Array.from({ length: 41 }, (_, at) => at + 1)])
  })

  it('puts paths together whose members share little one by one but much as a whole', () => {
    // The run that four functions share weighs 1 / √3 for each pair, which is below what makes neighbours.
    const common = 7001
    const bodies = [
      adding(...family(1), common, ...family(2)),
      adding(...family(3)),
      adding(...family(4), common, ...family(5)),
    ]
    expect(orderOf([...bodies, ...bodies])).toEqual([0, 3, 2, 5, 1, 4])
    expect(orderOf([bodies[0]!, bodies[1]!, bodies[0]!, bodies[1]!])).toEqual([0, 2, 1, 3])
  })

  it('compares runs of the length it is told', () => {
    // Runs of three instructions are shared that none of five contains.
    const bodies = [
      '(func (result i32) (i32.const 1) (i32.const 71) i32.clz i32.ctz i32.add (i32.const 2) (i32.const 72) i32.clz i32.ctz i32.add i32.xor)',
      '(func)',
      '(func (result i32) (i32.const 3) (i32.const 71) i32.clz i32.ctz i32.mul (i32.const 4) (i32.const 72) i32.clz i32.ctz i32.mul i32.xor)',
    ]
    expect(orderOf(bodies)).toEqual([0, 2, 1])
    expect(orderOf(bodies, { runLength: 3 })).toEqual([0, 2, 1])
    expect(orderOf(bodies, { runLength: 5 })).toEqual([0, 1, 2])
  })
})
