import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import schema from '../../schema.json' with { type: 'json' }
import { describeFinding } from '../../src/messages.ts'
import type { BuildReport, ModuleReport } from '../../src/report/build-report.ts'
import { renderAnnotations } from '../../src/report/github.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { printable, UNPRINTABLE } from '../../src/report/printable.ts'
import { build, makeApp, removeApps, type App, type Built } from '../support/app.ts'
import { HOSTILE, HOSTILE_PACKAGE, hostileModule } from '../support/hostile-names.ts'
import { renderGfm, tablesOf, textOf } from '../support/render-markdown.ts'
import { runnerCommands } from '../support/runner-commands.ts'

let app: App
let built: Built
let report: BuildReport
let module: ModuleReport
let printed = ''
let summary = ''

const read = (path: string) => readFileSync(join(app.root, path), 'utf8')

beforeAll(async () => {
  app = makeApp({
    'index.html': '<!doctype html><script type="module" src="/main.js"></script>',
    'main.js': 'console.log(1)',
    [`public/${HOSTILE}.wasm`]: hostileModule(),
    'summary.md': '',
  })
  vi.stubEnv('GITHUB_STEP_SUMMARY', join(app.root, 'summary.md'))
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  built = await build(app, {
    optimize: { publicFiles: true, keepSections: '*evil*' },
    report: { dir: 'out', formats: ['json', 'markdown', 'github'] },
    budgets: [
      { name: HOSTILE, scope: 'asset', limit: 10 },
      { scope: 'asset', match: 'nothing', limit: 1 },
    ],
  })
  out.mockRestore()
  report = built.reports[0] as BuildReport
  module = report.modules[0] as ModuleReport
  summary = read('summary.md')
})

afterAll(() => {
  vi.unstubAllEnvs()
  removeApps()
})

it('the report has the names: of the file, crates, generics, functions, exports, imports, sections', () => {
  expect(module.fileName).toBe(`${HOSTILE}.wasm`)
  expect(built.error?.message).toContain('1 budget exceeded')
  const { crates, generics, largest, sections } = module.summary as NonNullable<ModuleReport['summary']>
  const bites = (names: readonly (string | undefined)[]) => names.some((name) => name?.includes('@octocat'))
  expect(crates.map(({ name }) => name)).toContain(HOSTILE_PACKAGE)
  expect(bites(generics.map(({ name }) => name)), 'generic').toBe(true)
  for (const kind of ['function', 'export', 'import'])
    expect(bites(largest.filter((part) => part.kind === kind).map(({ label }) => label)), kind).toBe(true)
  expect(bites(sections.map(({ name }) => name)), 'section').toBe(true)
})

it('JSON has nothing that controls a terminal or a runner, and loses nothing', () => {
  const text = read('out/client.json')
  expect(text.replaceAll('\n', '')).not.toMatch(UNPRINTABLE)
  expect(runnerCommands(text)).toEqual([])
  const { $schema: _, ...rest } = JSON.parse(text) as Record<string, unknown>
  expect(rest).toEqual(JSON.parse(JSON.stringify(report)))
  expect(new Ajv2020().compile(schema)(rest)).toBe(true)
})

describe('Markdown', () => {
  it('is the same for the file and for the summary of the job', () => {
    expect(summary.trimEnd()).toBe(read('out/client.md').trimEnd())
  })

  it('has no markup of others', () => {
    const html = renderGfm(summary)
    const outside = html.replace(/<code>([^<]*)<\/code>/g, '')
    expect(
      outside.match(/<(?!\/?(?:h3|p|strong|table|thead|tbody|tr|th|td|details|summary|ul|li|br)\b)[^>]*>/g),
    ).toBe(null)
    expect(outside).not.toMatch(/octocat|evil|pwned|x:y|\*\*|#1/)
    expect(summary.replaceAll('\n', '')).not.toMatch(UNPRINTABLE)
    expect(runnerCommands(summary)).toEqual([])
  })

  it('shows the names as they are, but for what no page can show, in tables that keep their columns', () => {
    const html = renderGfm(summary)
    for (const table of tablesOf(html))
      expect(new Set(table.map(({ length }) => length)).size, JSON.stringify(table)).toBe(1)
    const start = printable(HOSTILE).slice(0, 40)
    const [modules] = tablesOf(html)
    expect(modules?.[1]?.[0]?.startsWith(`\`${start}`)).toBe(true)
    expect(modules?.[1]?.at(-1)).toMatch(/^❌ over by \d/)
    // In the first table, over the details, and of a function, an export, an import and a section.
    expect(textOf(html).split(start).length - 1).toBeGreaterThanOrEqual(6)
  })
})

it('crates are told no other way, should an analysis ever let more through', () => {
  const crates = [{ name: HOSTILE, sizeBytes: 1e6 }]
  const summary = { ...(module.summary as NonNullable<ModuleReport['summary']>), crates }
  const evil: BuildReport = { ...report, modules: [{ ...module, summary }] }
  const html = renderGfm(renderMarkdown(evil))
  expect(html.replace(/<code>([^<]*)<\/code>/g, '')).not.toMatch(/octocat|evil|pwned/)
  const [command, ...rest] = runnerCommands(renderAnnotations(evil))
  expect(command?.data).toContain('pwned')
  expect(rest.filter(({ command: kind }) => kind !== 'warning')).toEqual([])
})

it('annotations are the commands that are meant, and no others', () => {
  const commands = runnerCommands(printed)
  expect(commands.map(({ command }) => command)).toEqual([
    'error',
    ...report.findings.filter(({ severity }) => severity === 'warn').map(() => 'warning'),
  ])
  for (const { properties } of commands)
    expect(Object.keys(properties).filter((key) => key !== 'file')).toEqual(['title'])
  expect(commands[0]?.properties['title']).toBe('wasm budget')
  expect(commands[0]?.data).toContain('pwned')
  expect(printed.replaceAll('\n', '')).not.toMatch(UNPRINTABLE)
  for (const { data } of commands.slice(1))
    expect(report.findings.map((finding) => describeFinding(finding))).toContain(data)
})

it('what is printed for people controls neither a terminal nor a runner', () => {
  const text = [...built.rawLog, built.error?.message ?? ''].map(stripVTControlCharacters).join('\n')
  expect(text).toContain('pwned')
  expect(text.replaceAll('\n', '')).not.toMatch(UNPRINTABLE)
  expect(runnerCommands(text)).toEqual([])
})
