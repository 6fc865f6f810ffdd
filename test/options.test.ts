import { describe, expect, it } from 'vitest'
import { WasmBudgetError } from '../src/messages.ts'
import type { WasmBudgetOptions } from '../src/options.ts'
import { resolveOptions } from '../src/resolve-options.ts'

/** Paths of the problems, and all that is said about them. */
function problemsOf(options: unknown) {
  try {
    resolveOptions(options as WasmBudgetOptions)
  } catch (error) {
    expect(error).toBeInstanceOf(WasmBudgetError)
    expect(error).toMatchObject({ code: 'options-invalid' })
    const { args } = error as WasmBudgetError<'options-invalid'>
    return args.problems
  }
  return []
}

const pathsOf = (options: unknown) => problemsOf(options).map(({ path }) => path)

describe('defaults', () => {
  const DEFAULTS = {
    enabled: true,
    include: [],
    exclude: [],
    environments: ['client'],
    metric: 'brotli',
    effort: 'balanced',
    optimize: {
      strip: 'auto',
      keepSections: [],
      engine: 'auto',
      exports: {},
      onFault: 'stop',
      memoryBytes: 2_147_483_648,
      seconds: 900,
      publicFiles: false,
      watch: false,
    },
    compress: { formats: ['br', 'gz'], encoder: 'native', thresholdBytes: 1024 },
    overrides: [],
    budgets: [],
    baseline: 'wasm-budget.baseline.json',
    report: {},
    overlay: { position: 'bottom-right', open: false },
  }

  it.each([
    { what: 'nothing at all', options: undefined },
    { what: 'an empty object', options: {} },
    {
      what: 'switches that are on',
      options: { enabled: true, optimize: true, compress: true, report: true },
    },
    { what: 'empty objects', options: { optimize: {}, compress: {}, report: {}, budgets: [] } },
    {
      what: 'undefined',
      options: { metric: undefined, optimize: undefined, budgets: undefined } as unknown as WasmBudgetOptions,
    },
  ])('are filled in for $what', ({ options }) => {
    expect(resolveOptions(options)).toEqual(DEFAULTS)
  })
})

describe('options that are right', () => {
  it('turn whole parts off', () => {
    expect(resolveOptions({ optimize: false, compress: false, report: false })).toMatchObject({
      optimize: false,
      compress: false,
      report: false,
    })
  })

  it('are taken over, one string standing for a list of one, sizes in bytes', () => {
    const onReport = () => undefined
    expect(
      resolveOptions({
        enabled: false,
        include: '**/a.wasm',
        exclude: ['b', 'c'],
        environments: ['client', 'ssr'],
        metric: 'gzip',
        effort: 'max',
        optimize: {
          strip: false,
          keepSections: '.debug_*',
          engine: 'none',
          exports: { '**/a.wasm': ['run'], 'b.wasm': { file: 'exports.json' } },
          onFault: 'keep',
          memory: '1 GiB',
          seconds: 0.5,
          publicFiles: true,
          watch: true,
        },
        compress: { formats: ['gz'], encoder: 'portable', threshold: 0 },
        overrides: [{ match: '**/a.wasm', effort: 'fast', compress: false }],
        baseline: 'sizes/wasm.json',
        report: { dir: 'symbols', formats: ['markdown', 'github'] },
        overlay: { position: 'top-left' },
        onReport,
      }),
    ).toEqual({
      enabled: false,
      include: ['**/a.wasm'],
      exclude: ['b', 'c'],
      environments: ['client', 'ssr'],
      metric: 'gzip',
      effort: 'max',
      optimize: {
        strip: false,
        keepSections: ['.debug_*'],
        engine: 'none',
        exports: { '**/a.wasm': ['run'], 'b.wasm': { file: 'exports.json' } },
        onFault: 'keep',
        memoryBytes: 2 ** 30,
        seconds: 0.5,
        publicFiles: true,
        watch: true,
      },
      compress: { formats: ['gz'], encoder: 'portable', thresholdBytes: 0 },
      overrides: [{ match: ['**/a.wasm'], effort: 'fast', compress: false }],
      budgets: [],
      baseline: 'sizes/wasm.json',
      report: { dir: 'symbols', formats: ['markdown', 'github'] },
      overlay: { position: 'top-left', open: false },
      onReport,
    })
  })

  it('give budgets a name and the metric of the plugin', () => {
    const budgets = resolveOptions({
      metric: 'gzip',
      budgets: [
        { scope: 'asset', match: '**/a*.wasm', limit: '250 kB' },
        { scope: 'total', warn: 10, metric: 'raw' },
        { scope: 'chunk', match: ['a', 'b'], limit: 5, warn: 5 },
        { scope: 'initial', name: 'first visit', limit: '1 kB', warn: '500 B' },
      ],
    }).budgets
    expect(budgets).toEqual([
      { name: '**/a*.wasm', scope: 'asset', match: ['**/a*.wasm'], limitBytes: 250_000, metric: 'gzip' },
      { name: 'total', scope: 'total', match: [], warnBytes: 10, metric: 'raw' },
      { name: 'a, b', scope: 'chunk', match: ['a', 'b'], limitBytes: 5, warnBytes: 5, metric: 'gzip' },
      { name: 'first visit', scope: 'initial', match: [], limitBytes: 1000, warnBytes: 500, metric: 'gzip' },
    ])
  })

  it('limit growth and parts', () => {
    const budgets = resolveOptions({
      budgets: [
        { scope: 'asset', part: 'crate:regex*', limit: 0, metric: 'raw' },
        { scope: 'total', part: 'exports', match: 'a', warn: 1 },
        { scope: 'lazy', growth: '5%' },
        { scope: 'worker', growth: '1 kB' },
      ],
    }).budgets
    expect(budgets).toEqual([
      {
        name: 'crate:regex* of asset',
        scope: 'asset',
        match: [],
        part: 'crate:regex*',
        limitBytes: 0,
        metric: 'raw',
      },
      { name: 'exports of a', scope: 'total', match: ['a'], part: 'exports', warnBytes: 1, metric: 'brotli' },
      { name: 'lazy', scope: 'lazy', match: [], growth: { percent: 5 }, metric: 'brotli' },
      { name: 'worker', scope: 'worker', match: [], growth: { sizeBytes: 1000 }, metric: 'brotli' },
    ])
  })

  it('add the ceilings of hosts to the budgets, last', () => {
    const { budgets } = resolveOptions({
      hosts: ['github-pages', 'cloudflare-pages'],
      budgets: [{ scope: 'total', limit: 1 }],
    })
    expect(budgets.map(({ name, scope, metric }) => [name, scope, metric])).toEqual([
      ['total', 'total', 'brotli'],
      ['host github-pages', 'total', 'raw'],
      ['host cloudflare-pages', 'asset', 'raw'],
    ])
  })

  it('have no baseline where that is off', () => {
    expect(resolveOptions({ baseline: false })).toMatchObject({ baseline: false })
  })

  it('allow a limit of nothing', () => {
    expect(resolveOptions({ budgets: [{ scope: 'total', limit: 0 }] }).budgets[0]).toMatchObject({
      limitBytes: 0,
    })
  })
})

describe('options that are wrong', () => {
  it.each<{ options: unknown; path: string }>([
    { options: null, path: 'options' },
    { options: [], path: 'options' },
    { options: 'max', path: 'options' },
    { options: { enabled: 'yes' }, path: 'enabled' },
    { options: { include: 1 }, path: 'include' },
    { options: { include: [''] }, path: 'include' },
    { options: { include: /wasm/ }, path: 'include' },
    { options: { exclude: ['a', 1] }, path: 'exclude' },
    { options: { exclude: '' }, path: 'exclude' },
    { options: { environments: {} }, path: 'environments' },
    { options: { metric: 'zstd' }, path: 'metric' },
    { options: { metric: 1 }, path: 'metric' },
    { options: { effort: 'maximum' }, path: 'effort' },
    { options: { effort: false }, path: 'effort' },
    { options: { optimize: 'on' }, path: 'optimize' },
    { options: { optimize: null }, path: 'optimize' },
    { options: { optimize: { strip: true } }, path: 'optimize.strip' },
    { options: { optimize: { strip: 'never' } }, path: 'optimize.strip' },
    { options: { optimize: { keepSections: 1 } }, path: 'optimize.keepSections' },
    { options: { optimize: { engine: 'wasm-opt' } }, path: 'optimize.engine' },
    { options: { optimize: { engine: ['npm'] } }, path: 'optimize.engine' },
    { options: { optimize: { engine: null } }, path: 'optimize.engine' },
    { options: { optimize: { engine: {} } }, path: 'optimize.engine.path' },
    { options: { optimize: { engine: { path: '' } } }, path: 'optimize.engine.path' },
    { options: { optimize: { engine: { path: 'a', version: 132 } } }, path: 'optimize.engine.version' },
    { options: { optimize: { exports: ['run'] } }, path: 'optimize.exports' },
    { options: { optimize: { exports: { a: 'run' } } }, path: 'optimize.exports["a"]' },
    { options: { optimize: { exports: { a: null } } }, path: 'optimize.exports["a"]' },
    { options: { optimize: { exports: { a: [1] } } }, path: 'optimize.exports["a"]' },
    { options: { optimize: { exports: { '': ['run'] } } }, path: 'optimize.exports[""]' },
    { options: { optimize: { exports: { a: {} } } }, path: 'optimize.exports["a"].file' },
    { options: { optimize: { exports: { a: { file: '' } } } }, path: 'optimize.exports["a"].file' },
    { options: { optimize: { onFault: 'ignore' } }, path: 'optimize.onFault' },
    { options: { optimize: { memory: '2 gigs' } }, path: 'optimize.memory' },
    { options: { optimize: { memory: -1 } }, path: 'optimize.memory' },
    { options: { optimize: { seconds: 0 } }, path: 'optimize.seconds' },
    { options: { optimize: { seconds: '900' } }, path: 'optimize.seconds' },
    { options: { optimize: { seconds: Number.NaN } }, path: 'optimize.seconds' },
    { options: { optimize: { watch: 1 } }, path: 'optimize.watch' },
    { options: { optimize: { publicFiles: 'all' } }, path: 'optimize.publicFiles' },
    { options: { compress: 'br' }, path: 'compress' },
    { options: { compress: { formats: ['br', 'zst'] } }, path: 'compress.formats[1]' },
    { options: { compress: { formats: 1 } }, path: 'compress.formats' },
    { options: { compress: { encoder: 'zlib' } }, path: 'compress.encoder' },
    { options: { compress: { threshold: '1 kilobyte' } }, path: 'compress.threshold' },
    { options: { budgets: {} }, path: 'budgets' },
    { options: { budgets: '250 kB' }, path: 'budgets' },
    { options: { budgets: [{ scope: 'entry', limit: 1 }] }, path: 'budgets[0].scope' },
    { options: { budgets: [{ limit: 1 }] }, path: 'budgets[0].scope' },
    { options: { budgets: [{ scope: 'asset' }] }, path: 'budgets[0]' },
    { options: { budgets: [{ scope: 'asset', limit: '250 kbit' }] }, path: 'budgets[0].limit' },
    { options: { budgets: [{ scope: 'asset', limit: 10n }] }, path: 'budgets[0].limit' },
    { options: { budgets: [{ scope: 'asset', warn: '?' }] }, path: 'budgets[0].warn' },
    { options: { budgets: [{ scope: 'asset', limit: '1 kB', warn: '2 kB' }] }, path: 'budgets[0].limit' },
    { options: { budgets: [{ scope: 'asset', limit: 1, match: [1] }] }, path: 'budgets[0].match' },
    { options: { budgets: [{ scope: 'asset', limit: 1, name: '' }] }, path: 'budgets[0].name' },
    { options: { budgets: [{ scope: 'asset', limit: 1, metric: 'br' }] }, path: 'budgets[0].metric' },
    { options: { budgets: [{ scope: 'asset', growth: 'a lot' }] }, path: 'budgets[0].growth' },
    { options: { budgets: [{ scope: 'asset', growth: '-5%' }] }, path: 'budgets[0].growth' },
    { options: { baseline: false, budgets: [{ scope: 'asset', growth: '5%' }] }, path: 'budgets[0].growth' },
    { options: { budgets: [{ scope: 'asset', limit: 1, part: 'data' }] }, path: 'budgets[0].part' },
    { options: { budgets: [{ scope: 'asset', limit: 1, part: 'crate:' }] }, path: 'budgets[0].part' },
    { options: { budgets: [{ scope: 'asset', limit: 1, part: 10n }] }, path: 'budgets[0].part' },
    { options: { budgets: [{ scope: 'chunk', limit: 1, part: 'exports' }] }, path: 'budgets[0].part' },
    {
      options: {
        budgets: [
          { scope: 'asset', limit: 1, name: 'a' },
          { scope: 'total', limit: 1, name: 'a' },
        ],
      },
      path: 'budgets[1].name',
    },
    { options: { baseline: true }, path: 'baseline' },
    { options: { baseline: '' }, path: 'baseline' },
    { options: { hosts: {} }, path: 'hosts' },
    { options: { hosts: ['geocities'] }, path: 'hosts[0]' },
    { options: { hosts: ['github-pages', 'github-pages'] }, path: 'hosts[1]' },
    { options: { report: 'table' }, path: 'report' },
    { options: { overlay: 'left' }, path: 'overlay' },
    { options: { overlay: { open: 1 } }, path: 'overlay.open' },
    { options: { overlay: { position: 'bottom' } }, path: 'overlay.position' },
    { options: { report: { dir: 1 } }, path: 'report.dir' },
    { options: { report: { formats: 1 } }, path: 'report.formats' },
    { options: { report: { formats: ['json', 'pdf'] } }, path: 'report.formats[1]' },
    { options: { report: { formats: ['markdwon'] } }, path: 'report.formats[0]' },
    { options: { onReport: 'log' }, path: 'onReport' },
  ])('$options is wrong at $path alone', ({ options, path }) => {
    expect(pathsOf(options)).toEqual([path])
  })

  it.each([
    { options: { budget: [] }, path: 'budget', nearest: 'budgets' },
    { options: { enable: true }, path: 'enable', nearest: 'enabled' },
    { options: { onreport: () => 1 }, path: 'onreport', nearest: 'onReport' },
    { options: { optimize: { keepSection: 'a' } }, path: 'optimize.keepSection', nearest: 'keepSections' },
    { options: { compress: { format: ['br'] } }, path: 'compress.format', nearest: 'formats' },
    { options: { report: { directory: 'x' } }, path: 'report.directory', nearest: 'dir' },
    { options: { overlay: { opened: true } }, path: 'overlay.opened', nearest: 'open' },
    {
      options: { budgets: [{ scope: 'total', limits: 1, warn: 1 }] },
      path: 'budgets[0].limits',
      nearest: 'limit',
    },
  ])('$path is no option, and $nearest is offered', ({ options, path, nearest }) => {
    const [problem, ...rest] = problemsOf(options)
    expect(rest).toEqual([])
    expect(problem?.path).toBe(path)
    expect(problem?.message).toContain(`Did you mean ${nearest}?`)
  })

  it.each(['overrides', 'advice', 'updates'])('%s, which is not delivered yet, is no option', (name) => {
    expect(pathsOf({ [name]: false })).toEqual([name])
  })

  it.each([
    { options: { metric: 'brotly' }, nearest: 'brotli' },
    { options: { report: { formats: ['markdwon'] } }, nearest: 'markdown' },
    { options: { hosts: ['cloudflare-page'] }, nearest: 'cloudflare-pages' },
    { options: { budgets: [{ scope: 'lasy', limit: 1 }] }, nearest: 'lazy' },
    { options: { budgets: [{ scope: 'asset', limit: 1, part: 'sections:data' }] }, nearest: 'section:data' },
    { options: { budgets: [{ scope: 'asset', limit: 1, part: 'crates:regex*' }] }, nearest: 'crate:regex*' },
    { options: { budgets: [{ scope: 'asset', limit: 1, part: 'func' }] }, nearest: 'function:*' },
    { options: { budgets: [{ scope: 'asset', limit: 1, part: 'export' }] }, nearest: 'exports' },
  ])('offers the nearest value: $nearest', ({ options, nearest }) => {
    const [problem, ...rest] = problemsOf(options)
    expect(rest).toEqual([])
    expect(problem?.message).toContain(`Did you mean "${nearest}"?`)
  })

  it('are all told at once, in the order of the options', () => {
    const options = {
      metrics: 'raw',
      metric: 'zip',
      effort: 'all',
      optimize: { strip: 1, levels: [] },
      compress: { threshold: 'x' },
      budgets: [{ scope: 'total', limit: 1 }, { scope: 'x' }, null],
      report: 1,
    }
    expect(pathsOf(options)).toEqual([
      'metrics',
      'metric',
      'effort',
      'optimize.levels',
      'optimize.strip',
      'compress.threshold',
      'budgets[1].scope',
      'budgets[1]',
      'budgets[2]',
      'budgets[2].scope',
      'budgets[2]',
      'report',
    ])
  })

  it('are shown even where they cannot be written as JSON', () => {
    const cyclic: unknown[] = []
    cyclic.push(cyclic, 1)
    expect(pathsOf({ metric: () => 'raw', include: cyclic, effort: 10n })).toEqual([
      'metric',
      'include',
      'effort',
    ])
    expect(problemsOf({ include: /a/ })[0]?.message).toContain('/a/')
  })
})
