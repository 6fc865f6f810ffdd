import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, expect, it } from 'vitest'

import { formatBaseline, makeBaseline } from '../../src/budget/baseline.ts'
import { readHtmlData } from '../../src/report/html-data.ts'
import { type App, build, BUNDLERS, makeApp, removeApps } from '../support/app.ts'
import { plainApp } from '../support/apps.ts'

afterAll(removeApps)

function pageData(app: App) {
  const html = readFileSync(join(app.root, 'pages/client.html'), 'utf8')
  const [, json = ''] =
    /<script type="application\/json" id="wasm-budget-data">(.*)<\/script>/.exec(html) ?? []
  return readHtmlData(json)
}

it('compares with the baseline, where there is one', async () => {
  const app = makeApp(plainApp())
  const [report] = (await build(app)).reports
  app.write({
    'wasm-budget.baseline.json': formatBaseline(makeBaseline(report === undefined ? [] : [report])),
  })
  await build(app, { report: { dir: 'pages', formats: ['html'] } })
  const { now, before } = pageData(app)
  expect(before?.isBaseline).toBe(true)
  expect(before?.report.total).toEqual(now.report.total)
})

it.each(BUNDLERS)('writes a page of the build with %s, with the inside of each module', async (bundler) => {
  const app = makeApp(plainApp())
  const { reports } = await build(app, { report: { dir: 'pages', formats: ['html'] } }, { bundler })
  expect(existsSync(join(app.root, 'pages/client.json'))).toBe(false)
  const { now } = pageData(app)
  const last = reports.at(-1)
  expect(now.report).toEqual(last)
  const readable = last?.modules.filter(
    ({ summary, inlined }) => summary !== undefined && inlined === undefined,
  )
  expect(readable?.length).toBeGreaterThan(0)
  for (const { fileName, after } of readable ?? []) {
    const { sizeBytes, wireSizeBytes } = now.insides?.[fileName]?.shipped ?? {}
    expect([sizeBytes, wireSizeBytes]).toEqual([after.rawBytes, after.brotliBytes])
  }
})
