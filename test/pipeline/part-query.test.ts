import { describe, expect, it } from 'vitest'
import { partQueryOf } from '../../src/pipeline/part-query.ts'

describe('partQueryOf', () => {
  it('asks for nothing where no budget limits a part', () => {
    expect(partQueryOf([{ metric: 'brotli' }])).toEqual({ parts: [], estimatesWire: false })
  })

  it('asks for each part once, in one order, and for estimates only where they are judged', () => {
    const raw = [
      { part: 'exports', metric: 'raw' },
      { part: 'crate:a', metric: 'raw' },
      { part: 'exports', metric: 'raw' },
    ] as const
    expect(partQueryOf([...raw, { metric: 'brotli' }])).toEqual({
      parts: ['crate:a', 'exports'],
      estimatesWire: false,
    })
    expect(partQueryOf([...raw, { part: 'crate:a', metric: 'gzip' }])).toEqual({
      parts: ['crate:a', 'exports'],
      estimatesWire: true,
    })
  })
})
