import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, expect, it } from 'vitest'

import { readHtmlData } from '../../src/report/html-data.ts'
import { makeApp, removeApps } from '../support/app.ts'
import { readFixture } from '../support/fixtures.ts'
import { runCli } from '../support/run-cli.ts'

afterAll(removeApps)

function dataOf(html: string) {
  const [, json = ''] =
    /<script type="application\/json" id="wasm-budget-data">(.*)<\/script>/.exec(html) ?? []
  return readHtmlData(json)
}

it('writes a page of two modules that are compared', () => {
  const app = makeApp({
    'a.wasm': readFixture('rust196-app_sizez.wasm'),
    'b.wasm': readFixture('rust196-rx_sizez.wasm'),
  })
  const { status, stderr } = runCli(app, ['diff', 'a.wasm', 'b.wasm', '--html', 'page.html'])
  expect([status, stderr]).toEqual([0, ''])
  const { now, before } = dataOf(readFileSync(join(app.root, 'page.html'), 'utf8'))
  expect([before?.title, now.title]).toEqual(['a.wasm', 'b.wasm'])
  expect(before?.report.modules.map(({ fileName }) => fileName)).toEqual(['b.wasm'])
})

it('writes a page of what analyze says', () => {
  const app = makeApp({
    'a.wasm': readFixture('rust196-app_sizez.wasm'),
    'b.wasm': readFixture('clang19-O2.wasm'),
  })
  const { status, stdout, stderr } = runCli(app, ['analyze', 'a.wasm', 'b.wasm', '--html', 'page.html'])
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain('a.wasm  85.1 kB raw')
  const { now } = dataOf(readFileSync(join(app.root, 'page.html'), 'utf8'))
  expect(now.title).toBe('a.wasm, b.wasm')
  expect(now.insides?.['a.wasm']?.shipped.sizeBytes).toBe(readFixture('rust196-app_sizez.wasm').length)
  expect(now.report.total.rawBytes).toBe(
    now.report.modules.reduce((sum, { after }) => sum + after.rawBytes, 0),
  )
})
