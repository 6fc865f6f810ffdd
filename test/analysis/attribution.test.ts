import { describe, expect, it } from 'vitest'
import { attribute } from '../../src/analysis/attribution.ts'
import { reverse } from '../../src/analysis/graph/adjacency.ts'
import { dominators } from '../../src/analysis/graph/dominators.ts'
import { buildGraph } from '../../src/analysis/module-graph.ts'
import { collectNames } from '../../src/analysis/symbols.ts'
import { readModule } from '../../src/wasm/module.ts'
import { NO_NAMES } from '../../src/wasm/names.ts'
import { wat } from '../support/wat.ts'

/**
 * Crates of the functions and the data ranges of a module, `?` behind those that were inferred.
 *
 * Functions called `$alpha_1` and the like get a name of that crate, all others none.
 */
const cratesOf = (source: string) => {
  const module = readModule(wat(source, { names: true }))
  const named = [...module.names.functions].flatMap(([index, name]) => {
    const [, crate, item] = /^(alpha|beta|core)_(\w+)$/.exec(name) ?? []
    if (crate === undefined || item === undefined) return []
    return [[index, `_RNvC${crate.length}${crate}${item.length + 1}f${item}`] as const]
  })
  const given = { functions: new Map(named), globals: new Map(), data: new Map() }
  const graph = buildGraph(module)
  const reversed = reverse(graph.edges)
  const tree = dominators(graph.edges, reversed, graph.roots)
  const attribution = attribute(graph, reversed, tree, collectNames({ ...module, names: NO_NAMES }, given))
  const { crates, crateIds, inferred } = attribution
  const crateOf = (node: number) => {
    const crate = crates[crateIds[node] as number]
    return crate === undefined ? '-' : `${crate}${inferred[node] === 1 ? '?' : ''}`
  }
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => crateOf(from + at))
  return {
    functions: range(0, graph.firstGlobal),
    ranges: range(graph.firstRange, graph.firstSlot),
    slots: range(graph.firstSlot, graph.nodeCount),
    attribution,
  }
}

const run = (...names: string[]) => `(func (export "run") ${names.map((name) => `call ${name}`).join(' ')})`
const DATA = '(memory 1) (data (i32.const 1024) "0123456789abcdef")'
const uses = (...addresses: number[]) => addresses.map((address) => `(drop (i32.const ${address}))`).join(' ')

describe('attribute', () => {
  it('reads the crates of functions off their names', () => {
    const { functions, attribution } = cratesOf(
      `(module (func $alpha_1) (func $beta_1) (func $alpha_2) ${run('$alpha_1', '$beta_1', '$alpha_2')})`,
    )
    expect(functions).toEqual(['alpha', 'beta', 'alpha', '-'])
    expect(attribution.crates).toEqual(['alpha', 'beta'])
  })

  it('infers the crate of an unnamed function whose callers have one crate', () => {
    const { functions } = cratesOf(`(module
      (func $helper) (func $alpha_1 call $helper) (func $alpha_2 call $helper)
      ${run('$alpha_1', '$alpha_2')})`)
    expect(functions).toEqual(['alpha?', 'alpha', 'alpha', '-'])
  })

  it('infers nothing for an unnamed function with callers of two crates, or of none', () => {
    const { functions } = cratesOf(`(module
      (func $shared) (func $partly) (func $alpha_1 call $shared call $partly) (func $beta_1 call $shared)
      (func (export "other") call $partly)
      ${run('$alpha_1', '$beta_1')})`)
    expect(functions.slice(0, 2)).toEqual(['-', '-'])
  })

  it('infers through chains of unnamed functions, and through calls of themselves', () => {
    const { functions } = cratesOf(`(module
      (func $a call $a) (func $b call $a) (func $c call $b) (func $alpha_1 call $c)
      ${run('$alpha_1')})`)
    expect(functions.slice(0, 3)).toEqual(['alpha?', 'alpha?', 'alpha?'])
  })

  it('infers nothing for exports, which anyone may call', () => {
    const { functions } = cratesOf('(module (func $alpha_1 (export "a") call $b) (func $b (export "")))')
    expect(functions[1]).toBe('-')
  })

  it('gives data to the crate that alone refers to it', () => {
    const { ranges } = cratesOf(`(module ${DATA}
      (func $alpha_1 ${uses(1028)}) (func $beta_1 ${uses(1032, 1036)}) (func $beta_2 ${uses(1032)})
      ${run('$alpha_1', '$beta_1', '$beta_2')})`)
    expect(ranges).toEqual(['-', 'alpha?', 'beta?', 'beta?'])
  })

  it('gives data that several crates share to that of the function through which all go', () => {
    const { ranges } = cratesOf(`(module ${DATA}
      (func $core_1 ${uses(1024)}) (func $beta_1 ${uses(1024)}) (func $alpha_1 call $core_1 call $beta_1)
      ${run('$alpha_1')})`)
    expect(ranges).toEqual(['alpha?'])
  })

  it('leaves data that several crates share, and nothing above them, unattributed', () => {
    const { ranges } = cratesOf(`(module ${DATA}
      (func $alpha_1 (export "a") ${uses(1024)}) (func $beta_1 (export "b") ${uses(1024)}))`)
    expect(ranges).toEqual(['-'])
  })

  it('follows pointers from data to data', () => {
    const { ranges } = cratesOf(`(module
      (memory 1) (data (i32.const 1024) "\\08\\04\\00\\00\\0c\\04\\00\\00tailtail")
      (func $alpha_1 ${uses(1024)})
      (func $beta_1 ${uses(1032)})
      ${run('$alpha_1', '$beta_1')})`)
    // The range at 1032 has a pointer of alpha and is used by beta; that at 1036 is alpha's alone.
    expect(ranges).toEqual(['alpha?', '-', 'alpha?'])
  })

  it('gives methods of a table in data to the crate of that table', () => {
    const { functions, slots } = cratesOf(`(module
      (memory 1) (table 2 funcref) (elem (i32.const 1) $method)
      (data (i32.const 1024) "\\00\\00\\00\\00\\08\\00\\00\\00\\04\\00\\00\\00\\01\\00\\00\\00")
      (func $method)
      (func $alpha_1 ${uses(1024)})
      ${run('$alpha_1')})`)
    expect(slots).toEqual(['alpha?'])
    expect(functions[0]).toBe('alpha?')
  })

  it('infers nothing for what nothing keeps', () => {
    const { functions } = cratesOf('(module (func $alpha_1 call $dead) (func $dead))')
    expect(functions).toEqual(['alpha', '-'])
  })

  it('makes nothing of a module without names', () => {
    const { attribution } = cratesOf(`(module ${DATA} (func $f ${uses(1024)}) ${run('$f')})`)
    expect(attribution.crates).toEqual([])
    expect(attribution.crateIds.every((id) => id === -1)).toBe(true)
  })
})
