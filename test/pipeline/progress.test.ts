import { describe, expect, it } from 'vitest'
import { Progress, type FinishedModule } from '../../src/pipeline/progress.ts'
import type { ProgressState } from '../../src/report/progress-line.ts'

function follow() {
  const states: ProgressState[] = []
  const finished: FinishedModule[] = []
  const progress = new Progress(
    (state) => states.push(state),
    (module) => finished.push(module),
  )
  const now = () => {
    const { modulesDone, modules, stepsDone, steps, asset, step } = states.at(-1) as ProgressState
    return `${modulesDone}/${modules} modules, ${stepsDone}/${steps} steps, ${asset} ${step}`
  }
  return { progress, states, finished, now }
}

describe('Progress', () => {
  it('counts modules and their steps together, and tells of every change', () => {
    const { progress, states, now } = follow()
    const a = progress.module('a.wasm')
    a.expect(2)
    const b = progress.module('b.wasm')
    b.expect(3)
    expect(now()).toBe('0/2 modules, 0/5 steps,  ')
    a.step('-O1')
    expect(now()).toBe('0/2 modules, 1/5 steps, a.wasm -O1')
    b.step('-Oz')
    expect(now()).toBe('0/2 modules, 2/5 steps, b.wasm -Oz')
    a.done()
    expect(now()).toBe('1/2 modules, 2/5 steps, b.wasm -Oz')
    expect(states).toHaveLength(7)
  })

  it('began when the first module did', () => {
    const { progress, states } = follow()
    progress.module('a.wasm')
    const { startedMs } = states[0] as ProgressState
    progress.module('b.wasm').step('-O1')
    expect(new Set(states.map((state) => state.startedMs))).toEqual(new Set([startedMs]))
  })

  it('tells of a module that is done, which took no time where it took no step', () => {
    const { progress, finished } = follow()
    const a = progress.module('a.wasm')
    progress.module('b.wasm').done()
    expect(finished).toEqual([{ asset: 'b.wasm', seconds: 0 }])
    a.step('-O1')
    a.done()
    expect(finished[1]).toEqual({ asset: 'a.wasm', seconds: expect.any(Number) as number })
  })

  it('does not change what it told before', () => {
    const { progress, states } = follow()
    progress.module('a.wasm').expect(1)
    expect(states.map(({ steps }) => steps)).toEqual([0, 1])
  })
})
