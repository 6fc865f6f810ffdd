import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import * as rollup from 'rollup'
import wasmBudget, { type BuildReport, type ReportOptions } from 'vite-plugin-wasm-budget'
import { renderMarkdown } from 'vite-plugin-wasm-budget/core'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { formatBaseline, makeBaseline } from '../../src/budget/baseline.ts'
import { type App, build, BUNDLERS, decodedSiblings, makeApp, removeApps } from '../support/app.ts'
import { fakeEngine, WELL } from '../support/fake-engines.ts'
import { oneModule, plainApp } from '../support/apps.ts'
import { runnerCommands } from '../support/runner-commands.ts'
import { runVite } from '../support/run-vite.ts'
import { moduleOf } from '../support/wasm-fixtures.ts'

beforeEach(() => {
  vi.stubEnv('GITHUB_ACTIONS', undefined)
  vi.stubEnv('GITHUB_STEP_SUMMARY', undefined)
  vi.stubEnv('GITHUB_WORKSPACE', undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
afterAll(removeApps)

const filesIn = (app: App, directory: string): string[] =>
  existsSync(join(app.root, directory)) ? readdirSync(join(app.root, directory)).sort() : []
const textOf = (app: App, path: string): string => readFileSync(join(app.root, path), 'utf8')
const jsonOf = (app: App, path: string): BuildReport => {
  const { $schema: _, ...report } = JSON.parse(textOf(app, path)) as BuildReport & { $schema: string }
  return report
}
const integrityOf = (bytes: Uint8Array) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`

const DIRECTORY = 'cache/wasm-budget/report'

describe('the report of a build', () => {
  it.each(BUNDLERS)('is JSON below the cache of %s, the same that onReport gets', async (bundler) => {
    const app = makeApp(plainApp())
    const built = await build(app, {}, { bundler })
    const directory = bundler.startsWith('vite') ? DIRECTORY : 'node_modules/.cache/wasm-budget/report'
    expect(filesIn(app, directory)).toEqual(['client.json'])
    expect(jsonOf(app, `${directory}/client.json`)).toEqual(built.reports.at(-1))
    expect([...built.files.keys()].filter((file) => /report|client/.test(file))).toEqual([])
  })

  it('says which tools made it', async () => {
    const app = makeApp(oneModule())
    app.installEngine(fakeEngine(WELL), '1320.0.0')
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    const [report] = (await build(app, { optimize: { engine: 'none' } })).reports
    expect(report?.tools).toEqual({
      package: `vite-plugin-wasm-budget@${version}`,
      node: process.versions.node,
    })
    expect(report?.encoders['br']).toContain('@')
    const [other] = (await build(app)).reports
    expect(other?.tools?.engine).toMatch(/^binaryen@1320\b/)
  })

  it('has integrity of every file, of siblings that of what they decode to, and none of what is no file', async () => {
    const app = makeApp({
      ...plainApp(),
      'public/plain.wasm': moduleOf(9),
      'src/tiny.wasm': moduleOf(8, { dataBytes: 10 }),
      'src/more.js': `import tiny from './tiny.wasm?url'
console.log(tiny)`,
      'src/main.js': `${plainApp()['src/main.js'] as string}
import './more.js'`,
    })
    const built = await build(app)
    const modules = built.reports.at(-1)?.modules ?? []
    expect(new Set(modules.map(({ place }) => place))).toEqual(new Set(['asset', 'public', 'inlined']))
    const decoded = decodedSiblings(built)
    for (const { fileName, place, integrity, siblings } of modules) {
      const bytes = built.files.get(fileName)
      expect(integrity, fileName).toBe(
        place === 'inlined' || bytes === undefined ? undefined : integrityOf(bytes),
      )
      for (const sibling of siblings)
        expect(sibling.integrity).toBe(integrityOf(decoded.get(sibling.fileName) as Buffer))
    }
    expect(modules.flatMap(({ siblings }) => siblings).length).toBeGreaterThan(0)
  })

  it('goes to report.dir in the forms that are asked for, and the table says where', async () => {
    const app = makeApp(oneModule())
    const built = await build(app, { report: { dir: 'reports', formats: ['json', 'markdown'] } })
    expect(filesIn(app, 'reports').filter((file) => file.startsWith('client'))).toEqual([
      'client.json',
      'client.md',
    ])
    expect(filesIn(app, DIRECTORY)).toEqual([])
    expect(textOf(app, 'reports/client.md')).toBe(renderMarkdown(built.reports[0] as BuildReport))
    expect(built.log.join('\n')).toContain(' · details: reports')
    const quiet = await build(app)
    expect(quiet.log.join('\n')).not.toContain('details:')
  })

  it.each<[report: false | ReportOptions, files: string[]]>([
    [false, []],
    [{ formats: [] }, []],
    [{ formats: ['markdown'] }, ['client.md']],
  ])('is not written but as report: %j says', async (report, files) => {
    const app = makeApp(oneModule())
    await build(app, { report })
    expect(filesIn(app, DIRECTORY)).toEqual(files)
  })

  it('compares with the baseline where there is one', async () => {
    const app = makeApp(oneModule())
    const [report] = (await build(app)).reports
    app.write({ 'wasm-budget.baseline.json': formatBaseline(makeBaseline([report as BuildReport])) })
    const { error } = await build(app, { report: { formats: ['markdown'] } })
    expect(error).toBeUndefined()
    expect(textOf(app, `${DIRECTORY}/client.md`)).toMatch(/^### WebAssembly\n\nNothing changed: /)
  })

  it('is written before a broken budget fails the build', async () => {
    const app = makeApp(oneModule())
    const { error } = await build(app, { budgets: [{ scope: 'total', limit: 1 }] })
    expect(error?.message).toContain('1 budget exceeded')
    expect(jsonOf(app, `${DIRECTORY}/client.json`).budgets[0]?.state).toBe('exceeded')
  })

  it('costs no build where it cannot be written, and that is told', async () => {
    const app = makeApp(oneModule())
    mkdirSync(join(app.root, 'cache/wasm-budget'), { recursive: true })
    writeFileSync(join(app.root, DIRECTORY), 'no directory')
    const { error, log, files } = await build(app)
    expect(error).toBeUndefined()
    expect(log.join('\n')).toContain('wasm  the report cannot be written to ')
    expect(files.size).toBeGreaterThan(1)
  })

  it('has all modules in the end where some are found on disk', async () => {
    const app = makeApp(oneModule())
    const late = {
      name: 'late',
      writeBundle: () => writeFileSync(join(app.root, 'dist/late.wasm'), moduleOf(4)),
    }
    const built = await build(app, {}, { plugins: [late] })
    expect(built.reports).toHaveLength(2)
    expect(filesIn(app, DIRECTORY)).toEqual(['client.json'])
    expect(jsonOf(app, `${DIRECTORY}/client.json`).modules).toHaveLength(2)
  })

  it('is one for each output, and none is left of outputs that are no more', async () => {
    const app = makeApp(oneModule())
    const directory = 'node_modules/.cache/wasm-budget/report'
    const bundle = async (...outputs: string[]) => {
      const from = process.cwd()
      process.chdir(app.root)
      try {
        const emit: rollup.Plugin = {
          name: 'emit',
          buildStart() {
            this.emitFile({ type: 'asset', name: 'a.wasm', source: moduleOf(1) })
          },
        }
        writeFileSync('src/plain.js', 'console.log(1)')
        const made = await rollup.rollup({
          input: 'src/plain.js',
          plugins: [wasmBudget(), emit],
          onLog: () => undefined,
        })
        for (const dir of outputs) await made.write({ dir })
        await made.close()
      } finally {
        process.chdir(from)
      }
    }
    await bundle('dist/esm', 'dist/cjs')
    expect(filesIn(app, directory)).toEqual(['client-2.json', 'client.json'])
    await bundle('dist/esm')
    expect(filesIn(app, directory)).toEqual(['client.json'])
  })
})

describe('GitHub Actions', () => {
  const BROKEN = `{ budgets: [{ name: 'all', scope: 'total', limit: 1 }] }`
  const commandsOf = (stdout: string) => runnerCommands(stdout).map(({ command }) => command)

  it('get annotations and a summary, after what is there already', () => {
    const app = makeApp({ ...oneModule(), 'summary.md': 'before\n' })
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(app.root, 'summary.md') }
    const { status, stdout } = runVite(app, BROKEN, ['build'], env)
    expect(status).toBe(1)
    expect(commandsOf(stdout)).toEqual(['error'])
    const [error] = runnerCommands(stdout)
    expect(error?.properties['title']).toBe('wasm budget')
    expect(error?.data).toMatch(/^all modules [\d.]+ k?B brotli, limit 1 B, over by /)
    const summary = textOf(app, 'summary.md')
    expect(summary.startsWith('before\n### WebAssembly\n')).toBe(true)
    expect(summary).toContain('**1 of 1 budget exceeded**')
    expect(filesIn(app, DIRECTORY)).toEqual(['client.json'])
  })

  it('point at files from the repository', () => {
    const app = makeApp(oneModule())
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: join(app.root, '..') }
    const { stdout } = runVite(app, BROKEN, ['build'], env)
    const [error] = runnerCommands(stdout)
    expect(error?.properties['file']).toBe(`${app.root.split('/').at(-1)}/src/main.js`)
  })

  it.each([
    ['elsewhere', BROKEN, {}],
    [
      'where only other forms are asked for',
      `{ ...${BROKEN}, report: { formats: ['json'] } }`,
      { GITHUB_ACTIONS: 'true' },
    ],
    ['by report: false', `{ ...${BROKEN}, report: false }`, { GITHUB_ACTIONS: 'true' }],
  ])('are told nothing %s', (_, plugin, env) => {
    const app = makeApp({ ...oneModule(), 'summary.md': '' })
    const { stdout } = runVite(app, plugin, ['build'], {
      ...env,
      GITHUB_STEP_SUMMARY: join(app.root, 'summary.md'),
    })
    expect(commandsOf(stdout)).toEqual([])
    expect(textOf(app, 'summary.md')).toBe('')
  })

  it('are told elsewhere too where that is asked for', () => {
    const app = makeApp({ ...oneModule(), 'summary.md': '' })
    const plugin = `{ ...${BROKEN}, report: { formats: ['github'] } }`
    const { stdout } = runVite(app, plugin, ['build'], { GITHUB_STEP_SUMMARY: join(app.root, 'summary.md') })
    expect(commandsOf(stdout)).toContain('error')
    expect(textOf(app, 'summary.md')).toContain('### WebAssembly')
    expect(filesIn(app, DIRECTORY)).toEqual([])
  })

  it('get one summary and each annotation once where modules are found on disk', async () => {
    const app = makeApp({ ...oneModule(), 'summary.md': 'before\n' })
    vi.stubEnv('GITHUB_ACTIONS', 'true')
    vi.stubEnv('GITHUB_STEP_SUMMARY', join(app.root, 'summary.md'))
    let printed = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text)
      return true
    })
    const late = {
      name: 'late',
      writeBundle: () => writeFileSync(join(app.root, 'dist/late.wasm'), moduleOf(4)),
    }
    await build(app, { budgets: [{ scope: 'total', warn: 1 }] }, { plugins: [late] })
    vi.restoreAllMocks()
    expect(textOf(app, 'summary.md').match(/### WebAssembly/g)).toHaveLength(1)
    expect(textOf(app, 'summary.md')).toContain('late.wasm')
    const messages = runnerCommands(printed).map(({ data }) => data)
    expect(new Set(messages).size).toBe(messages.length)
    expect(messages.length).toBeGreaterThan(1)
  })

  it('are warned about globs that match nothing, in the end', () => {
    const app = makeApp(oneModule())
    const plugin = `{ budgets: [{ scope: 'asset', match: 'nothing', limit: 1 }] }`
    const { stdout } = runVite(app, plugin, ['build'], { GITHUB_ACTIONS: 'true' })
    const [warning, ...rest] = runnerCommands(stdout)
    expect(warning?.data).toMatch(/^budget "nothing" \(asset\) matches nothing/)
    expect(rest).toEqual([])
  })

  it('cost no build where the summary cannot be written', () => {
    const app = makeApp(oneModule())
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(app.root, 'none/summary.md') }
    const { status, stderr } = runVite(app, '{}', ['build'], env)
    expect(status).toBe(0)
    expect(stderr).toContain('the report cannot be written to GITHUB_STEP_SUMMARY')
  })
})
