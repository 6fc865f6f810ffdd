import { stripVTControlCharacters } from 'node:util'

import type { WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

import {
  build,
  type Built,
  BUNDLERS,
  bytesOf,
  fileOf,
  makeApp,
  modulesOf,
  removeApps,
  untruthfulNames,
  wrongSiblings,
} from '../support/app.ts'
import { everyWay, oneModule, plainApp } from '../support/apps.ts'
import { runVite } from '../support/run-vite.ts'
import { leaksOf, LEAKS, moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const filesOf = ({ files }: Built): [string, string][] =>
  [...files].map(([file, bytes]) => [file, bytes.toString('base64')])

const siblingsOf = ({ files }: Built): string[] =>
  [...files.keys()].filter((file) => /\.(?:br|gz)$/.test(file))

const isTable = (line: string): boolean => /^\n?wasm +raw +gzip +brotli/.test(line)

describe.each(BUNDLERS)('in %s', (bundler) => {
  it('enabled: false is as good as no plugin', async () => {
    const app = makeApp(plainApp())
    const off = await build(app, { enabled: false }, { bundler })
    const without = await build(app, {}, { bundler, without: true })
    expect(filesOf(off)).toEqual(filesOf(without))
    expect(off.reports).toEqual([])
  })

  it('optimize: false ships the bytes that came in, with siblings and figures', async () => {
    const app = makeApp(plainApp())
    const built = await build(app, { optimize: false }, { bundler })
    expect(bytesOf(built, 'url.wasm').equals(moduleOf(1))).toBe(true)
    expect(siblingsOf(built)).toHaveLength(6)
    expect(wrongSiblings(built)).toEqual([])
    expect(built.reports[0]?.modules.map(({ untouched, chosen }) => [untouched, chosen])).toEqual(
      Array.from({ length: 3 }, () => ['disabled', 'keep']),
    )
    // There is nothing to install that would change anything.
    expect(built.log.join('\n')).not.toContain('binaryen')
  })

  it('compress: false writes no siblings', async () => {
    const built = await build(makeApp(plainApp()), { compress: false }, { bundler })
    expect(siblingsOf(built)).toEqual([])
    expect(built.reports[0]?.modules.every(({ siblings }) => siblings.length === 0)).toBe(true)
    expect(leaksOf(bytesOf(built, 'url.wasm'))).toEqual([])
  })

  it('report: false prints no table, and still tells what goes wrong', async () => {
    const app = makeApp(plainApp())
    const loud = await build(app, {}, { bundler })
    const quiet = await build(app, { report: false, budgets: [{ scope: 'total', limit: 10 }] }, { bundler })
    const text = ({ log }: Built) => log.map((line) => line.replace(/^\[plugin [^\]]*\] /, ''))
    expect(text(loud).filter(isTable)).toHaveLength(1)
    expect(text(quiet).filter(isTable)).toEqual([])
    expect(quiet.error?.message).toContain('1 budget exceeded')
  })

  it('include touches only what it names', async () => {
    const app = makeApp(plainApp())
    const untouched = await build(app, {}, { bundler, without: true })
    const built = await build(app, { include: '**/lazy*.wasm' }, { bundler })
    expect(leaksOf(bytesOf(built, 'lazy.wasm'))).toEqual([])
    for (const name of ['url.wasm', 'renamed.bin']) {
      expect(leaksOf(bytesOf(built, name))).toEqual(LEAKS)
      expect(fileOf(built, name)).toBe(fileOf(untouched, name))
    }
  })
})

describe('exclude', () => {
  const files = {
    ...everyWay(),
    'src/main.js': `import url from './url.wasm?url'
      import checked from 'checked/pkg/checked.wasm?url'
      import scoped from '@scope/checked/scoped.wasm?url'
      const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
      console.log(url, checked, scoped, worker)`,
    'node_modules/checked/package.json': '{ "name": "checked", "version": "1.0.0" }',
    'node_modules/checked/pkg/checked.wasm': moduleOf(41),
    'node_modules/@scope/checked/package.json': '{ "name": "@scope/checked", "version": "1.0.0" }',
    'node_modules/@scope/checked/scoped.wasm': moduleOf(42),
  }

  it.each<[string, string, string]>([
    ['the emitted name', 'assets/url-*.wasm', 'url.wasm'],
    ['the path from the root', 'src/url.wasm', 'url.wasm'],
    ['the name alone', '**/url.wasm', 'url.wasm'],
    ['the path within node_modules', 'checked/**', 'checked.wasm'],
    ['the path with node_modules', 'node_modules/checked/pkg/*.wasm', 'checked.wasm'],
    ['the path within a scoped package', '@scope/checked/*', 'scoped.wasm'],
    ['the path of a module that only a worker loads', 'src/worker-only.wasm', 'worker-only.wasm'],
    ['the path of a module that a page loads', 'src/page.wasm', 'page.wasm'],
  ])('by %s leaves bytes and name as they are without the plugin', async (_, exclude, name) => {
    const app = makeApp(files)
    const without = await build(app, {}, { without: true })
    const built = await build(app, { exclude })
    expect(fileOf(built, name)).toBe(fileOf(without, name))
    expect(bytesOf(built, name).equals(bytesOf(without, name))).toBe(true)
    const changed = [...modulesOf(built)].filter(([, bytes]) => leaksOf(bytes).length === 0)
    expect(changed).toHaveLength(modulesOf(built).size - 1)
    const told = built.reports[0]?.modules.filter(({ untouched }) => untouched === 'excluded')
    expect(told?.map(({ fileName }) => fileName)).toEqual([fileOf(built, name)])
    expect(wrongSiblings(built)).toEqual([])
    expect(built.files.has(`${fileOf(built, name)}.br`)).toBe(true)
  })
})

describe('what is printed', () => {
  const WIDTH = 80
  const budgets = `{ budgets: [
    { name: 'a budget of a very long name, longer than anybody would ever make it in earnest', scope: 'initial', limit: '1 MB' },
    { scope: 'asset', match: '**/*', limit: '3 kB', warn: 10 },
  ] }`
  const ours = (output: string): string[] => {
    const lines = stripVTControlCharacters(output).split('\n')
    const from = lines.findIndex((line) => isTable(line))
    const to = lines.findIndex((line) => / siblings? · /.test(line))
    expect(from).toBeGreaterThan(-1)
    return lines.slice(from, to + 1)
  }

  const longNames = {
    ...everyWay(),
    'src/main.js': `import url from './a-module-of-a-very-long-name-that-does-not-fit-into-eighty-columns.wasm?url'
      import other from './url.wasm?url'
      console.log(url, other)`,
    'src/a-module-of-a-very-long-name-that-does-not-fit-into-eighty-columns.wasm': moduleOf(43, {
      names: Array.from({ length: 3 }, (_, index) => `a_function_of_a_very_long_name_${index}`.repeat(5)),
    }),
  }

  it('has no colours where NO_COLOR asks for that, and is no wider than 80 columns', () => {
    const { status, stdout, stderr } = runVite(makeApp(longNames), budgets, ['build'], { NO_COLOR: '1' })
    expect([status, stderr.includes('Error')]).toEqual([0, false])
    const lines = ours(stdout)
    expect(lines.length).toBeGreaterThan(8)
    expect(lines.filter((line) => [...line].length > WIDTH)).toEqual([])
    const table = stdout.slice(stdout.indexOf(lines[0] as string))
    expect(table.slice(0, lines.join('\n').length)).toBe(lines.join('\n'))
  })

  it('has colours where FORCE_COLOR asks for them, and the same text', () => {
    const app = makeApp(longNames)
    const plain = runVite(app, budgets, ['build'], { NO_COLOR: '1' })
    const coloured = runVite(app, budgets, ['build'], { FORCE_COLOR: '1' })
    const withoutTime = (line: string) =>
      line.replace(/[\d.]+ s$/, '').replace(/ · \d+ modules from cache/, '')
    expect(coloured.stdout).toContain('\u001b[')
    expect(ours(coloured.stdout).map(withoutTime)).toEqual(ours(plain.stdout).map(withoutTime))
  })

  it('is nothing at all with the logLevel silent', () => {
    const run = runVite(makeApp(everyWay()), budgets, ['build', '--logLevel', 'silent'])
    expect(run).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  it('is only what is wrong with the logLevel warn', async () => {
    const options: WasmBudgetOptions = { budgets: [{ scope: 'total', warn: 10 }] }
    const { log } = await build(makeApp(oneModule()), options, { logLevel: 'warn' })
    expect(log).toEqual([
      'wasm  binaryen is not installed: modules are stripped and rewritten, and not optimised before. npm i -D binaryen',
      expect.stringMatching(/^wasm {2}total .* above the 10 B at which budget "total" warns$/),
    ])
  })

  it('is in CI, without a terminal, free of progress', () => {
    const { stdout, stderr } = runVite(makeApp(everyWay()), '{}', ['build'], { CI: '1', NO_COLOR: '1' })
    expect(`${stdout}${stderr}`.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    expect(stderr.split('\n').filter((line) => line !== '')).toEqual([
      'wasm  binaryen is not installed: modules are stripped and rewritten, and not optimised before. npm i -D binaryen',
    ])
  })

  it('never lets a name from a module control the terminal', async () => {
    const evil = [
      '\u001b[2J\u001b]0;owned\u0007clear',
      'two\nlines\r\nof it',
      'back\u0008space\u007f\u009b31m',
      'right\u202eto left\u2066',
      'null\u0000byte\u2028and\u2029paragraph',
    ]
    const app = makeApp({
      ...oneModule(moduleOf(44, { names: evil, sections: ['\u001b[31mred\u001b[0m\n'], dataBytes: 4200 })),
    })
    const built = await build(app, {
      budgets: [{ scope: 'asset', limit: 10, name: 'evil \u001b[31m budget\nname' }],
    })
    const said = [...built.rawLog, built.error?.message ?? '']
    expect(said.join('')).toContain('1 budget exceeded')
    for (const text of said) {
      // Without our own colours and ends of lines.
      const own = text.replaceAll('\u001b[', '⟦').replaceAll(/⟦\d+m|\n/g, '')
      expect(own).not.toMatch(/[⟦\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    }
    const table = built.log.find(isTable)?.split('\n') ?? []
    expect(table.filter((line) => line === 'lines' || line.startsWith('of it'))).toEqual([])
  })
})

describe('all builds of this file', () => {
  it('gave no two contents the same name with a hash', () => {
    expect(untruthfulNames()).toEqual([])
  })
})
