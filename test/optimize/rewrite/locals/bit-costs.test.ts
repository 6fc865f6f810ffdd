import { expect, test } from 'vitest'
import { BitCosts } from '../../../../src/optimize/rewrite/locals/bit-costs.ts'
import { BIT } from '../../../../src/optimize/rewrite/locals/slot-model.ts'

test.each([1, 0.75, 0.5, 0.1, 1 / 3, 1e-3, 1.7e-9])(
  'the cost of probability %d is its logarithm',
  (probability) => {
    expect(Math.abs(new BitCosts().of(probability) + Math.log2(probability) * BIT)).toBeLessThanOrEqual(1)
  },
)
