import { describe, expect, it } from 'vitest'
import type { CompressedModule } from '../../src/pipeline/compressor.ts'
import type { ExistingSibling } from '../../src/plugins/existing-siblings.ts'
import { emitSiblings, findStaleSiblings, planSiblings } from '../../src/plugins/siblings.ts'
import type { HookContext, OutputBundle } from '../../src/plugins/types.ts'
import type { ResolvedCompress } from '../../src/resolve-options.ts'

const compressed = (format: 'br' | 'gz', sizeBytes: number): CompressedModule => ({
  format,
  bytes: new Uint8Array(sizeBytes).fill(7),
  encoder: `${format}@1`,
  fromCache: false,
  integrity: 'sha384-x',
})

const existing = (format: 'br' | 'gz', decodesTo: ExistingSibling['decodesTo']): ExistingSibling => ({
  path: `/public/a.wasm.${format}`,
  format,
  sizeBytes: 700,
  decodesTo,
})

const OPTIONS: ResolvedCompress = { formats: ['br', 'gz'], encoder: 'native', thresholdBytes: 1000 }
const MADE = [compressed('br', 500), compressed('gz', 600)]

const plan = (
  sizeBytes: number,
  options: false | ResolvedCompress = OPTIONS,
  beside: ExistingSibling[] = [],
) => planSiblings('a.wasm', sizeBytes, MADE, options, beside)

describe('planSiblings', () => {
  it('makes each format', () => {
    const { siblings, fresh } = plan(2000)
    expect(siblings).toEqual([
      { fileName: 'a.wasm.br', format: 'br', encoder: 'br@1', sizeBytes: 500, integrity: 'sha384-x' },
      { fileName: 'a.wasm.gz', format: 'gz', encoder: 'gz@1', sizeBytes: 600, integrity: 'sha384-x' },
    ])
    expect(fresh.map(({ fileName, bytes }) => [fileName, bytes.length])).toEqual([
      ['a.wasm.br', 500],
      ['a.wasm.gz', 600],
    ])
  })

  it.each([
    { what: 'compressing is off', sizeBytes: 2000, options: false as const, files: [] },
    { what: 'the module is below the threshold', sizeBytes: 999, options: OPTIONS, files: [] },
    {
      what: 'the module is at the threshold',
      sizeBytes: 1000,
      options: OPTIONS,
      files: ['a.wasm.br', 'a.wasm.gz'],
    },
    {
      what: 'one format is wanted',
      sizeBytes: 2000,
      options: { ...OPTIONS, formats: ['gz'] as const },
      files: ['a.wasm.gz'],
    },
    { what: 'no format is wanted', sizeBytes: 2000, options: { ...OPTIONS, formats: [] }, files: [] },
  ])('makes $files where $what', ({ sizeBytes, options, files }) => {
    const { siblings, fresh } = plan(sizeBytes, options)
    expect(siblings.map(({ fileName }) => fileName)).toEqual(files)
    expect(fresh.map(({ fileName }) => fileName)).toEqual(files)
  })

  it('makes nothing that is not smaller than the module', () => {
    const made = [compressed('br', 1999), compressed('gz', 2000)]
    const { siblings } = planSiblings('a.wasm', 2000, made, OPTIONS)
    expect(siblings.map(({ fileName }) => fileName)).toEqual(['a.wasm.br'])
  })

  it('keeps what decodes to what ships, though none is wanted, and makes the rest again', () => {
    const beside = [existing('br', 'shipped'), existing('gz', 'source')]
    expect(plan(2000, OPTIONS, beside).fresh.map(({ fileName }) => fileName)).toEqual(['a.wasm.gz'])
    expect(plan(2000, false, beside).siblings).toEqual([
      { fileName: 'a.wasm.br', format: 'br', encoder: 'existing', sizeBytes: 700, integrity: 'sha384-x' },
    ])
  })
})

describe('findStaleSiblings', () => {
  const beside = [existing('br', 'source'), existing('gz', 'other')]

  it('tells of those that were wrong before, and whether there is a fresh one', () => {
    expect(findStaleSiblings('deep/a.wasm', beside, plan(2000, OPTIONS, beside))).toEqual([
      {
        code: 'sibling-stale',
        severity: 'warn',
        asset: 'deep/a.wasm',
        args: { sibling: 'a.wasm.gz', replaced: false },
      },
    ])
    const [finding] = findStaleSiblings('a.wasm', beside, plan(2000, OPTIONS, beside))
    expect(finding?.args).toEqual({ sibling: 'a.wasm.gz', replaced: true })
  })
})

describe('emitSiblings', () => {
  const emit = (bundle: OutputBundle) => {
    const emitted: string[] = []
    const context: HookContext = {
      meta: { watchMode: false },
      emitFile: ({ fileName }) => String(emitted.push(fileName)),
      addWatchFile: () => undefined,
      getModuleIds: () => [].values(),
      getModuleInfo: () => null,
      info: () => undefined,
      warn: () => undefined,
    }
    emitSiblings(context, bundle, plan(2000))
    return emitted
  }

  it('emits what is fresh', () => {
    expect(emit({})).toEqual(['a.wasm.br', 'a.wasm.gz'])
  })

  it('takes over a sibling that another plugin made', () => {
    const stale = { type: 'asset' as const, fileName: 'a.wasm.br', source: Uint8Array.of(1) }
    expect(emit({ 'a.wasm.br': stale })).toEqual(['a.wasm.gz'])
    expect(stale.source).toHaveLength(500)
  })
})
