import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeName } from '../../../src/analysis/names/describe-name.ts'

// Names of Rust programs compiled with v0 mangling, and what the `rustc-demangle` crate's `{:#}` form makes of them.
const rows = readFileSync(new URL('../../fixtures/names/rust-v0.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t') as [raw: string, printed: string])

describe('real v0 names', () => {
  it('are several hundred different ones', () => {
    expect(new Set(rows.map(([raw]) => raw)).size).toBeGreaterThan(300)
  })

  it('read as rustc-demangle prints them', () => {
    const differing = rows.filter(([raw, printed]) => describeName(raw).full !== printed)
    expect(differing).toEqual([])
  })

  it('all have a crate, a label without paths of arguments, and a key without hashes', () => {
    for (const [raw] of rows) {
      const { short, crate, generic, language } = describeName(raw)
      expect(language).toBe('rust')
      expect(crate).toMatch(/^\w+$/)
      expect(short.replaceAll('<_>', '')).not.toMatch(/<(?!_>)/)
      expect(generic).not.toMatch(/\.\d+$/)
    }
  })

  it('read the same, except for crates of impls, when another tool has demangled them', () => {
    const differing = rows
      .map(([raw, printed]) => [describeName(raw), describeName(printed)] as const)
      .filter(([raw, text]) => raw.full !== text.full || raw.short !== text.short)
    expect(differing).toEqual([])
  })
})
