import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatBaseline } from '../../src/budget/baseline.ts'
import { readBaseline } from '../../src/plugins/read-baseline.ts'

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'wasm-budget-baseline-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('readBaseline', () => {
  const baseline = { version: 1, tools: {}, modules: { 'a.wasm': { raw: 1 } }, subjects: {} } as const

  it('reads the file at a path from the root', async () => {
    writeFileSync(join(root, 'b.json'), formatBaseline(baseline))
    expect(await readBaseline(root, 'b.json')).toEqual(baseline)
  })

  it.each([false, 'missing.json'] as const)('reads nothing from %j', async (path) => {
    expect(await readBaseline(root, path)).toBeUndefined()
  })

  it('complains about what is no baseline, and what is no file', async () => {
    writeFileSync(join(root, 'broken.json'), '{')
    mkdirSync(join(root, 'directory'), { recursive: true })
    await expect(readBaseline(root, 'broken.json')).rejects.toMatchObject({ code: 'baseline-invalid' })
    await expect(readBaseline(root, 'directory')).rejects.toMatchObject({
      code: 'baseline-invalid',
      args: { path: 'directory', reason: expect.stringContaining('EISDIR') },
    })
  })
})
