import { describe, expect, it } from 'vitest'
import { inlinedModules, referToInlined } from '../../src/plugins/found-inlined.ts'
import { InlinedModules } from '../../src/plugins/inlined-modules.ts'
import { inlinedFileName } from '../../src/plugins/inlined-text.ts'
import type { Session } from '../../src/plugins/session.ts'
import type { OutputAsset, OutputChunk } from '../../src/plugins/types.ts'
import { sha256 as sha256Of } from '../support/app.ts'
import { moduleOf } from '../support/wasm-fixtures.ts'
import { scriptOf } from '../support/script-of.ts'

const small = (seed: number): Uint8Array => moduleOf(seed, { dataBytes: 16 })
const text = (seed: number): string => Buffer.from(small(seed)).toString('base64')

const shippedOf = (source: Uint8Array) => ({
  source,
  bytes: source,
  chosen: 'keep',
  tries: [],
  removedSections: [],
  findings: [],
  fromCache: false,
})

function sessionKnowing(...known: [seed: number, ...names: string[]][]): Session {
  const inlined = new InlinedModules()
  for (const [seed, ...names] of known) {
    const shipped = shippedOf(small(seed))
    inlined.add(sha256Of(small(seed)), { shipped, names: new Set(names), early: false })
  }
  const pipeline = {
    ship: (source: Uint8Array, _asset: string, untouched: string) =>
      Promise.resolve({ ...shippedOf(source), untouched }),
  }
  return { inlined, pipeline } as unknown as Session
}

const chunk = (fileName: string, code: string): OutputChunk => ({
  type: 'chunk',
  fileName,
  name: fileName,
  isEntry: true,
  isDynamicEntry: false,
  facadeModuleId: null,
  imports: [],
  dynamicImports: [],
  code,
})

const asset = (fileName: string, source: string | Uint8Array): OutputAsset => ({
  type: 'asset',
  fileName,
  source,
})

const find = async (session: Session, ...files: (OutputChunk | OutputAsset)[]) =>
  inlinedModules(session, Object.fromEntries(files.map((file) => [file.fileName, file])))

describe('inlined modules', () => {
  it('are found in chunks, and in scripts, style sheets and pages that are assets', async () => {
    const found = await find(
      sessionKnowing([1, 'src/a.wasm']),
      chunk('a.js', `f("${text(1)}")`),
      asset('b.mjs', `f("${text(1)}")`),
      asset('c.css', new TextEncoder().encode(`url(${text(1)})`)),
      asset('d.html', `<a href="${text(1)}">`),
      asset('e.json', `"${text(1)}"`),
      asset('f.js.map', `"${text(1)}"`),
      asset('g.wasm', small(1)),
    )
    expect(found.map(({ fileName }) => fileName)).toEqual([
      'a.js#a.wasm',
      'b.mjs#a.wasm',
      'c.css#a.wasm',
      'd.html#a.wasm',
    ])
    expect(found.every(({ place, shipped }) => place === 'inlined' && shipped?.untouched === undefined)).toBe(
      true,
    )
  })

  it('are listed once for each file, with how each copy is written', async () => {
    const code = `f("${text(1)}", "${text(1).replace(/=+$/, '')}", "${encodeURIComponent(`"${text(1)}"`)}")`
    const [only, ...others] = await find(sessionKnowing([1, 'a.wasm']), chunk('a.js', code))
    expect(others).toEqual([])
    const isPadded = text(1).endsWith('=')
    expect(only?.inlined).toEqual({
      file: 'a.js',
      copies: [
        { padded: true, escaped: false },
        { padded: !isPadded, escaped: false },
        { padded: true, escaped: true },
      ],
    })
  })

  it('have names of their own where they came from one script', async () => {
    const session = sessionKnowing([1, 'src/main.js'], [2, 'src/main.js'])
    const found = await find(session, chunk('a.js', `f("${text(1)}", "${text(2)}")`))
    expect(found.map(({ fileName }) => fileName)).toEqual(['a.js#main.js', 'a.js#main.js-2'])
  })

  it('that nobody has worked on are left to who wrote the text', async () => {
    const [only] = await find(sessionKnowing(), chunk('a.js', `f("${text(1)}")`))
    expect([only?.fileName, only?.shipped?.untouched, only?.originalNames]).toEqual([
      'a.js#wasm',
      'text-not-ours',
      [],
    ])
  })

  it('are referred to by the scripts that hold them', () => {
    const scripts = ['a.js', 'b.js'].map((fileName) => scriptOf(fileName, { modules: ['x.wasm'] }))
    const found = [{ fileName: 'b.js#y.wasm', inlined: { file: 'b.js', copies: [] } }, { fileName: 'x.wasm' }]
    expect(referToInlined(scripts, found).map(({ modules }) => modules)).toEqual([
      ['x.wasm'],
      ['x.wasm', 'b.js#y.wasm'],
    ])
  })
})

describe('the name of an inlined module', () => {
  it.each([
    [['src/a.wasm'], 'js/x.js#a.wasm'],
    [['src/z.wasm', 'src/b.wasm', 'src/a.js'], 'js/x.js#b.wasm'],
    [['src/b.js', 'src/a.js'], 'js/x.js#a.js'],
    [[], 'js/x.js#wasm'],
  ])('of %j is %s', (names, expected) => expect(inlinedFileName('js/x.js', names)).toBe(expected))
})
