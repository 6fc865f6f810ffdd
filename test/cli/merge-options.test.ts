import { describe, expect, it } from 'vitest'
import { mergeOptions } from '../../src/cli/merge-options.ts'

describe('options of a file and of arguments', () => {
  it('are put together, groups by their fields, arguments counting more', () => {
    expect(
      mergeOptions(
        { metric: 'gzip', effort: 'fast', optimize: { strip: false, seconds: 3 }, compress: false },
        { effort: 'max', optimize: { strip: 'auto' }, compress: { formats: ['gz'] } },
      ),
    ).toEqual({
      metric: 'gzip',
      effort: 'max',
      optimize: { strip: 'auto', seconds: 3 },
      compress: { formats: ['gz'] },
    })
    expect(mergeOptions(undefined, { metric: 'raw' })).toEqual({ metric: 'raw' })
  })

  it('take out of overrides what arguments say, and leave no override that says nothing', () => {
    expect(
      mergeOptions(
        {
          overrides: [
            { match: 'a', effort: 'fast', optimize: { strip: false, engine: 'none' }, compress: false },
            { match: 'b', effort: 'fast', optimize: { strip: false } },
            { match: 'c', optimize: true, compress: { threshold: 0 } },
          ],
        },
        { effort: 'max', optimize: { strip: 'auto' } },
      ).overrides,
    ).toEqual([
      { match: 'a', optimize: { engine: 'none' }, compress: false },
      { match: 'c', optimize: true, compress: { threshold: 0 } },
    ])
  })

  it('keep overrides of which arguments say nothing', () => {
    const overrides = [{ match: 'a', effort: 'fast' as const, compress: { formats: ['br' as const] } }]
    expect(mergeOptions({ overrides }, { metric: 'raw' })).toEqual({ metric: 'raw', overrides })
  })
})
