import { expect, it } from 'vitest'

import { ModuleAnalysis } from '../../src/analysis/module-analysis.ts'
import { insideOf } from '../../src/report/module-inside.ts'
import { Labels } from '../../src/ui/model/labels.ts'
import { whySteps } from '../../src/ui/model/why.ts'
import { readFixture } from '../support/fixtures.ts'

const analysis = new ModuleAnalysis(readFixture('rust196-app_sizez.wasm'))

it('keeps the reasons of the largest functions and data only', () => {
  const { shipped, reasons = {} } = insideOf(analysis, undefined, 10)
  const largest = shipped.items
    .map(({ kind, sizeBytes }, item) => ({ kind, sizeBytes, item }))
    .filter(({ kind }) => kind === 'function' || kind === 'data')
    .sort((a, b) => b.sizeBytes - a.sizeBytes)
  const asked = Object.keys(reasons).map(Number)
  expect(asked.length).toBeGreaterThan(5)
  for (const item of asked) {
    expect(largest.findIndex((large) => large.item === item)).toBeLessThan(10)
    expect(reasons[item]).toEqual(analysis.reasonFor(item))
  }
})

it('leads from the script that loads the module to the bytes', () => {
  const { reasons = {} } = insideOf(analysis, undefined, 10)
  const [item = ''] = Object.keys(reasons)
  const reason = reasons[Number(item)] ?? []
  const module = {
    fileName: 'assets/app.wasm',
    originalNames: [],
    uses: [
      { file: 'lazy.js', kind: 'lazy' },
      { file: 'index.js', kind: 'initial' },
    ],
    importers: ['src/main.ts'],
  } as const
  const steps = whySteps({ module }, reason, new Labels())
  expect(steps.slice(0, 3).map(({ name }) => name)).toEqual(['index.js', 'src/main.ts', 'assets/app.wasm'])
  expect(steps).toHaveLength(3 + reason.length)
})
