import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/finding.ts'
import { renderAnnotations } from '../../src/report/github.ts'
import { buildReportOf, moduleReportOf, summaryOf, verdictOf } from '../support/reports.ts'
import { runnerCommands } from '../support/runner-commands.ts'

const engine = moduleReportOf('assets/engine-B7cQ1xZe.wasm', 628_400, {
  importers: ['src/main.ts'],
  summary: summaryOf({ sizeBytes: 1000, crates: [{ name: 'regex', sizeBytes: 900 }] }),
})
const exceeded = verdictOf({
  budget: 'engine',
  state: 'exceeded',
  subject: engine.fileName,
  sizeBytes: 157_100,
  limitBytes: 100_000,
  modules: [{ fileName: engine.fileName, sizeBytes: 157_100 }],
})

const unmatched = (budget: string): Finding => ({
  code: 'budget-unmatched',
  severity: 'warn',
  args: { budget, scope: 'asset', built: [] },
})

describe('renderAnnotations', () => {
  it('says nothing of a build that is fine', () => {
    const info: Finding = { ...unmatched('x'), severity: 'info' }
    expect(renderAnnotations(buildReportOf([engine], { findings: [info], budgets: [verdictOf({})] }))).toBe(
      '',
    )
  })

  it('tells a broken budget where the module is referred to, with its largest parts', () => {
    expect(renderAnnotations(buildReportOf([engine], { budgets: [exceeded] }))).toBe(
      '::error file=src/main.ts,title=wasm budget::engine-B7cQ1xZe.wasm 157.1 kB brotli, limit 100.0 kB, ' +
        'over by 57.1 kB: regex 900 B raw (budget "engine")\n',
    )
  })

  it('tells what grew where that is known', () => {
    const causes = [
      { kind: 'crate', name: 'regex', change: 'added', deltaBytes: 118_900, metric: 'raw' },
    ] as const
    const report = buildReportOf([engine], { budgets: [{ ...exceeded, causes }] })
    expect(renderAnnotations(report)).toContain('over by 57.1 kB: regex +118.9 kB raw (budget')
  })

  it('tells the largest modules of a page, and names the page', () => {
    const initial = {
      ...exceeded,
      scope: 'initial' as const,
      subject: 'app/index.html',
      modules: [
        { fileName: engine.fileName, sizeBytes: 157_100 },
        { fileName: 'assets/b.wasm', sizeBytes: 5 },
      ],
    }
    expect(renderAnnotations(buildReportOf([engine], { budgets: [initial] }))).toBe(
      '::error file=app/index.html,title=wasm budget::initial of app/index.html 157.1 kB brotli, limit 100.0 kB, ' +
        'over by 57.1 kB: engine-B7cQ1xZe.wasm 157.1 kB brotli · b.wasm 5 B brotli (budget "engine")\n',
    )
  })

  it.each([
    [{ importers: [], originalNames: ['engine.wasm', 'src/engine.wasm'] }, 'src/engine.wasm'],
    [{ importers: [], originalNames: ['engine/engine.wasm', 'node_modules/engine/engine.wasm'] }, undefined],
    [{ importers: ['node_modules/x/x.js', 'src/a.js'], originalNames: [] }, 'src/a.js'],
    [{ importers: ['../outside.js'], originalNames: [] }, undefined],
    [{ importers: [], originalNames: [] }, undefined],
  ])('finds the file of %j', (names, file) => {
    const report = buildReportOf([{ ...engine, ...names }], { budgets: [exceeded] })
    expect(runnerCommands(renderAnnotations(report))[0]?.properties['file']).toBe(file)
  })

  it('finds the file of the first module that has one', () => {
    const packaged = moduleReportOf('assets/big.wasm', 9, { importers: ['node_modules/x/x.js'] })
    const modules = [packaged, engine].map(({ fileName }) => ({ fileName, sizeBytes: 5 }))
    const chunk = { ...exceeded, scope: 'chunk' as const, subject: 'assets/a.js', modules }
    const [command] = runnerCommands(
      renderAnnotations(buildReportOf([packaged, engine], { budgets: [chunk] })),
    )
    expect(command?.properties['file']).toBe('src/main.ts')
  })

  it('counts paths from the repository', () => {
    const text = renderAnnotations(buildReportOf([engine], { budgets: [exceeded] }), { root: 'packages/app' })
    expect(text).toContain('::error file=packages/app/src/main.ts,')
  })

  it('tells warnings after errors, without a file where they are about no module', () => {
    const report = buildReportOf([engine], { budgets: [exceeded], findings: [unmatched('x')] })
    expect(
      runnerCommands(renderAnnotations(report)).map(({ command, properties }) => [command, properties]),
    ).toEqual([
      ['error', { file: 'src/main.ts', title: 'wasm budget' }],
      ['warning', { title: 'wasm' }],
    ])
  })

  it('escapes what the runner unescapes', () => {
    const importers = ['src/a,b:c%2C.ts']
    const report = buildReportOf([{ ...engine, importers }], {
      budgets: [{ ...exceeded, budget: '100 % ::x' }],
    })
    const [command] = runnerCommands(renderAnnotations(report))
    expect(command?.properties).toEqual({ file: 'src/a,b:c%2C.ts', title: 'wasm budget' })
    expect(command?.data).toContain('(budget "100 % ::x")')
  })

  it('tells no more than GitHub shows, and how many there are', () => {
    const findings = [...Array(12).keys()].map((at) => unmatched(`budget ${at}`))
    const commands = runnerCommands(renderAnnotations(buildReportOf([], { findings })))
    expect(commands).toHaveLength(10)
    expect(commands.at(-1)?.data).toBe('3 more are in the summary of the job')
    const ten = renderAnnotations(buildReportOf([], { findings: findings.slice(2) }))
    expect(runnerCommands(ten).at(-1)?.data).toContain('budget 11')
  })
})
