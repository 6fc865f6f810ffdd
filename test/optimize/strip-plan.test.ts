import { describe, expect, it } from 'vitest'
import { planStrip } from '../../src/optimize/strip-plan.ts'
import { readSections } from '../../src/wasm/sections.ts'
import { custom, section, wasm } from '../support/wasm-builder.ts'

const NAMES = ['name', '.debug_info', '.debug_line', 'producers', 'target_features', 'dylink.0', 'mine']
const SECTIONS = readSections(wasm(section(1, [0]), ...NAMES.map((name) => custom(name))))

/** Which sections go in every candidate, and which only in some. */
const plan = (strip: 'auto' | 'always' | false, keepSections: string[] = []) => {
  const { always, everything } = planStrip(strip, keepSections)
  const names = (drop: typeof always) => SECTIONS.filter(drop).map(({ name }) => name)
  return { always: names(always), sometimes: names((found) => everything(found) && !always(found)) }
}

const LEAKS = ['name', '.debug_info', '.debug_line']
const METADATA = ['producers', 'target_features']

describe('planStrip', () => {
  it('auto takes leaks out always, metadata sometimes, and nothing else', () => {
    expect(plan('auto')).toEqual({ always: LEAKS, sometimes: METADATA })
  })

  it('always takes both out always', () => {
    expect(plan('always')).toEqual({ always: [...LEAKS, ...METADATA], sometimes: [] })
  })

  it('false takes nothing out', () => {
    expect(plan(false)).toEqual({ always: [], sometimes: [] })
  })

  it.each([
    { keep: ['name'], always: ['.debug_info', '.debug_line'], sometimes: METADATA },
    { keep: ['.debug_*'], always: ['name'], sometimes: METADATA },
    { keep: ['*'], always: [], sometimes: [] },
    { keep: ['{name,producers}'], always: ['.debug_info', '.debug_line'], sometimes: ['target_features'] },
    { keep: ['name', 'target_*'], always: ['.debug_info', '.debug_line'], sometimes: ['producers'] },
    { keep: ['nam'], always: LEAKS, sometimes: METADATA },
    { keep: ['mine'], always: LEAKS, sometimes: METADATA },
  ])('auto keeps $keep', ({ keep, always, sometimes }) => {
    expect(plan('auto', keep)).toEqual({ always, sometimes })
  })

  it('keeps what is to be kept though strip is always', () => {
    expect(plan('always', ['producers']).always).toEqual([...LEAKS, 'target_features'])
  })
})
