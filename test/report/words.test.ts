import { describe, expect, it } from 'vitest'
import type { ModuleReport, ModuleUse, Try } from '../../src/report/build-report.ts'
import { describeOutcome, describeUses } from '../../src/report/words.ts'

const moduleWith = (rest: Partial<ModuleReport>): ModuleReport => ({
  fileName: 'a.wasm',
  originalNames: [],
  sha256: '',
  before: { rawBytes: 119_800, gzipBytes: 50_000, brotliBytes: 40_000 },
  after: { rawBytes: 74_200, gzipBytes: 40_000, brotliBytes: 27_600 },
  chosen: 'strip',
  tries: [],
  removedSections: [],
  siblings: [],
  uses: [],
  place: 'asset',
  sourceSha256: 'b'.repeat(64),
  importers: [],
  fromCache: false,
  ...rest,
})

const INLINED = {
  file: 'assets/index-Ab12cd34.js',
  copies: 1,
  moduleBytes: 55_649,
  base64Bytes: 74_200,
  asFile: { rawBytes: 55_649, gzipBytes: 30_000, brotliBytes: 20_000 },
}

const tried = (candidate: string, outcome: Try['outcome'], wireBytes?: number): Try => ({
  candidate,
  outcome,
  ...(wireBytes === undefined ? {} : { wireBytes }),
})

describe('describeOutcome', () => {
  it.each<{ what: string; module: Partial<ModuleReport>; words: string }>([
    {
      what: 'stripped names',
      module: { removedSections: ['name'] },
      words: '119.8 kB before, brotli -31 %: names stripped',
    },
    {
      what: 'an engine alone',
      module: { chosen: '-O1' },
      words: '119.8 kB before, brotli -31 %: -O1',
    },
    {
      what: 'both, and every kind of section once',
      module: {
        chosen: '-Os without 1c',
        removedSections: [
          'name',
          '.debug_info',
          '.debug_line',
          'sourceMappingURL',
          'linking',
          'reloc.CODE',
          'producers',
          'target_features',
        ],
      },
      words:
        '119.8 kB before, brotli -31 %: names, debug info, source map, relocations and producers stripped, -Os without 1c',
    },
    {
      what: 'metadata too',
      module: { chosen: 'strip all', removedSections: ['name', 'producers'] },
      words: '119.8 kB before, brotli -31 %: names and producers stripped',
    },
    { what: 'exclusion', module: { untouched: 'excluded' }, words: 'untouched: excluded by the options' },
    {
      what: 'base64',
      module: { inlined: INLINED, removedSections: ['name'] },
      words: '55.6 kB of wasm inlined in index-Ab12cd34.js; 119.8 kB before, brotli -31 %: names stripped',
    },
    {
      what: 'base64 that nothing was done to',
      module: { inlined: INLINED, untouched: 'text-not-ours' },
      words:
        '55.6 kB of wasm inlined in index-Ab12cd34.js; untouched: another plugin wrote the text around it',
    },
    { what: 'no optimising', module: { untouched: 'disabled' }, words: 'untouched: optimize is off' },
    {
      what: 'a module that cannot be read',
      module: { untouched: 'unreadable' },
      words: 'untouched: it cannot be read',
    },
    {
      what: 'a name that is not ours',
      module: { untouched: 'name-not-ours' },
      words: 'untouched: another plugin put a hash into its name',
    },
    {
      what: 'a hash in a name that nobody emitted',
      module: { untouched: 'name-not-ours', place: 'disk' },
      words: 'untouched: there is a hash in its name',
    },
    {
      what: 'a file of the public directory',
      module: { untouched: 'public-file', place: 'public' },
      words: 'untouched: the bundler did not emit it, and optimize.publicFiles is off',
    },
    { what: 'webcil', module: { untouched: 'webcil' }, words: 'untouched: a .NET assembly (webcil)' },
    {
      what: 'a companion',
      module: { untouched: 'companion' },
      words: 'untouched: data, counted because include names it',
    },
    {
      what: 'a companion and its module',
      module: { untouched: 'companion', companionOf: 'a.wasm' },
      words: 'untouched: data of a.wasm',
    },
    {
      what: 'nothing to do',
      module: { chosen: 'keep', tries: [tried('keep', 'shipped')] },
      words: 'kept as it was: there is nothing to strip',
    },
    {
      what: 'tries that were larger',
      module: {
        chosen: 'keep',
        tries: [
          tried('keep', 'shipped', 1000),
          tried('-O1', 'not-smaller', 1100),
          tried('-Oz', 'not-smaller', 1002),
        ],
      },
      words: 'kept as it was: the best of 2 other tries is 0.2 % larger in brotli',
    },
    {
      what: 'a try that was as large',
      module: {
        chosen: 'keep',
        tries: [tried('keep', 'shipped', 1000), tried('strip', 'not-smaller', 1000)],
      },
      words: 'kept as it was: the other try is not smaller in brotli',
    },
    {
      what: 'a try that was larger among broken ones',
      module: {
        chosen: 'keep',
        tries: [tried('keep', 'shipped', 1000), tried('-O1', 'not-smaller', 1500), tried('-Oz', 'rejected')],
      },
      words: 'kept as it was: the best of 2 other tries is 50 % larger in brotli',
    },
    {
      what: 'broken tries only',
      module: { chosen: 'keep', tries: [tried('keep', 'shipped'), tried('-O1', 'rejected')] },
      words: 'kept as it was: no other try can be used',
    },
    {
      what: 'a fault, though another try was smaller',
      module: {
        chosen: 'keep',
        tries: [tried('keep', 'shipped', 1000), tried('-O1', 'not-smaller', 500), tried('-Oz', 'failed')],
      },
      words: 'kept as it was: binaryen failed on it',
    },
  ])('tells $what', ({ module, words }) => {
    expect(describeOutcome(moduleWith(module), 'brotli')).toBe(words)
  })

  it.each([
    { metric: 'gzip', words: '119.8 kB before, gzip -20 %: -O1' },
    { metric: 'raw', words: '119.8 kB before, raw -38 %: -O1' },
  ] as const)('tells the change in $metric', ({ metric, words }) => {
    expect(describeOutcome(moduleWith({ chosen: '-O1' }), metric)).toBe(words)
  })
})

describe('describeUses', () => {
  const use = (kind: ModuleUse['kind'], file: string): ModuleUse => ({ kind, file })

  it.each([
    { uses: [], words: '' },
    { uses: [use('initial', 'assets/main.js')], words: 'initial' },
    { uses: [use('lazy', 'assets/editor.js')], words: 'lazy by editor.js' },
    { uses: [use('worker', 'assets/render.js')], words: 'worker render.js' },
    {
      uses: [use('worker', 'w.js'), use('lazy', 'a.js'), use('lazy', 'b.js')],
      words: 'worker w.js and 2 more',
    },
    { uses: [use('worker', 'w.js'), use('initial', 'main.js')], words: 'initial' },
    { uses: [use('lazy', 'a\u001b.js')], words: 'lazy by a\ufffd.js' },
  ])('says "$words"', ({ uses, words }) => {
    expect(describeUses(uses)).toBe(words)
  })
})
