import { describe, expect, it } from 'vitest'
import { readModule } from '../../src/wasm/module.ts'
import { readFixture } from '../support/fixtures.ts'
import { custom, text, vector, wasm } from '../support/wasm-builder.ts'

const pair = (name: string, version: string) => [...text(name), ...text(version)]

describe('readProducers', () => {
  it('lists tools by field', () => {
    const contents = vector(
      [...text('language'), ...vector(pair('Rust', ''))],
      [...text('processed-by'), ...vector(pair('rustc', '1.96.0'), pair('walrus', '0.23'))],
    )
    expect(readModule(wasm(custom('producers', contents))).producers).toEqual([
      { field: 'language', name: 'Rust', version: '' },
      { field: 'processed-by', name: 'rustc', version: '1.96.0' },
      { field: 'processed-by', name: 'walrus', version: '0.23' },
    ])
  })

  it('is empty without the section', () => {
    expect(readModule(wasm()).producers).toEqual([])
  })

  it('keeps what can be read of a malformed section', () => {
    const contents = vector([...text('language'), 2, ...pair('C11', '')])
    expect(readModule(wasm(custom('producers', contents))).producers).toEqual([
      { field: 'language', name: 'C11', version: '' },
    ])
    expect(readModule(wasm(custom('producers', []))).producers).toEqual([])
  })

  it('reads what clang writes', () => {
    expect(readModule(readFixture('clang19-O2.wasm')).producers).toContainEqual(
      expect.objectContaining({ field: 'processed-by', version: expect.stringMatching(/^19\./) }),
    )
  })
})
