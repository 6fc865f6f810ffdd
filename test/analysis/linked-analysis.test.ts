import { describe, expect, it } from 'vitest'
import { ModuleAnalysis } from '../../src/analysis/module-analysis.ts'
import { readFixture } from '../support/fixtures.ts'

const analyze = (file: string) => {
  const analysis = new ModuleAnalysis(readFixture(`linked/${file}`))
  const { items } = analysis.report
  /** Names on the way from a root to a thing of that name. */
  const reasonOf = (name: string) =>
    analysis.reasonFor(items.findIndex((item) => item.name === name)).map((step) => step.name ?? step.kind)
  return { items, reasonOf, names: items.filter(({ kind }) => kind === 'data').map(({ name }) => name) }
}

describe('analysis of modules with relocations', () => {
  it('names data by the symbols of an object', () => {
    expect(analyze('object.o').names).toEqual([
      '.Lgreeting',
      '.Ltail',
      'squares',
      'circle_vtable',
      'third_square',
      'counter_alias',
      'scratch',
      'unused',
      'shared',
    ])
  })

  it('names functions of an object, which has no name section', () => {
    const { items } = analyze('object.o')
    const functions = items.filter(({ kind }) => kind === 'function').map(({ name }) => name)
    expect(functions).toContain('circle_area')
    expect(functions).not.toContain(undefined)
  })

  it('says why a method of a table is kept', () => {
    expect(analyze('emit-relocs.wasm').reasonOf('circle_name')).toEqual([
      'run.command_export',
      'run',
      'circle_vtable',
      'table-slot',
      'circle_name',
    ])
  })

  it('does not take a number for an address that only looks like one', () => {
    // The function returns a number that lies within the data.
    const { reasonOf } = analyze('emit-relocs.wasm')
    expect(reasonOf('squares')).not.toContain('looks_like_an_address')
  })

  it.each(['emit-relocs.wasm', 'memory64.wasm', 'shared-library.wasm', 'object.o', 'threads.wasm'])(
    'gives every byte of %s to one item',
    (file) => {
      const { items } = analyze(file)
      expect(items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(
        readFixture(`linked/${file}`).length,
      )
    },
  )
})
