import { resolve } from 'node:path'

import { describe, expect, it } from 'vitest'
import { buildReportOf, moduleReportOf } from '../support/reports.ts'
import { dirOf, Outputs } from '../../src/plugins/outputs.ts'

describe('Outputs', () => {
  it('finds the output that is worked on by environment and directory, until it is written', () => {
    const outputs = new Outputs()
    outputs.begin('client', '/a', new Map())
    outputs.begin('ssr', '/a', new Map())
    outputs.begin('client', '/a', new Map())
    const first = outputs.current('client', '/a')
    expect(outputs.current('client', '/b')).toBeUndefined()
    expect(outputs.current('ssr', '/a')?.environment).toBe('ssr')
    if (first !== undefined) first.written = true
    const second = outputs.current('client', '/a')
    expect(second).not.toBe(first)
    expect(outputs.take('client')).toEqual([first, second])
    expect(outputs.take('client')).toEqual([])
    expect(outputs.dirs).toEqual(['/a'])
  })

  it('lists those of one directory, written or not', () => {
    const outputs = new Outputs()
    for (const [environment, dir] of [
      ['client', '/a'],
      ['client', '/b'],
      ['ssr', '/a'],
      ['client', '/a'],
    ] as const)
      outputs.begin(environment, dir, new Map())
    const first = outputs.current('client', '/a')
    if (first !== undefined) first.written = true
    expect(outputs.of('client', '/a').map(({ written }) => written)).toEqual([true, false])
  })

  it('counts outputs of an environment by their reports, but for those without modules', () => {
    const outputs = new Outputs()
    const reports = [0, 1, 1].map((count) =>
      buildReportOf([...Array(count).keys()].map((at) => moduleReportOf(`${at}.wasm`, 1))),
    )
    const ssr = buildReportOf([], { environment: 'ssr' })
    for (const report of [...reports, ssr]) {
      outputs.begin(report.environment, '/a', new Map())
      const current = outputs.of(report.environment, '/a').at(-1)
      if (current !== undefined) current.report = report
    }
    expect([...reports, ssr].map((report) => outputs.numberOf(report))).toEqual([1, 1, 2, 1])
    expect(outputs.numberOf(buildReportOf([]))).toBe(1)
  })

  it('remembers when a build began', () => {
    const outputs = new Outputs()
    outputs.start('client', 5)
    outputs.start('ssr', 7)
    outputs.start('client', 6)
    expect([outputs.startedMs('client'), outputs.startedMs('ssr'), outputs.startedMs('edge')]).toEqual([
      6, 7, 0,
    ])
  })
})

it.each([
  { options: { dir: 'dist' }, dir: 'dist' },
  { options: { file: 'dist/a/bundle.js' }, dir: 'dist/a' },
  { options: {}, dir: '.' },
])('the directory of $options is $dir', ({ options, dir }) => {
  expect(dirOf(options)).toBe(resolve(dir))
})
