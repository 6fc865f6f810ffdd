import { afterAll, describe, expect, it } from 'vitest'
import { ExportLists, type ExportsOption } from '../../../src/optimize/exports/export-lists.ts'
import { makeApp, removeApps, type Files } from '../../support/app.ts'

afterAll(removeApps)

const listsOf = (options: Record<string, ExportsOption>, files: Files = {}) =>
  new ExportLists(options, makeApp(files).root)

const file = 'lists.json'

describe('ExportLists', () => {
  it('gives a module the lists of all globs that match one of its names', () => {
    const lists = listsOf({ '**/*.wasm': ['b', 'a'], 'pkg/**': ['c', 'a'], 'other.wasm': ['d'] })
    expect(lists.of(['assets/x-Ab12cd34.wasm', 'pkg/x.wasm']).names).toEqual(['a', 'b', 'c'])
    expect(lists.of(['x.wasm']).names).toEqual(['a', 'b'])
    expect(lists.of(['x.bin'])).toEqual({ lacking: [] })
  })

  it('takes an empty list for one', () => {
    expect(listsOf({ '*': [] }).of(['x.wasm']).names).toEqual([])
  })

  it('reads one list for all that a glob matches, or one a module', () => {
    expect(listsOf({ '*': { file } }, { [file]: '["b", "a"]' }).of(['x.wasm']).names).toEqual(['a', 'b'])
    const written = JSON.stringify({ 'pkg/x.wasm': ['a'], 'assets/y.wasm': ['b'] })
    const lists = listsOf({ '**': { file } }, { [file]: written })
    expect(lists.of(['assets/x-Ab12cd34.wasm', 'pkg/x.wasm']).names).toEqual(['a'])
    // Nobody says where it came from, so that its list goes by the name without the hash.
    expect(lists.of(['assets/y-Ab12cd34.wasm']).names).toEqual(['b'])
  })

  it('keeps everything where a file has no list of the module, or is not there', () => {
    const options = { '**': { file }, 'x.wasm': ['a'] }
    expect(listsOf(options, { [file]: '{}' }).of(['x.wasm'])).toEqual({
      lacking: [{ file, isMissing: false }],
    })
    expect(listsOf(options).of(['x.wasm'])).toEqual({ lacking: [{ file, isMissing: true }] })
  })

  it.each([
    ['no JSON', '{'],
    ['no lists', '"a"'],
    ['a list of something else', '[1]'],
    ['something else than lists', '{ "x.wasm": "a" }'],
    ['nothing', 'null'],
  ])('refuses a file with %s', (_, text) => {
    expect(() => listsOf({ '*': { file } }, { [file]: text })).toThrow(
      /^\[vite-plugin-wasm-budget\] lists\.json/,
    )
  })

  it('refuses a directory', () => {
    expect(() => listsOf({ '*': { file: '.' } })).toThrow(/EISDIR/)
  })
})

describe('the fingerprint', () => {
  const of = (...args: Parameters<typeof listsOf>) => JSON.stringify(listsOf(...args).fingerprint)

  it('is of what the lists say, wherever and in whatever order they were written', () => {
    const inline = of({ '*': ['a', 'b'] })
    expect(of({ '*': ['b', 'a'] })).toBe(inline)
    expect(of({ '*': { file } }, { [file]: '["b","a"]' })).toBe(inline)
    expect(of({ '*': { file: 'moved.json' } }, { 'moved.json': '[ "a", "b" ]' })).toBe(inline)
    expect(of({ a: ['x'], b: ['y'] })).toBe(of({ b: ['y'], a: ['x'] }))
  })

  it('changes with a name, a glob, a module, or whether there is a list', () => {
    const all = [
      of({}),
      of({ '*': ['a', 'b'] }),
      of({ '*': ['a'] }),
      of({ '**': ['a', 'b'] }),
      of({ '*': [] }),
      of({ '*': { file } }),
      of({ '*': { file } }, { [file]: '{}' }),
      of({ '*': { file } }, { [file]: '{"x.wasm":["a"]}' }),
      of({ '*': { file } }, { [file]: '{"y.wasm":["a"]}' }),
    ]
    expect(new Set(all).size).toBe(all.length)
  })
})
