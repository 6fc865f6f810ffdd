import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeLeftovers, reportName, writeReportFiles } from '../../src/pipeline/report-files.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { buildReportOf, moduleReportOf } from '../support/reports.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wasm-budget-reports-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const report = buildReportOf([moduleReportOf('a.wasm', 1000)])

describe('writeReportFiles', () => {
  it('makes the directory and one file of each form, and leaves nothing else', async () => {
    const directory = join(root, 'deep/down')
    await writeReportFiles(directory, 'client', report, ['json', 'markdown'])
    expect(readdirSync(directory).sort()).toEqual(['client.json', 'client.md'])
    expect(readFileSync(join(directory, 'client.json'), 'utf8')).toBe(renderJson(report))
    expect(readFileSync(join(directory, 'client.md'), 'utf8')).toBe(renderMarkdown(report))
  })

  it('compares where there is something to compare with', async () => {
    await writeReportFiles(root, 'client', report, ['markdown'], { before: report })
    expect(readFileSync(join(root, 'client.md'), 'utf8')).toContain('Nothing changed')
  })

  it('leaves what was there before where it cannot write', async () => {
    mkdirSync(join(root, 'client.json'))
    await expect(writeReportFiles(root, 'client', report, ['json'])).rejects.toThrow('client.json')
    expect(readdirSync(root)).toEqual(['client.json'])
  })
})

describe('reportName', () => {
  it.each([
    ['client', 1, 'client'],
    ['client', 2, 'client-2'],
    ['../x y', 1, '.._x_y'],
  ])('names %j, output %i, %s', (environment, number, name) => {
    expect(reportName({ environment }, number)).toBe(name)
  })
})

describe('removeLeftovers', () => {
  it('removes files of outputs that are no more, of this environment alone', async () => {
    const files = [
      'client.json',
      'client-2.json',
      'client-3.md',
      'client-x.json',
      'client-3.txt',
      'ssr-2.json',
      'my-client-2.md',
    ]
    for (const file of files) writeFileSync(join(root, file), '')
    await removeLeftovers(root, report, new Set(['client', 'client-2']))
    expect(readdirSync(root).sort()).toEqual(files.filter((file) => file !== 'client-3.md').sort())
  })

  it('does nothing where there is no directory', async () => {
    await expect(removeLeftovers(join(root, 'none'), report, new Set())).resolves.toBeUndefined()
  })
})
