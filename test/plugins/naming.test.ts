import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import type { WasmBudgetOptions } from '../../src/options.ts'
import { namingPlugin } from '../../src/plugins/naming.ts'
import { promisedBy } from '../../src/plugins/origins.ts'
import { Session } from '../../src/plugins/session.ts'
import type { AssetInfo, OutputOptions } from '../../src/plugins/types.ts'
import { resolveOptions } from '../../src/resolve-options.ts'
import { custom, wasm } from '../support/wasm-builder.ts'

const SOURCE = wasm(custom('a', [1]))
const OTHER = wasm(custom('a', [2]))

type NameOf = (info: AssetInfo) => string

function start(options: WasmBudgetOptions = {}) {
  const session = new Session(resolveOptions({ optimize: { engine: 'none' }, ...options }))
  const plugin = namingPlugin(session)
  const wrap = (output: OutputOptions, watchMode = false) =>
    plugin.outputOptions?.call({ meta: { watchMode } }, output) as
      | (OutputOptions & { assetFileNames: NameOf })
      | undefined
  const nameWith = (output: OutputOptions, info: Partial<AssetInfo> = {}) => {
    const wrapped = wrap(output)
    if (wrapped === undefined) throw new Error('not wrapped')
    return wrapped.assetFileNames({ names: ['engine.wasm'], source: SOURCE, ...info })
  }
  return { session, plugin, wrap, nameWith }
}

const name = (output: OutputOptions, info?: Partial<AssetInfo>, options?: WasmBudgetOptions) =>
  start(options).nameWith(output, info)

describe('the name of a module', () => {
  it.each([
    { pattern: 'assets/[name]-[hash][extname]', expected: /^assets\/\[name\]-[\w-]{8}\[extname\]$/ },
    { pattern: '[hash:20].wasm', expected: /^[\w-]{20}\.wasm$/ },
    { pattern: '[hash:4]/[name].[hash][extname]', expected: /^[\w-]{4}\/\[name\]\.[\w-]{8}\[extname\]$/ },
    { pattern: '[name][extname]', expected: /^\[name\]\[extname\]$/ },
  ])('fills in the hashes of $pattern and leaves the rest to the bundler', ({ pattern, expected }) => {
    expect(name({ assetFileNames: pattern })).toMatch(expected)
  })

  it('has the hash of the default pattern where there is none', () => {
    expect(name({})).toMatch(/^assets\/\[name\]-[\w-]{8}\[extname\]$/)
  })

  it('has hashes that begin alike, however long', () => {
    const long = name({ assetFileNames: '[hash:20]' })
    expect(long.startsWith(name({ assetFileNames: '[hash]' }))).toBe(true)
  })

  it.each([
    { hashCharacters: 'hex', expected: /^[\da-f]{20}$/ },
    { hashCharacters: 'base36', expected: /^[\da-z]{20}$/ },
    { hashCharacters: 'base64', expected: /^[\w-]{20}$/ },
    { hashCharacters: undefined, expected: /^[\w-]{20}$/ },
  ] as const)('has a hash of the characters of $hashCharacters', ({ hashCharacters, expected }) => {
    expect(name({ assetFileNames: '[hash:20]', hashCharacters })).toMatch(expected)
  })

  it('is asked of a function, which is told the name and may use patterns', () => {
    const assetFileNames = (({ names }: AssetInfo) => `x/${names?.[0]}-[hash:6]`) as (info: never) => string
    expect(name({ assetFileNames })).toMatch(/^x\/engine\.wasm-[\w-]{6}$/)
  })
})

describe('the hash of a module', () => {
  const hash = (info?: Partial<AssetInfo>, options?: WasmBudgetOptions) =>
    name({ assetFileNames: '[hash:20]' }, info, options)

  it('is the same for the same source and options, in another build and under another name', () => {
    expect(hash({ names: ['other.wasm'] })).toBe(hash())
    expect(hash({ source: Buffer.from(SOURCE) })).toBe(hash())
  })

  it('is another for another source', () => {
    expect(hash({ source: OTHER })).not.toBe(hash())
  })

  it.each<{ what: string; options: WasmBudgetOptions }>([
    { what: 'optimising is off', options: { optimize: false } },
    { what: 'strip is another', options: { optimize: { engine: 'none', strip: 'always' } } },
    { what: 'a section is kept', options: { optimize: { engine: 'none', keepSections: 'name' } } },
    { what: 'the metric is another', options: { metric: 'gzip' } },
    { what: 'the effort is another', options: { effort: 'max' } },
    { what: 'others are excluded', options: { exclude: '**/other.wasm' } },
  ])('is another where $what, since the bytes may be', ({ options }) => {
    expect(hash(undefined, options)).not.toBe(hash())
  })

  it.each<{ what: string; options: WasmBudgetOptions }>([
    { what: 'a budget', options: { budgets: [{ scope: 'total', limit: 1 }] } },
    { what: 'a threshold', options: { compress: { threshold: 1 } } },
    { what: 'a format', options: { compress: { formats: ['gz'] } } },
    { what: 'a report', options: { report: { dir: 'symbols' } } },
    {
      what: 'a bound that only guards',
      options: { optimize: { engine: 'none', memory: '1 GiB', seconds: 1, onFault: 'keep' } },
    },
  ])('is the same with $what, which changes no bytes', ({ options }) => {
    expect(hash(undefined, options)).toBe(hash())
  })

  it('is another in watch mode, which only strips', () => {
    const { wrap } = start()
    const wrapped = wrap({ assetFileNames: '[hash:20]' }, true)
    expect(wrapped?.assetFileNames({ source: SOURCE })).not.toBe(hash())
  })

  it('that a function makes of the source changes with what is done to it', () => {
    const own = (({ source }: AssetInfo) =>
      createHash('sha256').update(source).digest('hex').slice(0, 12)) as (info: never) => string
    const plain = createHash('sha256').update(SOURCE).digest('hex').slice(0, 12)
    expect(name({ assetFileNames: own })).not.toBe(plain)
    expect(name({ assetFileNames: own }, undefined, { effort: 'max' })).not.toBe(
      name({ assetFileNames: own }),
    )
  })
})

describe('the hash of a module that overrides may match', () => {
  const hash = (overrides: WasmBudgetOptions['overrides'], info: Partial<AssetInfo> = {}) =>
    name({ assetFileNames: 'assets/[name]-[hash:20][extname]' }, info, overrides && { overrides })
  const plain = hash(undefined)

  it.each(['engine.wasm', 'src/*.wasm', 'pkg/**', 'assets/engine-*.wasm'])(
    'is another where %s overrides what decides about bytes',
    (match) => {
      const info = { originalFileNames: ['src/engine.wasm', '../node_modules/pkg/engine.wasm'] }
      expect(hash([{ match, effort: 'max' }], info)).not.toBe(plain)
      expect(hash([{ match, optimize: false }], info)).not.toBe(plain)
      expect(hash([{ match, optimize: { strip: 'always' } }], info)).not.toBe(plain)
    },
  )

  it('is the one of a build with these options', () => {
    const pattern = { assetFileNames: 'assets/[name]-[hash:20][extname]' }
    expect(hash([{ match: '**', effort: 'max' }])).toBe(name(pattern, {}, { effort: 'max' }))
    expect(hash([{ match: '**', optimize: false }])).toBe(name(pattern, {}, { optimize: false }))
  })

  it.each<{ what: string; overrides: WasmBudgetOptions['overrides'] }>([
    { what: 'none matches it', overrides: [{ match: 'other.wasm', effort: 'max' }] },
    { what: 'only siblings differ', overrides: [{ match: '**', compress: { formats: ['gz'] } }] },
    { what: 'only a guard differs', overrides: [{ match: '**', optimize: { seconds: 1, onFault: 'keep' } }] },
    { what: 'it says what the build does', overrides: [{ match: '**', effort: 'balanced', optimize: true }] },
    {
      what: 'a later one takes it back',
      overrides: [
        { match: '**', effort: 'max' },
        { match: 'engine*', effort: 'balanced' },
      ],
    },
  ])('is the same where $what', ({ overrides }) => {
    expect(hash(overrides)).toBe(plain)
  })

  it('that a function makes of the source changes too', () => {
    const own = (({ source }: AssetInfo) =>
      createHash('sha256').update(source).digest('hex').slice(0, 12)) as (info: never) => string
    const named = (match: string) =>
      name({ assetFileNames: own }, {}, { overrides: [{ match, effort: 'max' }] })
    expect(named('engine.wasm')).not.toBe(name({ assetFileNames: own }))
    expect(named('other.wasm')).toBe(name({ assetFileNames: own }))
  })

  it('stands for what was known when it was given, also where the content gets another name', () => {
    const { nameWith, session } = start({ overrides: [{ match: 'other.wasm', effort: 'max' }] })
    const pattern = { assetFileNames: '[name]-[hash][extname]' }
    const one = nameWith(pattern, { names: ['engine.wasm'] })
    const other = nameWith(pattern, { names: ['other.wasm'] })
    const fixed = nameWith({ assetFileNames: 'fixed/[name][extname]' }, { names: ['other.wasm'] })
    expect(fixed).toBe('fixed/[name][extname]')
    const origin = session.origins.of(SOURCE)
    expect(one).not.toBe(other)
    expect(promisedBy(one, origin)?.effort).toBe('balanced')
    expect(promisedBy(other, origin)?.effort).toBe('max')
    expect(promisedBy('fixed/other.wasm', origin)?.effort).toBe('max')
    expect(promisedBy('assets/elsewhere.wasm', origin)).toBeUndefined()
  })
})

describe('what keeps the pattern of the bundler', () => {
  const pattern = 'assets/[name]-[hash][extname]'

  it.each([
    { what: 'text', source: 'body {}' },
    { what: 'bytes that are no module', source: Uint8Array.of(1, 2, 3, 4, 5) },
    { what: 'text that begins like a module', source: '\0asm\x01\0\0\0' },
  ])('$what', ({ source }) => {
    expect(name({ assetFileNames: pattern }, { source })).toBe(pattern)
  })

  it.each<{ what: string; options: WasmBudgetOptions }>([
    { what: 'its name', options: { exclude: 'engine.wasm' } },
    { what: 'its path from the root', options: { exclude: 'node_modules/pkg/*.wasm' } },
    { what: 'its path within its package', options: { exclude: 'pkg/**' } },
    { what: 'the name that it would be emitted under', options: { exclude: 'assets/engine-*.wasm' } },
    { what: 'not being included', options: { include: '**/other.wasm' } },
  ])('a module that is excluded by $what', ({ options }) => {
    const { nameWith, session } = start(options)
    const info = { originalFileNames: ['../node_modules/pkg/engine.wasm'] }
    expect(nameWith({ assetFileNames: pattern }, info)).toBe(pattern)
    expect(session.origins.of(SOURCE).excluded).toBe(true)
  })

  it('not a module that is included', () => {
    const { nameWith, session } = start({ include: '**/engine.wasm' })
    expect(nameWith({ assetFileNames: pattern }, { originalFileNames: ['src/engine.wasm'] })).not.toBe(
      pattern,
    )
    expect(session.origins.of(SOURCE).excluded).toBe(false)
  })

  it('not what a function of the user makes of an excluded module: it sees the true source', () => {
    const seen: AssetInfo['source'][] = []
    const own = ((info: AssetInfo) => {
      seen.push(info.source)
      return 'x'
    }) as (info: never) => string
    name({ assetFileNames: own }, undefined, { exclude: '**' })
    expect(seen.at(-1)).toBe(SOURCE)
  })
})

describe('what is remembered of a module', () => {
  it('is every name, path and hash that it was given', () => {
    const { nameWith, session } = start()
    nameWith({ assetFileNames: '[hash]' }, { names: ['a.wasm'], originalFileNames: ['src/a.wasm'] })
    nameWith({ assetFileNames: '[hash:12]' }, { names: ['b.wasm'], originalFileNames: [] })
    const origin = session.origins.of(SOURCE)
    expect([...origin.names]).toEqual(['a.wasm', 'b.wasm'])
    expect([...origin.paths]).toEqual(['src/a.wasm'])
    expect([...origin.hashes].map(({ length }) => length)).toEqual([8, 12])
    expect(origin.unhashed).toBe(false)
  })

  it('is that it has a name without a hash', () => {
    const { nameWith, session } = start()
    nameWith({ assetFileNames: '[name][extname]' })
    expect(session.origins.of(SOURCE)).toMatchObject({ unhashed: true, excluded: false })
  })
})

describe('the plugin', () => {
  it('keeps the other output options', () => {
    const { wrap } = start()
    expect(wrap({ dir: 'out', hashCharacters: 'hex' })).toMatchObject({ dir: 'out', hashCharacters: 'hex' })
  })

  it('wraps each pattern once, though it is asked again with its own', () => {
    const { wrap } = start()
    const once = wrap({ assetFileNames: '[hash]' })
    expect(wrap(once as OutputOptions)).toBeUndefined()
    expect(wrap({ assetFileNames: '[hash]' })).toBeDefined()
  })

  it('comes into worker bundles under another name, and agrees with itself there', () => {
    const { plugin, nameWith } = start()
    const [inWorker] = plugin.config?.({}).worker.plugins() ?? []
    expect(inWorker?.name).not.toBe(plugin.name)
    const wrapped = inWorker?.outputOptions?.call(
      { meta: { watchMode: false } },
      { assetFileNames: '[hash]' },
    ) as { assetFileNames: NameOf } | undefined
    expect(wrapped?.assetFileNames({ source: SOURCE })).toBe(nameWith({ assetFileNames: '[hash]' }))
  })

  it('refuses a directory for symbols within the output, where strangers could read them', () => {
    const { plugin } = start({ report: { dir: 'dist/symbols' } })
    const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
    const config = { root: tmpdir(), cacheDir: tmpdir(), build: { outDir: 'dist' }, logger }
    expect(() => plugin.configResolved?.(config)).toThrow(
      expect.objectContaining({
        code: 'options-invalid',
        args: { problems: [expect.objectContaining({ path: 'report.dir' })] },
      }),
    )
  })
})
