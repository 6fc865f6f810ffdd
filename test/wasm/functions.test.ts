import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { readFunctionBodies, readFunctionDeclarations } from '../../src/wasm/functions.ts'
import { leb, vector } from '../support/wasm-builder.ts'

const cursorOf = (...entries: number[][]) => new Cursor(Uint8Array.from(vector(...entries)))

describe('readFunctionDeclarations', () => {
  it('says where each type index lies, however many bytes it has', () => {
    const { typeIndices, entryOffsets } = readFunctionDeclarations(cursorOf([1], leb(300), leb(2, 5)))
    expect([...typeIndices]).toEqual([1, 300, 2])
    expect([...entryOffsets]).toEqual([1, 2, 4, 9])
  })

  it('reads an empty section', () => {
    expect([...readFunctionDeclarations(cursorOf()).entryOffsets]).toEqual([1])
  })
})

describe('readFunctionBodies', () => {
  it('counts the size field to the body, a padded one too', () => {
    const bodies = readFunctionBodies(cursorOf([2, 0, 0x0b], [...leb(2, 5), 0, 0x0b]), 2)
    expect([...bodies.offsets]).toEqual([1, 4])
    expect([...bodies.contentOffsets]).toEqual([2, 9])
    expect([...bodies.endOffsets]).toEqual([4, 11])
  })

  it.each([0, 2])('refuses one body where %i were declared', (declared) => {
    expect(() => readFunctionBodies(cursorOf([2, 0, 0x0b]), declared)).toThrow(
      expect.objectContaining({ offset: 0 }),
    )
  })

  it('refuses a body that goes beyond the section', () => {
    expect(() => readFunctionBodies(cursorOf([3, 0, 0x0b]), 1)).toThrow(
      expect.objectContaining({ offset: 2 }),
    )
  })
})
