import { resolve } from 'node:path'

import { describe, expect, it } from 'vitest'
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
