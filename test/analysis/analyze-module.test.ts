import { describe, expect, it } from 'vitest'
import { analyzeModule } from '../../src/analysis/analyze-module.ts'
import { ModuleAnalysis } from '../../src/analysis/module-analysis.ts'
import { readModule } from '../../src/wasm/module.ts'
import { removeSections } from '../../src/wasm/strip.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { nameMap, nameSection, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const functionNames = (report: ReturnType<typeof analyzeModule>) =>
  report.items.filter(({ kind }) => kind === 'function').map(({ name }) => name)

describe('analyzeModule', () => {
  it.each(FIXTURES)('says of %s what survives JSON unchanged', (path) => {
    const bytes = readFixture(path)
    const report = analyzeModule(bytes)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(report).toMatchObject({ version: 1, sizeBytes: bytes.length })
  })

  it('counts defined functions, and those of them that have a name', () => {
    const source = '(module (import "m" "f" (func $imported)) (func $a) (func) (func (export "e")))'
    expect(analyzeModule(wat(source, { names: true }))).toMatchObject({
      functionCount: 3,
      namedFunctionCount: 2,
    })
    expect(analyzeModule(wat(source))).toMatchObject({ functionCount: 3, namedFunctionCount: 1 })
  })

  it('does not count names of functions that are not there', () => {
    const bytes = wasm(
      nameSection(
        nameMap(1, [
          [0, 'ghost'],
          [9, 'other'],
        ]),
      ),
    )
    expect(analyzeModule(bytes)).toMatchObject({ functionCount: 0, namedFunctionCount: 0 })
  })

  it('names the functions of a stripped module with the symbols of its twin', () => {
    const named = readFixture('rust196-base_sizez.wasm')
    const stripped = removeSections(named, ({ name }) => name === 'name')
    const symbols = readModule(named).names
    expect(functionNames(analyzeModule(stripped, { symbols }))).toEqual(functionNames(analyzeModule(named)))
    expect(analyzeModule(stripped).namedFunctionCount).toBeLessThan(5)
    expect(analyzeModule(stripped, { symbols }).namedFunctionCount).toBe(
      analyzeModule(stripped).functionCount,
    )
  })

  it('reports what a `ModuleAnalysis` of the same options does', () => {
    const bytes = readFixture('clang19-O0_g.wasm')
    const options = { usedExports: ['dot'] }
    expect(analyzeModule(bytes, options)).toEqual(new ModuleAnalysis(bytes, options).report)
    expect(analyzeModule(bytes, options)).not.toEqual(analyzeModule(bytes))
  })

  it('passes on who made the module', () => {
    expect(analyzeModule(readFixture('clang19-O2.wasm')).producers).toMatchObject([
      { field: 'processed-by', name: 'Debian clang' },
    ])
  })

  it('refuses what cannot be read', () => {
    expect(() => analyzeModule(Uint8Array.of(1))).toThrow(expect.objectContaining({ name: 'WasmParseError' }))
  })
})
