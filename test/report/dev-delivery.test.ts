import { describe, expect, it } from 'vitest'
import { judgeDelivery } from '../../src/report/dev-delivery.ts'

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
    ['what no answer came to', { status: 0, isWasm: false }, 'not-served', ['not-served']],
    ['what the browser tells nothing about', { isWasm: false }, 'streaming', []],
    ['what the page may not read', { ...good, refusedOrigin: 'http://a.test' }, 'no-cors', ['cors-missing']],
  ] as const)('judges %s', (_name, served, kind, codes) => {
    const { delivery, findings } = judgeDelivery(served, undefined)
    expect(delivery.kind).toBe(kind)
    expect(findings.map(({ code }) => code)).toEqual(codes)
  })

  it('says which server keeps a page from reading', () => {
    const refused = { isWasm: false, refusedOrigin: 'http://a.test', server: 'http://b.test' }
    expect(judgeDelivery(refused, undefined).findings).toEqual([
      {
        code: 'cors-missing',
        severity: 'error',
        args: { origin: 'http://a.test', server: 'http://b.test' },
      },
    ])
  })
})
