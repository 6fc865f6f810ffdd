import { describe, expect, it } from 'vitest'
import type { ShippedModule } from '../../src/pipeline/pipeline.ts'
import { InlinedModules } from '../../src/plugins/inlined-modules.ts'

const bytes = Uint8Array.of(1)

const shippedFrom = (sourceBytes: number): ShippedModule => ({
  source: new Uint8Array(sourceBytes),
  bytes,
  chosen: 'strip',
  tries: [],
  removedSections: [],
  findings: [],
  fromCache: false,
})

describe('modules that stand in texts', () => {
  it('are known by what ships, with all that their text came from', () => {
    const modules = new InlinedModules()
    modules.add('a', { shipped: shippedFrom(3), names: new Set(['one.wasm']), early: false })
    modules.add('a', { shipped: shippedFrom(3), names: new Set(['two.wasm']), early: false })
    expect([...(modules.of('a')?.names ?? [])]).toEqual(['one.wasm', 'two.wasm'])
    expect(modules.of('b')).toBeUndefined()
  })

  it.each([
    [3, 5],
    [5, 3],
  ])('of sources of %i and %i bytes are told as the larger one, whichever comes first', (first, second) => {
    const modules = new InlinedModules()
    for (const size of [first, second]) {
      modules.add('a', { shipped: shippedFrom(size), names: new Set(), early: false })
    }
    expect(modules.of('a')?.shipped.source.length).toBe(5)
  })

  it('stay early once they were', () => {
    const modules = new InlinedModules()
    modules.add('a', { shipped: shippedFrom(1), names: new Set(), early: true })
    modules.add('a', { shipped: shippedFrom(1), names: new Set(), early: false })
    expect(modules.of('a')?.early).toBe(true)
  })
})
