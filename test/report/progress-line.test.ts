import { describe, expect, it } from 'vitest'
import { progressLine } from '../../src/report/progress-line.ts'

const STATE = {
  modulesDone: 1,
  modules: 3,
  stepsDone: 3,
  steps: 6,
  asset: 'assets/resvg.wasm',
  step: '-Oz',
  startedMs: 1000,
}

describe('the running line', () => {
  it('says what runs, and about how long it will', () => {
    // 2.5 of 6 steps in 10 s: the other 3.5 take 14 s.
    expect(progressLine.running(STATE, 11_000, 120)).toMatchInlineSnapshot(
      `"wasm  resvg.wasm  -Oz (3 of 6)  10 s  1 of 3 done, about 14 s left"`,
    )
  })

  it('does not guess in the first seconds', () => {
    expect(progressLine.running(STATE, 2500, 120)).not.toContain('left')
  })

  it('never says that less than nothing is left', () => {
    const late = { ...STATE, stepsDone: 8 }
    expect(progressLine.running(late, 101_000, 120)).toContain('about 0 s left')
  })

  it.each([60, 80, 100, 200])('fits into %i columns, however long the name', (columns) => {
    const asset = `assets/${'engine-'.repeat(30)}.wasm`
    expect(progressLine.running({ ...STATE, asset }, 2000, columns).length).toBeLessThan(columns)
  })

  it('lets no name control the terminal', () => {
    expect(progressLine.running({ ...STATE, asset: 'a\u001b[2J.wasm' }, 2000, 80)).not.toContain('\u001b')
  })
})

describe('the line of a finished module', () => {
  it('says how long it took', () => {
    expect(progressLine.finished('resvg.wasm', 12.4)).toBe('wasm  resvg.wasm done in 12 s')
  })

  it('lets no name control the terminal', () => {
    expect(progressLine.finished('a\u009b2J.wasm', 12)).not.toContain('\u009b')
  })
})
