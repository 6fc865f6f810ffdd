import { expect, it } from 'vitest'

import { analyzeModule } from '../../src/analysis/analyze-module.ts'
import { readHtmlData, writeHtmlData } from '../../src/report/html-data.ts'
import { packReport, unpackReport } from '../../src/report/packed-report.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'

it.each(FIXTURES)('unpacks %s as it was', (path) => {
  const report = analyzeModule(readFixture(path))
  expect(unpackReport(packReport(report))).toEqual(report)
})

it('keeps estimates on the wire, and is smaller than the report', () => {
  const report = analyzeModule(readFixture('rust196-rx_sizez.wasm'), { wireSizeBytes: 150_000 })
  const packed = packReport(report)
  expect(unpackReport(packed)).toEqual(report)
  expect(JSON.stringify(packed).length).toBeLessThan(JSON.stringify(report).length / 2)
})

it('brings everything a page shows through its text', () => {
  const shipped = analyzeModule(readFixture('rust196-app_sizez.wasm'))
  const empty = { rawBytes: 0, gzipBytes: 0, brotliBytes: 0 }
  const report = {
    version: 1,
    environment: 'client',
    metric: 'brotli',
    encoders: {},
    modules: [],
    total: empty,
    budgets: [],
    findings: [],
  } as const
  const insides = { '__proto__.wasm': { shipped, reasons: { 3: [{ kind: 'function', index: 1 } as const] } } }
  const reports = { now: { report, insides, title: 'a' }, before: { report, insides: {} } }
  expect(readHtmlData(writeHtmlData(reports))).toEqual(reports)
})
