import { expect, it } from 'vitest'

import { analyzeModule } from '../../../src/analysis/analyze-module.ts'
import { summarize } from '../../../src/analysis/summary.ts'
import { Labels } from '../../../src/ui/model/labels.ts'
import { findLeaves } from '../../../src/ui/model/find.ts'
import { crateRows, functionRows, genericRows, retainedRows } from '../../../src/ui/model/part-rows.ts'
import { summaryTree } from '../../../src/ui/model/summary-tree.ts'
import { eachLeaf, type TreeNode } from '../../../src/ui/model/tree.ts'
import { treeOf } from '../../../src/ui/model/views.ts'
import { readFixture } from '../../support/fixtures.ts'

const report = analyzeModule(readFixture('rust196-rx_sizez.wasm'), { wireSizeBytes: 150_000 })
const context = { hasCrates: true }

const leavesOf = (tree: TreeNode) => {
  const leaves: TreeNode[] = []
  eachLeaf(tree, (leaf) => leaves.push(leaf))
  return leaves
}

it.each(['sections', 'crates', 'generics', 'functions'] as const)(
  'shows every item once in %s, raw and on the wire',
  (view) => {
    const tree = treeOf(report, view, 'rx.wasm', context)
    const leaves = leavesOf(tree)
    const items = leaves.map(({ item }) => item as number).sort((a, b) => a - b)
    expect(items).toEqual(report.items.map((_item, at) => at))
    expect(leaves.reduce((sum, { rawBytes }) => sum + rawBytes, 0)).toBe(report.sizeBytes)
    expect(tree.rawBytes).toBe(report.sizeBytes)
    expect(tree.wireBytes).toBe(150_000)
  },
)

it('groups by crate as the report does', () => {
  const { children = [] } = treeOf(report, 'crates', 'rx.wasm', context)
  for (const { name, sizeBytes } of report.crates)
    expect(children.find((child) => child.name === name && child.children)?.rawBytes).toBe(sizeBytes)
})

it('tells ranges of one data segment apart by their address', () => {
  const leaves = leavesOf(treeOf(report, 'crates', 'rx.wasm', context)).filter(({ kind }) => kind === 'data')
  expect(leaves.length).toBeGreaterThan(10)
  expect(new Set(leaves.map(({ name }) => name)).size).toBe(leaves.length)
})

it.each(['sections', 'crates', 'generics', 'functions'] as const)(
  'makes %s of a summary sum to the file',
  (view) => {
    const tree = summaryTree(summarize(report), view, 'rx.wasm', context)
    expect(tree.rawBytes).toBe(report.sizeBytes)
  },
)

it('lists crates, generics, functions and what they retain', () => {
  expect(crateRows({ report }, context).map(({ name }) => name)).toEqual([
    ...report.crates.map(({ name }) => name),
    'unattributed',
  ])
  expect(genericRows({ report })).toHaveLength(report.generics.length)
  const functions = functionRows({ report }, context)
  expect(functions.map(({ rawBytes }) => rawBytes)).toEqual(
    functions.map(({ rawBytes }) => rawBytes).toSorted((a, b) => b - a),
  )
  const [most] = retainedRows(report, context)
  expect(most?.retainedBytes).toBe(
    Math.max(
      ...report.crates.map(({ retainedBytes }) => retainedBytes),
      ...report.exports.map(({ retainedBytes }) => retainedBytes),
      ...report.items.map(({ retainedBytes, kind }) =>
        kind === 'function' || kind === 'data' ? retainedBytes : 0,
      ),
    ),
  )
})

it('finds by what people call it as well as by the symbol, and counts what is found', () => {
  const tree = treeOf(report, 'crates', 'rx.wasm', context)
  const labels = new Labels()
  const found = findLeaves(tree, 'regex_syntax::', 'raw', labels)
  const expected = leavesOf(tree).filter((leaf) => labels.of(leaf).full.includes('regex_syntax::'))
  expect(found.count).toBe(expected.length)
  expect(found.count).toBeGreaterThan(0)
  expect(found.sumBytes).toBe(expected.reduce((sum, { rawBytes }) => sum + rawBytes, 0))
  expect(findLeaves(tree, 'no such thing', 'raw', labels)).toMatchObject({ count: 0, sumBytes: 0 })
})
