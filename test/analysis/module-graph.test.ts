import { describe, expect, it } from 'vitest'
import { reverse } from '../../src/analysis/graph/adjacency.ts'
import { buildGraph, type ModuleGraph } from '../../src/analysis/module-graph.ts'
import { readModule } from '../../src/wasm/module.ts'
import { readFixture } from '../support/fixtures.ts'
import { functions, section, vector, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

/** A node as `function 1`, `global 0`, `range 2` or `slot 0`. */
const label = ({ firstGlobal, firstRange, firstSlot }: ModuleGraph, node: number) => {
  if (node < firstGlobal) return `function ${node}`
  if (node < firstRange) return `global ${node - firstGlobal}`
  return node < firstSlot ? `range ${node - firstRange}` : `slot ${node - firstSlot}`
}

const graphOf = (source: string | Uint8Array, usedExports?: readonly string[]) => {
  const graph = buildGraph(readModule(typeof source === 'string' ? wat(source) : source), usedExports)
  const { starts, targets } = graph.edges
  const edges = Array.from({ length: graph.nodeCount }, (_, node) =>
    [...targets.subarray(starts[node], starts[node + 1])].map(
      (target) => `${label(graph, node)} > ${label(graph, target)}`,
    ),
  )
  const roots = new Set([...graph.roots].map((root) => label(graph, root)))
  return { graph, edges: edges.flat(), roots: [...roots] }
}

const EXPORTS = `(module
  (global $g (export "g") i32 (i32.const 0))
  (memory (export "memory") 1)
  (func $a (export "a")) (func $b (export "b")) (func $c) (func $init)
  (start $init))`

describe('buildGraph', () => {
  it('numbers functions, globals, ranges and slots through, imports first', () => {
    const { graph } = graphOf(`(module
      (import "env" "f" (func)) (import "env" "g" (global i32))
      (memory 1) (table 2 funcref) (global i32 (i32.const 1)) (func $a) (func)
      (elem (i32.const 0) $a $a) (data (i32.const 0) "x"))`)
    expect(graph).toMatchObject({ firstGlobal: 3, firstRange: 5, firstSlot: 6, nodeCount: 8 })
  })

  it('takes all exports and the start function for roots', () => {
    expect(graphOf(EXPORTS).roots).toEqual(['global 0', 'function 0', 'function 1', 'function 3'])
  })

  it('takes only exports in use, and always the start function', () => {
    expect(graphOf(EXPORTS, ['b', 'nowhere']).roots).toEqual(['function 1', 'function 3'])
    expect(graphOf(EXPORTS, []).roots).toEqual(['function 3'])
  })

  it('takes data to which nothing refers for a root, but not passive data', () => {
    const { roots } = graphOf(`(module (memory 1)
      (func (drop (i32.const 1028)))
      (data (i32.const 1024) "01234567") (data "passive") (data (i32.const 2048) "unknown"))`)
    expect(roots).toEqual(['range 0', 'range 3'])
  })

  it('takes table slots that no table in data explains for roots', () => {
    const { roots, edges } = graphOf(`(module (table 2 funcref) (func $a) (func $b)
      (elem (i32.const 0) $a $b))`)
    expect(roots).toEqual(['slot 0', 'slot 1'])
    expect(edges).toEqual(['slot 0 > function 0', 'slot 1 > function 1'])
  })

  it('does not take functions that are only announced for roots', () => {
    const { roots } = graphOf('(module (func $a) (func (drop (ref.func $a))) (elem declare func $a))')
    expect(roots).toEqual([])
  })

  it('follows calls, globals, data, pointers in data and copies of passive data', () => {
    const { edges } = graphOf(`(module (memory 1)
      (global $pointer i32 (i32.const 1028))
      (func $a call $b (drop (global.get $pointer)) (drop (i32.const 1024)))
      (func $b (memory.init 1 (i32.const 0) (i32.const 0) (i32.const 1)))
      (data (i32.const 1024) "\\04\\04\\00\\00tail") (data "passive"))`)
    expect(edges).toEqual([
      'function 0 > function 1',
      'function 0 > global 0',
      'function 0 > range 0',
      'function 1 > range 2',
      'global 0 > range 1',
      'range 0 > range 1',
    ])
  })

  it('follows what globals begin with', () => {
    const { edges } = graphOf(`(module
      (func $a)
      (global $first funcref (ref.func $a))
      (global $second (mut i32) (i32.const 1)))`)
    expect(edges).toEqual(['global 0 > function 0'])
  })

  it('makes no edges to what is not there', () => {
    // Calls 99, reads global 99, drops segment 99.
    const { graph, edges } = graphOf(
      functions([0, 0x10, 99, 0x23, 0xe3, 0, 0xfc, 9, 99, 0xd2, 99, 0x1a, 0x1a, 0x0b]),
    )
    expect(edges).toEqual([])
    expect(graph.roots).toHaveLength(0)
  })

  it('makes no edges for copies of active data, of which nothing is left', () => {
    const { edges } = graphOf('(module (memory 1) (func (data.drop 0)) (data (i32.const 0) "abc"))')
    expect(edges).toEqual([])
  })

  it('ignores exports, a start function and slots that are out of range', () => {
    const { edges, roots } = graphOf(
      wasm(
        section(4, vector([0x70, 0, 1])),
        section(7, vector([1, 0x61, 0, 50], [1, 0x62, 3, 50])),
        section(8, [60]),
        section(9, vector([0, 0x41, 0, 0x0b, 1, 70])),
      ),
    )
    expect(edges).toEqual([])
    expect(roots).toEqual(['slot 0'])
  })

  it('takes everything for a root where a function cannot be decoded', () => {
    const { graph } = graphOf(readFixture('probes/binaryen132-stringref.wasm'))
    expect(new Set(graph.roots).size).toBe(graph.nodeCount)
  })

  it('has no edge from or to a node that is not there, in a large module', () => {
    const { graph } = graphOf(readFixture('rust196-rx_sizez.wasm'))
    const { starts, targets } = graph.edges
    expect(starts).toHaveLength(graph.nodeCount + 1)
    expect(targets.every((target) => target < graph.nodeCount)).toBe(true)
    expect(reverse(graph.edges).targets).toHaveLength(targets.length)
  })
})
