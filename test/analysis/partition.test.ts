import { describe, expect, it } from 'vitest'
import { buildGraph } from '../../src/analysis/module-graph.ts'
import { partitionModule } from '../../src/analysis/partition.ts'
import { countImports, readModule } from '../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { custom, leb, nameMap, nameSection, section, text, vector, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const partition = (bytes: Uint8Array) => {
  const module = readModule(bytes)
  const { leaves, sections } = partitionModule(module, buildGraph(module).ranges)
  const items = Array.from({ length: leaves.count }, (_, leaf) => ({
    kind: leaves.kindOf(leaf),
    index: leaves.indexOf(leaf),
    name: leaves.labelOf(leaf),
    offset: leaves.offsets[leaf] as number,
    sizeBytes: leaves.sizes[leaf] as number,
  }))
  return { module, items, sections }
}

const sum = (sizes: readonly { sizeBytes: number }[]) =>
  sizes.reduce((total, { sizeBytes }) => total + sizeBytes, 0)

describe.each(FIXTURES)('%s', (path) => {
  const bytes = readFixture(path)
  const { module, items, sections } = partition(bytes)

  it('has leaves and sections that sum to its size', () => {
    expect(sum(items)).toBe(bytes.length)
    expect(sum(sections) + 8).toBe(bytes.length)
  })

  it('has no leaf of a negative size, and overhead of two bytes at least in every section', () => {
    expect(items.filter(({ sizeBytes }) => sizeBytes < 0)).toEqual([])
    expect(sections.filter(({ overheadBytes }) => overheadBytes < 2)).toEqual([])
  })

  it('gives no byte to two leaves', () => {
    const claimed = new Uint8Array(bytes.length)
    const claim = (offset: number, endOffset: number) => {
      for (let at = offset; at < endOffset; at++) claimed[at] = (claimed[at] as number) + 1
    }
    const imported = countImports(module, 'function')
    for (const { kind, offset, sizeBytes, index } of items) {
      if (kind === 'section-overhead') continue
      if (kind !== 'function') {
        claim(offset, offset + sizeBytes)
        continue
      }
      const at = (index as number) - imported
      const [entry, entryEnd] = module.functions.entryOffsets.subarray(at, at + 2) as unknown as [
        number,
        number,
      ]
      claim(entry, entryEnd)
      claim(offset, offset + sizeBytes - (entryEnd - entry))
    }
    expect(claimed.some((count) => count > 1)).toBe(false)
    // What no other leaf claims is the overhead of the section around it.
    for (const { offset, sizeBytes, overheadBytes } of sections) {
      const unclaimed = claimed.subarray(offset, offset + sizeBytes).filter((count) => count === 0).length
      expect(unclaimed).toBe(overheadBytes)
    }
  })

  it('has a leaf for each function, with its size field, body and entry in the function section', () => {
    const leaves = items.filter(({ kind }) => kind === 'function')
    const { offsets, endOffsets, count } = module.bodies
    const { entryOffsets } = module.functions
    expect(leaves).toHaveLength(count)
    for (const [at, { offset, sizeBytes }] of leaves.entries()) {
      expect(offset).toBe(offsets[at])
      const body = (endOffsets[at] as number) - (offsets[at] as number)
      expect(sizeBytes).toBe(body + (entryOffsets[at + 1] as number) - (entryOffsets[at] as number))
    }
  })
})

describe('partitionModule', () => {
  it('has a leaf for everything, and names those that have no index', () => {
    const { items } = partition(
      wat(
        `(module
          (import "env" "log" (func $log))
          (import "env" "table" (table 1 funcref))
          (memory (export "memory") 1)
          (global $counter (mut i32) (i32.const 7))
          (table 1 funcref)
          (tag)
          (start $init)
          (elem (i32.const 0) func $init)
          (func $init)
          (func (export "run"))
          (data $text (i32.const 8) "hello"))`,
        { names: true },
      ),
    )
    const named = items
      .filter(({ kind }) => kind !== 'section-overhead')
      .map(({ kind, index, name }) => [kind, index, name])
    expect(named).toEqual([
      ['header', undefined, undefined],
      ['type', 0, undefined],
      ['import', 0, undefined],
      ['import', 1, undefined],
      ['table', 1, undefined],
      ['memory', 0, undefined],
      ['tag', 0, undefined],
      ['global', 0, undefined],
      ['export', 0, undefined],
      ['export', 1, undefined],
      ['start', undefined, undefined],
      ['element', 0, undefined],
      ['function', 1, undefined],
      ['function', 2, undefined],
      ['data', 0, undefined],
      ['name-subsection', undefined, 'function'],
      ['name-subsection', undefined, 'local'],
      ['name-subsection', undefined, 'global'],
      ['name-subsection', undefined, 'data'],
    ])
  })

  it('counts padding to the overhead of its section, and a padded body to its function', () => {
    const bytes = wasm(
      section(1, vector([0x60, 0, 0]), 5),
      section(3, vector(leb(0, 5))),
      section(10, vector([...leb(2, 5), 0, 0x0b]), 5),
    )
    const { items, sections } = partition(bytes)
    expect(items.find(({ kind }) => kind === 'function')).toMatchObject({ sizeBytes: 7 + 5 })
    expect(sections).toMatchObject([
      { name: 'type', sizeBytes: 10, overheadBytes: 7, itemCount: 1 },
      { name: 'function', sizeBytes: 8, overheadBytes: 3, itemCount: 1 },
      { name: 'code', sizeBytes: 14, overheadBytes: 7, itemCount: 1 },
    ])
  })

  it('gives a custom section to one leaf, its name to the overhead', () => {
    const { items } = partition(wasm(custom('abc', [1, 2, 3, 4, 5])))
    expect(items).toEqual([
      { kind: 'header', offset: 0, sizeBytes: 8 },
      { kind: 'section-overhead', name: 'abc', offset: 8, sizeBytes: 6 },
      { kind: 'custom', name: 'abc', offset: 14, sizeBytes: 5 },
    ])
  })

  it('still sums where two name sections or a malformed one are there', () => {
    const good = nameSection(nameMap(1, [[0, 'a']]))
    const bad = nameSection(nameMap(1, [[0, 'a']]), [1, 99, 1])
    for (const bytes of [wasm(good, good), wasm(bad), wasm(bad, good), wasm(good, custom('name'))]) {
      const { items } = partition(bytes)
      expect(sum(items)).toBe(bytes.length)
      expect(items.filter(({ kind }) => kind === 'name-subsection')).toHaveLength(1)
    }
  })

  it('itemises nothing of a section without entries', () => {
    const { items, sections } = partition(wasm(section(14, [0, 1, ...text('s')]), section(12, [0])))
    expect(items.map(({ kind }) => kind)).toEqual(['header', 'section-overhead', 'section-overhead'])
    expect(sections.map(({ itemCount }) => itemCount)).toEqual([0, 0])
  })
})
