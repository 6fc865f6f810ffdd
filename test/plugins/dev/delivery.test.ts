import { describe, expect, it } from 'vitest'
import { judgeDelivery, prebundledPackage } from '../../../src/plugins/dev/delivery.ts'

const good = { status: 200, type: 'application/wasm', isWasm: true }

describe('judgeDelivery', () => {
  it.each([
    ['what nobody asked for', undefined, 'not-fetched', []],
    ['what streams', good, 'streaming', []],
    ['a type in capitals', { ...good, type: 'Application/WASM' }, 'streaming', []],
    [
      'a type with parameters',
      { ...good, type: 'application/wasm; charset=utf-8' },
      'wrong-type',
      ['mime-type-wrong'],
    ],
    ['another type', { ...good, type: 'application/octet-stream' }, 'wrong-type', ['mime-type-wrong']],
    ['no type', { ...good, type: '' }, 'wrong-type', ['mime-type-wrong']],
    ['a page', { status: 200, type: 'text/html', isWasm: false }, 'wrong-type', ['page-instead-of-module']],
    ['what is not there', { status: 404, type: 'text/plain', isWasm: false }, 'not-served', ['not-served']],
    ['what the page may not read', { ...good, refusedOrigin: 'http://a.test' }, 'no-cors', ['cors-missing']],
  ] as const)('judges %s', (_name, served, kind, codes) => {
    const { delivery, findings } = judgeDelivery(served, undefined)
    expect(delivery.kind).toBe(kind)
    expect(findings.map(({ code }) => code)).toEqual(codes)
  })
})

describe('prebundledPackage', () => {
  it('finds the package among those who refer to a module', () => {
    expect(prebundledPackage(['src/main.js', '@scope/dep (prebundled)'])).toBe('@scope/dep')
    expect(prebundledPackage(['src/main.js'])).toBeUndefined()
  })
})
