import { describe, expect, it } from 'vitest'
import type { DevState } from '../../../src/report/dev-state.ts'
import { describeForeign, withForeign } from '../../../src/ui/overlay/foreign-modules.ts'

const good = describeForeign({
  url: 'https://cdn.test/good.wasm?v=1',
  served: { status: 200, type: 'application/wasm', isWasm: false },
  sizeBytes: 1234,
})
const refused = describeForeign({
  url: 'https://cdn.test/refused.wasm',
  served: { isWasm: false, refusedOrigin: 'http://localhost:5173', server: 'https://cdn.test' },
})

const EMPTY: DevState = {
  version: 1,
  revision: 1,
  metric: 'brotli',
  modules: [],
  total: { devBytes: 0, shippedRawBytes: 0, wireBytes: 0, isEstimate: false },
  measured: { done: 0, all: 0 },
  budgets: [],
  verdict: 'none',
}

describe('describeForeign', () => {
  it('names a module without protocol and query, and claims nothing of a build', () => {
    expect(good).toEqual({
      id: 'https://cdn.test/good.wasm?v=1',
      url: 'https://cdn.test/good.wasm?v=1',
      name: 'cdn.test/good.wasm',
      importers: [],
      devBytes: 1234,
      delivery: { kind: 'streaming' },
      findings: [],
      isForeign: true,
      isInlinedInBuild: false,
    })
  })

  it('says which server keeps the page from reading', () => {
    expect(refused.delivery).toEqual({ kind: 'no-cors' })
    expect(refused.findings).toMatchObject([{ code: 'cors-missing', args: { server: 'https://cdn.test' } }])
  })
})

describe('withForeign', () => {
  it('puts problems first and the rest last, and adds to no total', () => {
    const own = { ...good, id: '1', name: 'src/own.wasm', isForeign: false }
    const state = withForeign({ ...EMPTY, modules: [own], verdict: 'ok' }, [good, refused])
    expect(state.modules.map(({ name }) => name)).toEqual([
      'cdn.test/refused.wasm',
      'src/own.wasm',
      'cdn.test/good.wasm',
    ])
    expect(state.total).toEqual(EMPTY.total)
    expect(state.verdict).toBe('near')
  })

  it.each([
    ['none', [], 'none'],
    ['none', [good], 'ok'],
    ['none', [refused], 'near'],
    ['over', [refused], 'over'],
    ['working', [refused], 'working'],
  ] as const)('makes of %s something that holds for all', (verdict, foreign, expected) => {
    expect(withForeign({ ...EMPTY, verdict }, foreign).verdict).toBe(expected)
  })
})
