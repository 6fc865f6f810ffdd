import { describe, expect, it } from 'vitest'
import { renderJson, SCHEMA_URL } from '../../src/report/json.ts'
import schema from '../../schema.json' with { type: 'json' }
import { buildReportOf, moduleReportOf } from '../support/reports.ts'

describe('renderJson', () => {
  it('names the published schema and holds the report as it is', () => {
    const report = buildReportOf([moduleReportOf('a.wasm', 1000)])
    const { $schema, ...rest } = JSON.parse(renderJson(report)) as Record<string, unknown>
    expect(rest).toEqual(report)
    expect($schema).toBe(SCHEMA_URL)
    expect(schema.$id).toBe(SCHEMA_URL)
  })

  it.each([
    ['a control character', 'a\u0007b', String.raw`a\u0007b`],
    ['a C1 control, which JSON allows', 'a\u009b2Jb', String.raw`a\u009b2Jb`],
    ['an override of direction', 'a\u202eb', String.raw`a\u202eb`],
    ['a line separator', 'a\u2028b', String.raw`a\u2028b`],
    ['an invisible character beyond 16 bits', 'a\u{e0041}b', String.raw`a\udb40\udc41b`],
    ['a line end', 'a\nb', String.raw`a\nb`],
    ['what a runner takes for a command', '##[error]x', String.raw`#\u0023[error]x`],
  ])('escapes %s, which reads the same again', (_, name, written) => {
    const text = renderJson(buildReportOf([moduleReportOf(name, 1)]))
    expect(text).toContain(`"fileName": "${written}"`)
    const { modules } = JSON.parse(text) as { modules: { fileName: string }[] }
    expect(modules[0]?.fileName).toBe(name)
  })
})
