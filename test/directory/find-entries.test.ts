import { describe, expect, it } from 'vitest'

import { findEntries, type Referring } from '../../src/directory/find-entries.ts'

const script = (fileName: string, rest: Partial<Referring> = {}): Referring => ({
  fileName,
  kind: 'chunk',
  imports: [],
  dynamicImports: [],
  workers: [],
  ...rest,
})

describe('findEntries', () => {
  it('finds what nothing refers to, workers left out', () => {
    const scripts = [
      script('a.js', { imports: ['b.js'], workers: ['w.js'] }),
      script('b.js', { dynamicImports: ['c.js'] }),
      script('c.js'),
      script('d.js'),
      script('w.js', { kind: 'worker' }),
    ]
    expect([...findEntries(scripts)]).toEqual(['a.js', 'd.js'])
  })

  it('takes the first of a circle, but for glue', () => {
    const scripts = [
      script('__wasm_split.js', { imports: ['shop.js'] }),
      script('shop.js', { imports: ['__wasm_split.js'] }),
    ]
    expect([...findEntries(scripts)]).toEqual(['shop.js'])
  })
})
