import { describe, expect, it } from 'vitest'
import { ModuleAnalysis } from '../../src/analysis/module-analysis.ts'
import type { SizeItem } from '../../src/analysis/size-report.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { wat } from '../support/wat.ts'

const bytesOf = (items: readonly SizeItem[]) => items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** Three copies of `alpha::id` for u8, u16 and u32 of different sizes, one function of `beta`, and data of both. */
const analyze = () => {
  const nops = (count: number) => 'nop '.repeat(count)
  const source = `(module (memory 1)
    (func $u8 ${nops(10)} (drop (i32.const 1024)))
    (func $u16 ${nops(20)})
    (func $u32 ${nops(60)} call $work)
    (func $work call $helper (drop (i32.const 1028)))
    (func $helper)
    (func (export "run") call $u8 call $u16 call $u32)
    (data (i32.const 1024) "0123abcdefgh"))`
  // All but the helper have names.
  const functions = new Map([
    [0, '_RINvC5alpha2idhE'],
    [1, '_RINvC5alpha2idtE'],
    [2, '_RINvC5alpha2idmE'],
    [3, '_RNvC4beta4work'],
  ])
  return new ModuleAnalysis(wat(source), { symbols: { functions, globals: new Map(), data: new Map() } })
}

describe('groups by crate', () => {
  const analysis = analyze()
  const { crates, items } = analysis.report
  const [alpha, beta] = crates

  it('sum code and data, largest crate first', () => {
    const of = (crate: string, kind: string) =>
      bytesOf(items.filter((item) => item.crate === crate && item.kind === kind))
    expect(crates.map(({ name }) => name)).toEqual(['alpha', 'beta'])
    for (const { name, codeBytes, dataBytes, sizeBytes } of crates) {
      expect([codeBytes, dataBytes]).toEqual([of(name, 'function'), of(name, 'data')])
      expect(sizeBytes).toBe(codeBytes + dataBytes)
    }
    expect(beta?.dataBytes).toBe(8)
  })

  it('count functions, those without a name too', () => {
    expect([alpha?.count, beta?.count]).toEqual([3, 2])
  })

  it('say how much was inferred', () => {
    const inferred = items.filter((item) => item.crate === 'beta' && item.inferred === true)
    expect(inferred.map(({ kind }) => kind)).toEqual(['function', 'data'])
    expect(beta?.inferredBytes).toBe(bytesOf(inferred))
  })

  it('retain what only they keep', () => {
    expect(beta?.retainedBytes).toBe(beta?.sizeBytes)
    expect(alpha?.retainedBytes).toBe((alpha?.sizeBytes ?? 0) + (beta?.sizeBytes ?? 0))
    expect(alpha?.retainedBytes).toBe(analysis.retainedTogether(({ crate }) => crate === 'alpha'))
  })
})

describe('groups by generic function', () => {
  const { generics, items } = analyze().report
  const copies = items.filter(({ generic }) => generic === generics[0]?.name)
  const sizes = copies.map(({ sizeBytes }) => sizeBytes)
  const total = bytesOf(copies)

  it('have all copies of functions with more than one', () => {
    expect(generics).toHaveLength(1)
    expect(generics[0]).toMatchObject({ count: 3, codeBytes: total, dataBytes: 0, sizeBytes: total })
    expect(sizes).toHaveLength(3)
  })

  it('waste the less of what all but the largest are and what all but an average one are', () => {
    const expected = Math.min(total - Math.max(...sizes), Math.round((total / 3) * 2))
    expect(generics[0]?.wasteBytes).toBe(expected)
    expect(expected).toBe(total - Math.max(...sizes))
  })

  it('retain what each copy retains by itself', () => {
    expect(generics[0]?.retainedBytes).toBe(copies.reduce((sum, { retainedBytes }) => sum + retainedBytes, 0))
  })
})

describe.each(FIXTURES.filter((path) => path.startsWith('rust')))('%s', (path) => {
  const { crates, generics } = new ModuleAnalysis(readFixture(path)).report

  it('has its crates by size and its generics by waste', () => {
    const sorted = (values: number[]) => values.toSorted((a, b) => b - a)
    const sizes = crates.map(({ sizeBytes }) => sizeBytes)
    const wastes = generics.map(({ wasteBytes }) => wasteBytes)
    expect(sizes).toEqual(sorted(sizes))
    expect(wastes).toEqual(sorted(wastes))
  })

  it('has no generic that wastes all of itself or has only one copy', () => {
    expect(generics.filter(({ wasteBytes, sizeBytes }) => wasteBytes >= sizeBytes)).toEqual([])
    expect(generics.filter(({ count }) => count < 2)).toEqual([])
  })
})

describe('groups by topic', () => {
  it('have what is not the program’s own, each function once, and what only they keep', () => {
    const source = `(module
      (func $fmt call $helper nop nop) (func $helper) (func $alloc nop) (func $own nop nop nop)
      (func (export "run") call $fmt call $alloc call $own))`
    const functions = new Map([
      [0, '_ZN4core3fmt5write17h0123456789abcdefE'],
      [2, 'dlmalloc'],
      [3, '_ZN3app4main17h0123456789abcdefE'],
    ])
    const symbols = { functions, globals: new Map(), data: new Map() }
    const { topics, items } = new ModuleAnalysis(wat(source), { symbols }).report
    const sizeOf = (index: number) =>
      items.find((item) => item.kind === 'function' && item.index === index)?.sizeBytes ?? 0
    expect(
      topics.map(({ name, count, sizeBytes, retainedBytes }) => [name, count, sizeBytes, retainedBytes]),
    ).toEqual([
      ['allocator', 1, sizeOf(2), sizeOf(2)],
      ['fmt', 1, sizeOf(0), sizeOf(0) + sizeOf(1)],
    ])
  })

  it('are none where nothing has a name', () => {
    expect(new ModuleAnalysis(wat('(module (func) (func (export "")))')).report.topics).toEqual([])
  })
})
