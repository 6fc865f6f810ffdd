import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, expect, it } from 'vitest'

import { readHtmlData } from '../../src/report/html-data.ts'
import { type App, build, BUNDLERS, makeApp, removeApps } from '../support/app.ts'
import { plainApp } from '../support/apps.ts'

afterAll(removeApps)

const read = (app: App, path: string) => readFileSync(join(app.root, path), 'utf8')

it.each(BUNDLERS)('writes a page of the build with %s, with the inside of each module', async (bundler) => {
  const app = makeApp(plainApp())
  const { reports } = await build(app, { report: { dir: 'pages', formats: ['html'] } }, { bundler })
  expect(existsSync(join(app.root, 'pages/client.json'))).toBe(false)
  const html = read(app, 'pages/client.html')
  const [, json = ''] = /<script type="application\/json" id="wasm-budget-data">(.*)<\/script>/.exec(html) ?? []
  const { now } = readHtmlData(json)
  const last = reports.at(-1)
  expect(now.report).toEqual(last)
  const readable = last?.modules.filter(({ summary, inlined }) => summary !== undefined && inlined === undefined)
  expect(readable?.length).toBeGreaterThan(0)
  for (const { fileName, after } of readable ?? []) {
    const { sizeBytes, wireSizeBytes } = now.insides?.[fileName]?.shipped ?? {}
    expect([sizeBytes, wireSizeBytes]).toEqual([after.rawBytes, after.brotliBytes])
  }
})
