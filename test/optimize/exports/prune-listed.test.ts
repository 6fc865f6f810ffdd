import { describe, expect, it } from 'vitest'
import { pruneListed } from '../../../src/optimize/exports/prune-listed.ts'
import { readModule } from '../../../src/wasm/module.ts'
import { readFixture } from '../../support/fixtures.ts'
import { functions } from '../../support/wasm-builder.ts'
import { wat } from '../../support/wat.ts'

const asset = 'engine.wasm'
const prune = (bytes: Uint8Array, names: readonly string[], keepSections: readonly string[] = []) =>
  pruneListed({ bytes, names, asset, strip: 'auto', keepSections })

describe('pruneListed', () => {
  it('tells of names that are none, with the nearest, and of what stays', () => {
    const source = '(module (memory (export "memory") 1) (func (export "render")) (func (export "resize")))'
    const { pruned, findings } = prune(wat(source), ['rendr'])
    expect(pruned).toEqual(['render', 'resize'])
    expect(findings).toEqual([
      {
        code: 'exports-unknown',
        severity: 'warn',
        asset,
        args: { names: [{ name: 'rendr', nearest: 'render' }] },
      },
      { code: 'exports-kept', severity: 'info', asset, args: { names: ['memory'] } },
    ])
  })

  it('has no nearest name where there is none', () => {
    const { findings } = prune(wat('(module)'), ['a'])
    expect(findings.map(({ args }) => args)).toEqual([{ names: [{ name: 'a' }] }])
  })

  it('strips what holds indices and leaks anyway, so that functions can go', () => {
    const bytes = readFixture('clang19-O0_g.wasm')
    const first = readModule(bytes).exports.find(({ kind }) => kind === 'function')
    const { bytes: output, removedSections } = prune(bytes, [first?.name ?? ''])
    expect(removedSections).toContain('.debug_info')
    const [before, after] = [readModule(bytes), readModule(output)]
    expect(after.bodies.count).toBeLessThan(before.bodies.count)
    expect(after.names.functions.size).toBeGreaterThan(0)
  })

  it('keeps sections that are to be kept, and functions for their sake', () => {
    const bytes = readFixture('clang19-O0_g.wasm')
    const { bytes: output, pruned, removedSections } = prune(bytes, [], ['.debug_*'])
    expect(pruned.length).toBeGreaterThan(0)
    expect(removedSections).not.toContain('.debug_info')
    expect(readModule(output).bodies.count).toBe(readModule(bytes).bodies.count)
  })

  it('leaves a module as it is that lists all', () => {
    const bytes = readFixture('clang19-O0_g.wasm')
    const { exports } = readModule(bytes)
    const result = prune(
      bytes,
      exports.map(({ name }) => name),
    )
    expect(result).toEqual({ bytes, pruned: [], removedSections: [], findings: [] })
  })

  it('says why a module cannot be pruned', () => {
    const bytes = functions([0, 0xfb, 0x82, 0x01, 0x0b])
    expect(prune(bytes, [])).toMatchObject({
      bytes,
      pruned: [],
      findings: [{ code: 'exports-unpruned', severity: 'warn' }],
    })
  })
})
