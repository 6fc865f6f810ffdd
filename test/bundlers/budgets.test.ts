import { stripVTControlCharacters } from 'node:util'
import type { Budget } from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

import { build, type Built, BUNDLERS, fileOf, makeApp, removeApps, wrongSiblings } from '../support/app.ts'
import { everyWay, oneModule, plainApp } from '../support/apps.ts'
import { runVite } from '../support/run-vite.ts'
import { moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

/** The message from where ours begins, without hashes. */
function messageOf({ error }: Built): string {
  // Where there is colour, as in most CI, bundlers put some into the message.
  const message = stripVTControlCharacters(error?.message ?? '')
  const ours = message.slice(message.indexOf('[vite-plugin-wasm-budget]'))
  // Rolldown puts its own stack behind it.
  return ours
    .replace(/\n {4}at [^]*$/, '')
    .replace(/-[\w-]{8}(?=\.)/g, '-[hash]')
    .trimEnd()
}

const sizesOf = ({ reports }: Built): Record<string, number> =>
  Object.fromEntries(
    (reports[0]?.modules ?? []).map(({ fileName, after }) => [
      fileName.replace(/^assets\/|-.{8}\.\w+$/g, ''),
      after.rawBytes,
    ]),
  )

const raw = { metric: 'raw' } as const

// What is left of the bytes does not depend on any encoder then.
const optimize = { strip: 'always' } as const

describe.each(BUNDLERS)('in %s', (bundler) => {
  it('a module above its budget fails the build, which then writes nothing', async () => {
    const budgets: Budget[] = [{ scope: 'asset', match: '**/url*.wasm', limit: '5 kB', ...raw }]
    const app = makeApp(plainApp())
    const built = await build(app, { budgets, optimize }, { bundler })
    expect(messageOf(built)).toMatchInlineSnapshot(`
      "[vite-plugin-wasm-budget] 1 budget exceeded

        assets/url-[hash].wasm: 5.2 kB raw, limit 5.0 kB, over by 200 B (4 %)
          budget "**/url*.wasm" (asset)
          largest parts: data 0 5.0 kB raw · of the program 78 B raw · run_it 15 B raw"
    `)
    expect([...built.files.keys()]).toEqual([])
    expect(built.reports[0]?.budgets.map(({ state, subject }) => [state, subject.slice(0, 11)])).toEqual([
      ['exceeded', 'assets/url-'],
    ])
    const within = await build(app, { budgets: [{ ...(budgets[0] as Budget), limit: '6 kB' }] }, { bundler })
    expect(within.error).toBeUndefined()
    expect(within.reports[0]?.budgets[0]?.state).toBe('ok')
  })

  it('all budgets that are broken are told in one error, those that hold are not', async () => {
    const budgets: Budget[] = [
      { scope: 'asset', match: '**/lazy*', limit: 100, ...raw },
      { name: 'first visit', scope: 'initial', limit: 200, ...raw },
      { scope: 'chunk', match: 'lazy', limit: 300, ...raw },
      { scope: 'total', limit: 400, ...raw },
      { name: 'generous', scope: 'total', limit: '1 MB' },
    ]
    const built = await build(makeApp(plainApp()), { budgets }, { bundler })
    const message = messageOf(built)
    expect(message).toMatch(/^\[vite-plugin-wasm-budget\] 4 budgets exceeded\n/)
    for (const part of ['limit 100 B', 'limit 200 B', 'limit 300 B', 'limit 400 B', '"first visit"']) {
      expect(message).toContain(part)
    }
    expect(message).not.toContain('generous')
    const sizes = sizesOf(built)
    const [lazy, renamed, url] = ['lazy', 'renamed', 'url'].map((name) => sizes[name] as number) as [
      number,
      number,
      number,
    ]
    expect(built.reports[0]?.budgets.map(({ sizeBytes }) => sizeBytes).slice(0, 4)).toEqual([
      lazy,
      renamed + url,
      lazy,
      lazy + renamed + url,
    ])
    // The table is printed all the same, and first.
    expect(built.log.join('\n')).toContain('broken: 4 of 5')
  })
})

describe('a budget', () => {
  it('of a page counts what its workers load, and says so', async () => {
    const built = await build(makeApp(everyWay()), {
      optimize,
      budgets: [{ scope: 'initial', limit: '10 kB', ...raw }],
    })
    expect(messageOf(built)).toMatchInlineSnapshot(`
      "[vite-plugin-wasm-budget] 1 budget exceeded

        initial of index.html, with its worker assets/worker-[hash].js: 41.6 kB raw, limit 10.0 kB, over by 31.6 kB (316 %)
          budget "initial" (initial)
          largest parts: assets/init-[hash].wasm 5.2 kB raw · assets/new-url-[hash].wasm 5.2 kB raw · assets/page-[hash].wasm 5.2 kB raw"
    `)
    const [verdict] = built.reports[0]?.budgets ?? []
    expect(
      verdict?.modules.map(({ fileName }) => fileName.replace(/^assets\/|-.{8}\.\w+$/g, '')).sort(),
    ).toEqual(['init', 'new-url', 'page', 'renamed', 'shared', 'style', 'url', 'worker-only'])
  })

  it('counts one content once', async () => {
    const files = {
      ...oneModule(),
      'src/main.js': `import a from './url.wasm?url'
        import b from './copy.wasm?url'
        console.log(a, b)`,
      'src/copy.wasm': moduleOf(1),
    }
    const { reports } = await build(makeApp(files), { budgets: [{ scope: 'total', limit: '1 MB', ...raw }] })
    expect(reports[0]?.budgets[0]?.sizeBytes).toBe(reports[0]?.modules[0]?.after.rawBytes)
    expect(reports[0]?.total.rawBytes).toBe(reports[0]?.modules[0]?.after.rawBytes)
  })

  it('that only warns does not fail the build', async () => {
    const built = await build(makeApp(oneModule()), {
      budgets: [{ scope: 'asset', warn: '5 kB', limit: '6 kB', ...raw }],
    })
    expect(built.error).toBeUndefined()
    expect(wrongSiblings(built)).toEqual([])
    expect(built.log.filter((line) => line.includes('budget "asset" warns'))).toEqual([
      expect.stringMatching(
        /^wasm {2}url-[\w-]{8}\.wasm 5\.\d kB raw, above the 5\.0 kB at which budget "asset" warns$/,
      ),
    ])
    expect(built.reports[0]?.findings.map(({ code }) => code)).toEqual(['budget-warning'])
  })

  it.each<[Budget['scope'], RegExp]>([
    ['asset', /Built: assets\/lazy-.{8}\.wasm, assets\/renamed-.{8}\.bin, assets\/url-.{8}\.wasm$/],
    ['total', /Built: assets\/lazy-.{8}\.wasm, assets\/renamed-.{8}\.bin, assets\/url-.{8}\.wasm$/],
    ['chunk', /Built: assets\/index-.{8}\.js, assets\/lazy-.{8}\.js$/],
    ['initial', /Built: index\.html$/],
  ])('of scope %s whose glob matches nothing warns with what there is', async (scope, expected) => {
    const built = await build(makeApp(plainApp()), { budgets: [{ scope, match: '**/enigne*', limit: 1 }] })
    expect(built.error).toBeUndefined()
    const told = built.log.filter((line) => line.includes('matches nothing'))
    expect(told).toEqual([expect.stringMatching(expected)])
    expect(told[0]).toContain(`budget "**/enigne*" (${scope})`)
    expect(built.reports[0]?.findings.map(({ code }) => code)).toEqual(['budget-unmatched'])
  })

  it.each<[string, Budget]>([
    ['the emitted name', { scope: 'asset', match: 'assets/url-*.wasm', limit: 1 }],
    ['the original path', { scope: 'asset', match: 'src/url.wasm', limit: 1 }],
    ['the original name', { scope: 'asset', match: '**/url.wasm', limit: 1 }],
    ['one of several globs', { scope: 'asset', match: ['nothing', '**/url*'], limit: 1 }],
    ['the name of a chunk', { scope: 'chunk', match: 'index', limit: 1 }],
    ['the file of a chunk', { scope: 'chunk', match: '**/index-*.js', limit: 1 }],
    ['the page', { scope: 'initial', match: 'index.html', limit: 1 }],
  ])('matches %s', async (_, budget) => {
    const { error } = await build(makeApp(oneModule()), { budgets: [budget] })
    expect(error?.message).toContain('1 budget exceeded')
  })

  it('is judged by its own metric, else by that of the options', async () => {
    const budgets: Budget[] = [
      { name: 'a', scope: 'total', limit: '1 MB' },
      { name: 'b', scope: 'total', limit: '1 MB', metric: 'brotli' },
      { name: 'c', scope: 'total', limit: '1 MB', metric: 'raw' },
    ]
    const { reports } = await build(makeApp(oneModule()), { metric: 'gzip', budgets })
    const { gzipBytes, brotliBytes, rawBytes } = reports[0]?.total ?? {}
    expect(reports[0]?.budgets.map(({ sizeBytes }) => sizeBytes)).toEqual([gzipBytes, brotliBytes, rawBytes])
  })

  it('and a size that print alike are both told in bytes', async () => {
    const app = makeApp(oneModule())
    const { reports } = await build(app)
    const size = reports[0]?.total.rawBytes as number
    const built = await build(app, { budgets: [{ scope: 'total', limit: size - 1, ...raw }] })
    const grouped = (bytes: number) => `${bytes}`.replace(/(?=...$)/, ',')
    expect(messageOf(built)).toContain(`${grouped(size)} B raw, limit ${grouped(size - 1)} B, over by 1 B`)
    const exact = await build(app, { budgets: [{ scope: 'total', limit: size, ...raw }] })
    expect(exact.error).toBeUndefined()
  })

  it('of 0 is broken by any module, and holds where there is none', async () => {
    const budgets: Budget[] = [{ scope: 'total', limit: 0 }]
    expect((await build(makeApp(oneModule()), { budgets })).error?.message).toContain('1 budget exceeded')
    const none = await build(makeApp({ ...oneModule(), 'src/main.js': 'console.log(1)' }), { budgets })
    expect([none.error, none.reports[0]?.budgets[0]?.state]).toEqual([undefined, 'ok'])
  })
})

describe('vite build', () => {
  it('exits with 1 and prints the table before the one short error', () => {
    const plugin = `{ budgets: [{ scope: 'asset', limit: '5 kB', metric: 'raw' }] }`
    const { status, stdout, stderr } = runVite(makeApp(oneModule()), plugin, ['build'], { NO_COLOR: '1' })
    expect(status).toBe(1)
    expect(stdout).toMatch(/over by \d+ B/)
    expect(stderr).toContain('1 budget exceeded')
    expect(stderr).toContain('largest parts: ')
    expect(stderr).not.toContain('vite-plugin-wasm-budget/dist')
  })

  it('exits with 0 where the budgets hold', () => {
    const plugin = `{ budgets: [{ scope: 'asset', limit: '50 kB' }] }`
    expect(runVite(makeApp(oneModule()), plugin).status).toBe(0)
  })

  it('exits with 1 and names each option that is wrong', () => {
    const { status, stderr } = runVite(makeApp(oneModule()), `{ budgts: [], metric: 'zip' }`, ['build'], {
      NO_COLOR: '1',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('2 options are wrong')
    expect(stderr).toContain('Did you mean budgets?')
  })
})

describe('the names in a report of budgets', () => {
  it('are those of files that were written', async () => {
    const built = await build(makeApp(plainApp()), {
      budgets: [
        { scope: 'asset', limit: '1 MB' },
        { scope: 'chunk', limit: '1 MB' },
      ],
    })
    expect(built.reports[0]?.budgets.map(({ subject }) => subject)).toEqual([
      fileOf(built, 'lazy.wasm'),
      fileOf(built, 'renamed.bin'),
      fileOf(built, 'url.wasm'),
      fileOf(built, 'index.js'),
      fileOf(built, 'lazy.js'),
    ])
  })
})
