import { describe, expect, it } from 'vitest'
import type { CachedCompressed } from '../../src/pipeline/compressor.ts'
import { emitSiblings } from '../../src/plugins/siblings.ts'
import type { HookContext, OutputBundle } from '../../src/plugins/types.ts'
import type { ResolvedCompress } from '../../src/resolve-options.ts'

const compressed = (format: 'br' | 'gz', sizeBytes: number): CachedCompressed => ({
  format,
  bytes: new Uint8Array(sizeBytes).fill(7),
  encoder: `${format}@1`,
  fromCache: false,
})

const OPTIONS: ResolvedCompress = { formats: ['br', 'gz'], encoder: 'native', thresholdBytes: 1000 }

function emit(
  sizeBytes: number,
  made: CachedCompressed[],
  options: false | ResolvedCompress = OPTIONS,
  bundle: OutputBundle = {},
) {
  const emitted: { fileName: string; source: Uint8Array }[] = []
  const context: HookContext = {
    meta: { watchMode: false },
    emitFile: (file) => String(emitted.push(file)),
    info: () => undefined,
    warn: () => undefined,
  }
  const siblings = emitSiblings(context, bundle, 'a.wasm', sizeBytes, made, options)
  return { siblings, emitted }
}

describe('emitSiblings', () => {
  it('emits each format beside the module, and reports it', () => {
    const { siblings, emitted } = emit(2000, [compressed('br', 500), compressed('gz', 600)])
    expect(siblings).toEqual([
      { fileName: 'a.wasm.br', format: 'br', encoder: 'br@1', sizeBytes: 500 },
      { fileName: 'a.wasm.gz', format: 'gz', encoder: 'gz@1', sizeBytes: 600 },
    ])
    expect(emitted.map(({ fileName, source }) => [fileName, source.length])).toEqual([
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
  ])('emits $files where $what', ({ sizeBytes, options, files }) => {
    const { siblings, emitted } = emit(sizeBytes, [compressed('br', 500), compressed('gz', 600)], options)
    expect(siblings.map(({ fileName }) => fileName)).toEqual(files)
    expect(emitted.map(({ fileName }) => fileName)).toEqual(files)
  })

  it('emits nothing that is not smaller than the module', () => {
    const { siblings } = emit(2000, [compressed('br', 1999), compressed('gz', 2000)])
    expect(siblings.map(({ fileName }) => fileName)).toEqual(['a.wasm.br'])
  })

  it('takes over a sibling that another plugin made', () => {
    const stale = { type: 'asset' as const, fileName: 'a.wasm.br', source: Uint8Array.of(1) }
    const { siblings, emitted } = emit(2000, [compressed('br', 500)], OPTIONS, { 'a.wasm.br': stale })
    expect(emitted).toEqual([])
    expect(stale.source).toHaveLength(500)
    expect(siblings).toHaveLength(1)
  })
})
