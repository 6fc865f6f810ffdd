import stringWidth from 'fast-string-width'
import { describe, expect, it } from 'vitest'
import type { SizeSummary } from '../../src/analysis/summary.ts'
import type { BudgetVerdict } from '../../src/budget/evaluate.ts'
import type { BuildReport, ModuleReport, Sizes } from '../../src/report/build-report.ts'
import { renderFound, renderTable, renderWatchLine, type Paint } from '../../src/report/table.ts'

const same = (text: string) => text
const PLAIN: Paint = { accent: same, bold: same, dim: same, bad: same, near: same, good: same }

const render = (report: BuildReport, columns: number, paint = PLAIN) =>
  renderTable(report, { columns, paint, seconds: 4.06 })

const sizes = (rawBytes: number, gzipBytes: number, brotliBytes: number): Sizes => ({
  rawBytes,
  gzipBytes,
  brotliBytes,
})

const named = (...parts: [label: string, sizeBytes: number][]): SizeSummary => ({
  sizeBytes: 1_000_000,
  functionCount: 1,
  namedFunctionCount: 1,
  sections: [],
  crates: [],
  generics: [],
  largest: parts.map(([label, sizeBytes]) => ({ kind: 'function', label, sizeBytes })),
})

const nameless = (...parts: [name: string, sizeBytes: number][]): SizeSummary => ({
  sizeBytes: 1_000_000,
  functionCount: 1,
  namedFunctionCount: 0,
  sections: parts.map(([name, sizeBytes]) => ({ name, sizeBytes })),
  crates: [],
  generics: [],
  largest: [],
})

const moduleOf = (fileName: string, rest: Partial<ModuleReport>): ModuleReport => ({
  fileName,
  originalNames: [],
  sha256: fileName,
  before: sizes(119_800, 50_000, 40_000),
  after: sizes(74_200, 31_000, 26_900),
  chosen: '-O1',
  tries: [],
  removedSections: ['name'],
  siblings: ['br', 'gz'].map((format) => ({
    fileName: `${fileName}.${format}`,
    format,
    encoder: 'x@1',
    sizeBytes: 1,
    integrity: 'sha384-x',
  })),
  uses: [],
  place: 'asset',
  sourceSha256: 'b'.repeat(64),
  importers: [],
  fromCache: false,
  ...rest,
})

const verdict = (rest: Partial<BudgetVerdict>): BudgetVerdict => ({
  budget: 'b',
  scope: 'asset',
  metric: 'brotli',
  subject: 'total',
  subjectKey: 'total',
  sizeBytes: 0,
  state: 'ok',
  modules: [],
  workers: [],
  ...rest,
})

const reportOf = (modules: ModuleReport[], budgets: BudgetVerdict[] = []): BuildReport => ({
  version: 1,
  environment: 'client',
  metric: 'brotli',
  encoders: {},
  modules,
  total: sizes(3_209_900, 1_280_100, 996_200),
  budgets,
  findings: [],
})

const ENGINE = moduleOf('assets/engine-B7cQ1xZe.wasm', {
  summary: named(['Parser::next', 30_000], ['fmt::write', 9000], ['.rodata', 200]),
  uses: [{ file: 'assets/editor.js', kind: 'lazy' }],
})
const RESVG = moduleOf('assets/resvg-Dk2f9aQz.wasm', {
  before: sizes(2_478_600, 933_100, 692_200),
  after: sizes(2_478_600, 933_100, 692_200),
  chosen: 'keep',
  removedSections: [],
  tries: [
    { candidate: 'keep', outcome: 'shipped', wireBytes: 692_200 },
    { candidate: '-O1', outcome: 'not-smaller', wireBytes: 693_600 },
    { candidate: '-Oz', outcome: 'not-smaller', wireBytes: 694_600 },
  ],
  summary: nameless(['code', 1_834_000], ['data', 600_000], ['type', 5]),
  uses: [{ file: 'assets/render.js', kind: 'worker' }],
  place: 'asset',
  sourceSha256: 'b'.repeat(64),
  importers: [],
  fromCache: true,
})
const SQL = moduleOf('assets/sql-wasm-C0dE5aB1.wasm', {
  before: sizes(657_100, 316_000, 277_100),
  after: sizes(657_100, 316_000, 277_100),
  untouched: 'excluded',
  chosen: 'keep',
  removedSections: [],
  uses: [{ file: 'assets/main.js', kind: 'initial' }],
})

const FINE = reportOf(
  [ENGINE, RESVG, SQL],
  [
    verdict({ subject: ENGINE.fileName, sizeBytes: 26_900, limitBytes: 35_000 }),
    verdict({
      subject: RESVG.fileName,
      sizeBytes: 692_200,
      warnBytes: 690_000,
      limitBytes: 752_391,
      state: 'warn',
    }),
    verdict({
      budget: 'first visit',
      scope: 'initial',
      subject: 'index.html',
      sizeBytes: 277_100,
      limitBytes: 400_000,
      workers: ['w.js'],
    }),
    verdict({
      budget: 'initial',
      scope: 'initial',
      subject: 'admin.html',
      sizeBytes: 10,
      limitBytes: 400_000,
      workers: ['w.js'],
    }),
    verdict({ budget: 'total', scope: 'total', sizeBytes: 996_200, limitBytes: 1_000_000 }),
  ],
)

const BROKEN = reportOf(
  [ENGINE, RESVG],
  [
    verdict({ subject: ENGINE.fileName, sizeBytes: 26_900, limitBytes: 1_000_000 }),
    verdict({ subject: ENGINE.fileName, sizeBytes: 26_900, limitBytes: 26_000, state: 'exceeded' }),
    verdict({ subject: RESVG.fileName, sizeBytes: 692_200, warnBytes: 500_000, state: 'warn' }),
    verdict({
      budget: '**/editor.js',
      scope: 'chunk',
      subject: 'assets/editor.js',
      sizeBytes: 2_000_000,
      limitBytes: 500_000,
      state: 'exceeded',
    }),
  ],
)

const HOSTILE_NAME = 'assets/\u001b[31mevil\u202e\n日本語日本語日本語日本語日本語日本語日本語-B7cQ1xZe.wasm'
const HOSTILE = reportOf(
  [
    moduleOf(HOSTILE_NAME, {
      summary: named(
        ['\u009b2J\u0007core::very::long::path::of::a::function::that::nobody::can::read', 60_000],
        ['関数の名前関数の名前関数の名前関数の名前関数の名前', 9000],
        ['a\r\nb\tc', 200],
      ),
      uses: [{ file: `assets/${'editor-with-a-long-name-'.repeat(5)}\u001b]0;x\u0007.js`, kind: 'lazy' }],
      removedSections: ['name', '.debug_info', 'sourceMappingURL', 'linking', 'producers'],
      chosen: '-Os without 1c',
    }),
  ],
  [
    verdict({ subject: HOSTILE_NAME, sizeBytes: 26_900, limitBytes: 1000, state: 'exceeded' }),
    verdict({
      budget: '\u001b[2J名前',
      scope: 'initial',
      subject: `${'ページ/'.repeat(30)}index.html`,
      sizeBytes: 26_900,
      limitBytes: 26_900,
    }),
  ],
)

const REPORTS = {
  FINE,
  BROKEN,
  HOSTILE,
  'no budgets': reportOf([ENGINE, RESVG, SQL]),
  'no modules': reportOf([], [verdict({ scope: 'total' })]),
}

describe('the table of a build that is fine', () => {
  it('has 80 columns', () => {
    expect(render(FINE, 80)).toMatchInlineSnapshot(`
      "
      wasm                                raw      gzip    brotli  budget
      assets/engine-B7cQ1xZe.wasm     74.2 kB   31.0 kB   26.9 kB  ████████░░ 76 %
        119.8 kB before, brotli -33 %: names stripped, -O1
        Parser::next 40 %  fmt::write 12 %  .rodata 0.3 %            lazy by editor.js
      assets/resvg-Dk2f9aQz.wasm    2478.6 kB  933.1 kB  692.2 kB  █████████░ 92 %
        kept as it was: the best of 2 other tries is 0.2 % larger in brotli
        code 74 %  data 24 %  type <0.1 %                             worker render.js
      assets/sql-wasm-C0dE5aB1.wasm  657.1 kB  316.0 kB  277.1 kB
        untouched: excluded by the options
                                                                               initial
      3 modules                     3209.9 kB 1280.1 kB  996.2 kB  ok: 5 of 5 budgets
        first visit (initial of…html, workers included)  277.1 kB  ███████░░░ 69 %
        initial of admin.html, workers included              10 B  ░░░░░░░░░░ 0 %
        total                                            996.2 kB  ██████████ 99 %
      6 siblings · 1 module from cache · 4.1 s"
    `)
  })

  it('has 120 columns', () => {
    expect(render(FINE, 120)).toMatchInlineSnapshot(`
      "
      wasm                                raw      gzip    brotli  budget
      assets/engine-B7cQ1xZe.wasm     74.2 kB   31.0 kB   26.9 kB  ████████░░ 76 %
        119.8 kB before, brotli -33 %: names stripped, -O1
        Parser::next 40 %  fmt::write 12 %  .rodata 0.3 %                                                    lazy by editor.js
      assets/resvg-Dk2f9aQz.wasm    2478.6 kB  933.1 kB  692.2 kB  █████████░ 92 %
        kept as it was: the best of 2 other tries is 0.2 % larger in brotli
        code 74 %  data 24 %  type <0.1 %                                                                     worker render.js
      assets/sql-wasm-C0dE5aB1.wasm  657.1 kB  316.0 kB  277.1 kB
        untouched: excluded by the options
                                                                                                                       initial
      3 modules                     3209.9 kB 1280.1 kB  996.2 kB  ok: 5 of 5 budgets
        first visit (initial of…html, workers included)  277.1 kB  ███████░░░ 69 %
        initial of admin.html, workers included              10 B  ░░░░░░░░░░ 0 %
        total                                            996.2 kB  ██████████ 99 %
      6 siblings · 1 module from cache · 4.1 s"
    `)
  })

  it('has no column for budgets where there are none', () => {
    expect(render(reportOf([SQL]), 80)).toMatchInlineSnapshot(`
      "
      wasm                                raw      gzip    brotli
      assets/sql-wasm-C0dE5aB1.wasm  657.1 kB  316.0 kB  277.1 kB
        untouched: excluded by the options
                                                                               initial
      1 module                      3209.9 kB 1280.1 kB  996.2 kB
      2 siblings · 4.1 s"
    `)
  })
})

describe('the table of a build that breaks budgets', () => {
  it('has 80 columns', () => {
    expect(render(BROKEN, 80)).toMatchInlineSnapshot(`
      "
      wasm                              raw      gzip    brotli  budget
      assets/engine-B7cQ1xZe.wasm   74.2 kB   31.0 kB   26.9 kB  over by 900 B
        119.8 kB before, brotli -33 %: names stripped, -O1
        Parser::next 40 %  fmt::write 12 %  .rodata 0.3 %            lazy by editor.js
      assets/resvg-Dk2f9aQz.wasm  2478.6 kB  933.1 kB  692.2 kB  ██████████ 138 %
        kept as it was: the best of 2 other tries is 0.2 % larger in brotli
        code 74 %  data 24 %  type <0.1 %                             worker render.js
      2 modules                   3209.9 kB 1280.1 kB  996.2 kB  broken: 2 of 4
        **/editor.js (chunk of assets/editor.js)      2000.0 kB  over by 1500.0 kB
      4 siblings · 1 module from cache · 4.1 s"
    `)
  })

  it('has 120 columns', () => {
    expect(render(BROKEN, 120)).toMatchInlineSnapshot(`
      "
      wasm                              raw      gzip    brotli  budget
      assets/engine-B7cQ1xZe.wasm   74.2 kB   31.0 kB   26.9 kB  over by 900 B
        119.8 kB before, brotli -33 %: names stripped, -O1
        Parser::next 40 %  fmt::write 12 %  .rodata 0.3 %                                                    lazy by editor.js
      assets/resvg-Dk2f9aQz.wasm  2478.6 kB  933.1 kB  692.2 kB  ██████████ 138 %
        kept as it was: the best of 2 other tries is 0.2 % larger in brotli
        code 74 %  data 24 %  type <0.1 %                                                                     worker render.js
      2 modules                   3209.9 kB 1280.1 kB  996.2 kB  broken: 2 of 4 budgets
        **/editor.js (chunk of assets/editor.js)      2000.0 kB  over by 1500.0 kB
      4 siblings · 1 module from cache · 4.1 s"
    `)
  })
})

describe('the table of names from strangers', () => {
  it('has 80 columns', () => {
    expect(render(HOSTILE, 80)).toMatchInlineSnapshot(`
      "
      wasm                                   raw      gzip    brotli  budget
      assets/�[31mevil…-B7cQ1xZe.wasm    74.2 kB   31.0 kB   26.9 kB  over by 25.9 kB
        119.8 kB before, brotli -33 %: names, debug info, source map, relocations and…
        �2J�core:…can::read 81 %  関数の名…数の名前 12 %  a��b�c 0.3 %  lazy by…;x�.js
      1 module                         3209.9 kB 1280.1 kB  996.2 kB  broken: 1 of 2
        �[2J名前 (initial of ペー…ージ/ページ/index.html)    26.9 kB  ██████████ 100 %
      2 siblings · 4.1 s"
    `)
  })

  it('has 120 columns', () => {
    expect(render(HOSTILE, 120)).toMatchInlineSnapshot(`
      "
      wasm                                                                           raw      gzip    brotli  budget
      assets/�[31mevil��日本語日本語日本語…語日本語日本語日本語-B7cQ1xZe.wasm    74.2 kB   31.0 kB   26.9 kB  over by 25.9 kB
        119.8 kB before, brotli -33 %: names, debug info, source map, relocations and producers stripped, -Os without 1c
        �2J�core::very::…body::can::read 81 %  関数の名前関数の…名前関数の名前 12 %  a��b�c 0.3 %  lazy by edito…ame-�]0;x�.js
      1 module                                                                 3209.9 kB 1280.1 kB  996.2 kB  broken: 1 of 2
        �[2J名前 (initial of ページ/ページ/ページ/ペ…ージ/ページ/ページ/ページ/ページ/index.html)    26.9 kB  ██████████ 100 %
      2 siblings · 4.1 s"
    `)
  })
})

describe.each(Object.entries(REPORTS))('the table of %s', (_, report) => {
  it.each([80, 100, 120])('has no line wider than %i columns', (columns) => {
    for (const line of render(report, columns).split('\n')) {
      expect(stringWidth(line), line).toBeLessThanOrEqual(columns)
    }
  })

  it('has no control characters but line ends, and as many lines as a harmless one', () => {
    const text = render(report, 80)
    // The regular expression is about controls and what reorders text.
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    const shared = report.budgets.filter(({ scope }) => scope !== 'asset').length
    expect(text.split('\n')).toHaveLength(2 + report.modules.length * 3 + 1 + shared + 1)
  })

  it('has no spaces at the end of lines', () => {
    expect(
      render(report, 80)
        .split('\n')
        .filter((line) => line.endsWith(' ')),
    ).toEqual([])
  })
})

describe('colours', () => {
  const tagged = Object.fromEntries(
    Object.keys(PLAIN).map((name) => [name, (text: string) => `<${name}>${text}</${name}>`]),
  ) as unknown as Paint

  it('say how budgets stand', () => {
    expect(render(BROKEN, 80, tagged)).toContain('<bad>over by 900 B</bad>')
    expect(render(BROKEN, 80, tagged)).toContain('<bad>broken: 2 of 4')
    expect(render(FINE, 80, tagged)).toMatch(/<good>█+░* 76 %<\/good>/)
    expect(render(FINE, 80, tagged)).toMatch(/<near>█+░* 92 %<\/near>/)
    expect(render(FINE, 80, tagged)).toContain('<good>ok: 5 of 5')
  })

  it('change nothing but the colour', () => {
    const untagged = render(FINE, 80, tagged).replace(/<\/?(?:accent|bold|dim|bad|near|good)>/g, '')
    expect(untagged).toBe(render(FINE, 80))
  })
})

describe('the bar of a budget', () => {
  const bar = (rest: Partial<BudgetVerdict>) =>
    /[█░]{10} \d+ %/.exec(render(reportOf([], [verdict({ scope: 'total', ...rest })]), 80))?.[0]

  it.each([
    { sizeBytes: 0, limitBytes: 100, text: '░░░░░░░░░░ 0 %' },
    { sizeBytes: 78, limitBytes: 100, text: '████████░░ 78 %' },
    { sizeBytes: 999, limitBytes: 1000, text: '██████████ 99 %' },
    { sizeBytes: 100, limitBytes: 100, text: '██████████ 100 %' },
    { sizeBytes: 0, limitBytes: 0, text: '░░░░░░░░░░ 0 %' },
    { sizeBytes: 50, warnBytes: 100, text: '█████░░░░░ 50 %' },
    { sizeBytes: 300, warnBytes: 100, state: 'warn' as const, text: '██████████ 300 %' },
  ])('is $text', ({ text, ...rest }) => {
    expect(bar(rest)).toBe(text)
  })
})

it.each([
  { rawBytes: [1000], line: 'wasm  1 module, 1.0 kB raw, stripped only while watching' },
  { rawBytes: [1000, 500], line: 'wasm  2 modules, 1.5 kB raw, stripped only while watching' },
])('in watch mode says $line', ({ rawBytes, line }) => {
  expect(renderWatchLine(rawBytes)).toBe(line)
})

describe('where there is more', () => {
  const footer = (columns: number, details: string) =>
    renderTable(FINE, { columns, paint: PLAIN, seconds: 4.06, details }).split('\n').slice(-2)

  it('is said in the last row, or below where that is too wide', () => {
    const facts = '6 siblings · 1 module from cache · 4.1 s'
    expect(footer(80, 'reports')[1]).toBe(`${facts} · details: reports`)
    const long = `node_modules/.vite/${'x'.repeat(20)}`
    expect(footer(80, long)).toEqual([facts, `details: ${long}`])
    expect(footer(100, long)[1]).toBe(`${facts} · details: ${long}`)
  })
})

describe('modules found on disk', () => {
  const found = renderFound(FINE, new Set([FINE.modules[0]?.fileName as string]), {
    columns: 80,
    paint: PLAIN,
    seconds: 1,
  })

  it('are the only ones of the table, under another head, with the sum and the budgets of all', () => {
    const [, head, first] = found.split('\n')
    expect(head).toMatch(/^wasm found on disk +raw +gzip +brotli/)
    expect(first?.startsWith(FINE.modules[0]?.fileName as string)).toBe(true)
    for (const { fileName } of FINE.modules.slice(1)) expect(found).not.toContain(fileName)
    expect(found).toContain(`${FINE.modules.length} modules in all`)
    expect(found).toContain('ok: 5 of 5')
    expect(found).toMatch(/\n2 siblings/)
  })
})
