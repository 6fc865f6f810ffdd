import wasmBudget from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

import { build, BUNDLERS, fileOf, makeApp, removeApps, VITES } from '../support/app.ts'
import { plainApp } from '../support/apps.ts'

afterAll(removeApps)

const fails = `export default { budgets: [{ scope: 'total', limit: 10 as number, name: 'from the file' }] }`

describe('the plugin without options', () => {
  it.each(BUNDLERS)('takes them from the config file of the root in %s', async (bundler) => {
    const app = makeApp({ ...plainApp(), 'wasm-budget.config.ts': fails })
    const { error } = await build(app, {}, { bundler, instance: wasmBudget() })
    expect(error?.message).toContain('budget "from the file" (total)')
  })

  it.each(BUNDLERS)('does in %s what it does with the same options as arguments', async (bundler) => {
    const options = { compress: { formats: ['gz' as const] }, optimize: { strip: 'always' as const } }
    const app = makeApp({ ...plainApp(), 'wasm-budget.config.json': JSON.stringify(options) })
    const byFile = await build(app, {}, { bundler, instance: wasmBudget() })
    const byArgument = await build(app, options, { bundler })
    expect(byFile.error).toBeUndefined()
    expect([...byFile.files.keys()].some((file) => file.endsWith('.wasm.gz'))).toBe(true)
    expect(byFile.files).toEqual(byArgument.files)
  })

  it.each(BUNDLERS)('does nothing in %s where the file turns it off', async (bundler) => {
    const app = makeApp({ ...plainApp(), 'wasm-budget.config.js': 'export default { enabled: false }' })
    const off = await build(app, {}, { bundler, instance: wasmBudget() })
    const without = await build(app, {}, { bundler, without: true })
    expect(off.error).toBeUndefined()
    expect(off.files).toEqual(without.files)
  })

  it.each(VITES)('leaves the file alone in %s where it gets options', async (bundler) => {
    const app = makeApp({ ...plainApp(), 'wasm-budget.config.ts': fails })
    const built = await build(app, {}, { bundler })
    expect(built.error).toBeUndefined()
    expect(fileOf(built, 'url.wasm')).toMatch(/\.wasm$/)
  })

  it('tells what is wrong in the file with its name', async () => {
    const app = makeApp({ ...plainApp(), 'wasm-budget.config.json': '{ "metrics": "raw" }' })
    const { error } = await build(app, {}, { instance: wasmBudget() })
    expect(error?.message).toMatch(/1 option is wrong in .*wasm-budget\.config\.json\n {2}metrics: /)
  })
})
