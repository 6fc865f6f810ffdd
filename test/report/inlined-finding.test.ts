import { describe, expect, it } from 'vitest'
import type { ModuleReport } from '../../src/report/build-report.ts'
import { INLINED_WARN_BYTES, inlinedFinding } from '../../src/report/inlined-finding.ts'

const sizes = (rawBytes: number) => ({
  rawBytes,
  gzipBytes: Math.ceil(rawBytes / 2),
  brotliBytes: Math.ceil(rawBytes / 3),
})

const inlinedOf = (moduleBytes: number): Pick<ModuleReport, 'fileName' | 'inlined' | 'after'> => {
  const after = sizes(Math.ceil(moduleBytes / 3) * 4)
  const asFile = sizes(moduleBytes)
  const inlined = { file: 'a.js', copies: 1, moduleBytes, base64Bytes: after.rawBytes, asFile }
  return { fileName: 'a.js#a.wasm', after, inlined }
}

describe('the finding of an inlined module', () => {
  it('is of files alone', () => {
    const { fileName, after } = inlinedOf(1)
    expect(inlinedFinding({ fileName, after }, 'brotli', 'vite')).toEqual([])
  })

  it.each([
    [INLINED_WARN_BYTES, 'info'],
    [INLINED_WARN_BYTES + 1, 'warn'],
  ])('of %i bytes, is of severity %s', (moduleBytes, severity) => {
    expect(inlinedFinding(inlinedOf(moduleBytes), 'brotli', 'vite')[0]?.severity).toBe(severity)
  })

  it.each([
    ['brotli', 400, 300],
    ['gzip', 600, 450],
    ['raw', 1200, 900],
  ] as const)('compares by %s', (metric, wireBytes, asFileBytes) => {
    expect(inlinedFinding(inlinedOf(900), metric, 'other')).toEqual([
      {
        code: 'module-inlined',
        severity: 'info',
        asset: 'a.js#a.wasm',
        args: {
          file: 'a.js',
          moduleBytes: 900,
          base64Bytes: 1200,
          metric,
          wireBytes,
          asFileBytes,
          bundler: 'other',
        },
      },
    ])
  })

  it('warns above what bundlers inline by themselves', () => {
    // assetsInlineLimit of Vite, maxFileSize of @rollup/plugin-wasm.
    expect(INLINED_WARN_BYTES).toBeGreaterThan(Math.max(4096, 14 * 1024))
  })
})
