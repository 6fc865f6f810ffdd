import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { findConfig, packageRoot, readConfig, resolveConfig } from '../../src/config/load-config.ts'
import { makeApp, removeApps } from '../support/app.ts'

afterAll(removeApps)

describe('findConfig', () => {
  it('finds TypeScript before JavaScript before JSON, in the directory or above it', async () => {
    const app = makeApp({ 'wasm-budget.config.json': '{ "metric": "raw" }', 'site/x.txt': '' })
    const from = join(app.root, 'site')
    expect((await findConfig(from))?.options).toEqual({ metric: 'raw' })
    app.write({ 'wasm-budget.config.js': `export default { metric: 'gzip' }` })
    expect((await findConfig(from))?.options).toEqual({ metric: 'gzip' })
    app.write({
      'wasm-budget.config.ts': `import { metric } from './metric.ts'\nexport default { metric: metric as 'brotli' }`,
      'metric.ts': `export const metric: string = 'brotli'`,
    })
    expect(await findConfig(from)).toEqual({
      path: join(app.root, 'wasm-budget.config.ts'),
      options: { metric: 'brotli' },
    })
  })

  it('looks no further than the package, and again each time', async () => {
    const app = makeApp({ 'wasm-budget.config.json': '{}', 'packages/a/package.json': '{}' })
    const inner = join(app.root, 'packages/a')
    expect(await findConfig(inner)).toBeUndefined()
    expect(packageRoot(join(inner, 'src'))).toBe(inner)
    app.write({ 'packages/a/wasm-budget.config.ts': `export default { metric: 'raw' }` })
    expect((await findConfig(inner))?.options).toEqual({ metric: 'raw' })
    app.write({ 'packages/a/wasm-budget.config.ts': `export default { metric: 'gzip' }` })
    expect((await findConfig(inner))?.options).toEqual({ metric: 'gzip' })
  })
})

describe('readConfig', () => {
  it.each([
    ['broken.ts', 'export default {', ''],
    ['throwing.js', `throw new Error('no luck')`, 'no luck'],
    ['list.json', '[]', 'it exports no object with options'],
    ['broken.json', '{', ''],
    ['config.yaml', '', 'it ends in none of .ts, .mts, .js, .mjs, .json'],
  ])('complains of %s', async (name, text, reason) => {
    const app = makeApp({ [name]: text })
    await expect(readConfig(join(app.root, name))).rejects.toMatchObject({
      code: 'config-unreadable',
      args: { path: join(app.root, name), reason: expect.stringContaining(reason) as string },
    })
  })
})

describe('resolveConfig', () => {
  it('fills in defaults, and names the file of what is wrong', () => {
    expect(resolveConfig(undefined).metric).toBe('brotli')
    expect(resolveConfig({ path: 'x.json', options: { metric: 'raw' } }).metric).toBe('raw')
    expect(() => resolveConfig({ path: 'x.json', options: { metric: 'zip' as 'raw' } })).toThrow(
      '1 option is wrong in x.json\n',
    )
  })
})
