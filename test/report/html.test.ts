import { expect, it } from 'vitest'

import type { BuildReport } from '../../src/report/build-report.ts'
import { readHtmlData } from '../../src/report/html-data.ts'
import { renderHtml } from '../../src/report/html.ts'

const HOSTILE = `</script><!--<script>\u2028\u2029<img src=x onerror=alert(1)>&"'`
const size = { rawBytes: 3000, gzipBytes: 2000, brotliBytes: 1000 }

const report: BuildReport = {
  version: 1,
  environment: HOSTILE,
  metric: 'brotli',
  encoders: {},
  modules: [
    {
      fileName: HOSTILE,
      place: 'asset',
      originalNames: [HOSTILE],
      sha256: '',
      sourceSha256: '',
      before: size,
      after: size,
      chosen: 'keep',
      tries: [],
      removedSections: [],
      siblings: [],
      uses: [],
      importers: [],
      fromCache: false,
    },
  ],
  total: size,
  budgets: [],
  findings: [{ code: 'module-unreadable', severity: 'warn', asset: HOSTILE, args: { reason: HOSTILE } }],
}

const html = renderHtml({ now: { report } }, { script: 'run("</script>", "<!--")' })

it('lets no name and no string of the script end what it stands in', () => {
  expect(html.match(/<\/script/g)).toHaveLength(2)
  expect(html.match(/<script/g)).toHaveLength(2)
  expect(html).not.toContain('<!--')
  expect(html).not.toContain('<img')
  expect(html).not.toMatch(/[\u2028\u2029]/)
  expect(html).toContain('run("\\x3c/script>", "\\x3c!--")')
})

it('gives the data back as it was', () => {
  const [, json = ''] = /id="wasm-budget-data">(.*)<\/script>/.exec(html) ?? []
  expect(readHtmlData(json).now.report).toEqual(report)
})

it('says the figures without scripts, and forbids every source but itself', () => {
  expect(html).toContain('<td>3.0 kB</td><td>2.0 kB</td><td>1.0 kB</td>')
  expect(html).toContain("default-src 'none'")
  expect(html).not.toMatch(/(?:src|href)="(?!data:)/)
})
