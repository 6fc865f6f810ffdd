import { describe, expect, it } from 'vitest'
import { candidateFiles, modulePathOf, urlPathOf } from '../../../src/plugins/dev/module-path.ts'

describe('modulePathOf', () => {
  it.each([
    ['/a.wasm', '/', '/a.wasm'],
    ['/a.wasm?init', '/', '/a.wasm'],
    ['/a.wasm?t=123', '/', '/a.wasm'],
    ['/a%20b.wasm', '/', '/a b.wasm'],
    ['/base/a.wasm', '/base/', '/a.wasm'],
    ['/@fs/x/a.WASM', '/', '/@fs/x/a.WASM'],
  ])('takes %s below %s for %s', (url, base, path) => expect(modulePathOf(url, base)).toBe(path))

  it.each([
    '/a.wasm?import&init',
    '/a.wasm?url',
    '/a.wasm?import&url',
    '/a.wasm?raw',
    '/a.js',
    '/a.wasm.br',
    '/%',
    '/?a.wasm',
  ])('takes %s for no module', (url) => expect(modulePathOf(url, '/')).toBeUndefined())

  it('takes what lies outside the base for no module', () => {
    expect(modulePathOf('/other/a.wasm', '/base/')).toBeUndefined()
  })
})

describe('urlPathOf', () => {
  it.each([
    ['/app/src/a.wasm', '/src/a.wasm'],
    ['/apple/a.wasm', '/@fs/apple/a.wasm'],
    ['C:\\lib\\a.wasm', '/@fs/C:/lib/a.wasm'],
  ])('makes of %s %s', (file, path) => expect(urlPathOf(file, '/app')).toBe(path))
})

describe('candidateFiles', () => {
  it('looks in the public directory and in the root, or where the URL says', () => {
    expect(candidateFiles('/a.wasm', '/app', '/app/public')).toEqual(['/app/public/a.wasm', '/app/a.wasm'])
    expect(candidateFiles('/a.wasm', '/app', '')).toEqual(['/app/a.wasm'])
    expect(candidateFiles('/@fs/lib/a.wasm', '/app', '/app/public')).toEqual(['/lib/a.wasm'])
    expect(candidateFiles('/@fs/C:/lib/a.wasm', '/app', '')).toEqual(['C:/lib/a.wasm'])
  })
})
