import { describe, expect, it } from 'vitest'

import { deferPlugins } from '../../src/plugins/deferred-plugins.ts'
import type { WasmBudgetPlugin } from '../../src/plugins/types.ts'

type Calls = string[]

const plugin = (calls: Calls, label: string): WasmBudgetPlugin =>
  ({
    name: 'one',
    apply: 'build',
    config: () => ({ worker: { plugins: () => [] } }),
    buildStart: () => Promise.resolve(void calls.push(`${label} buildStart`)),
    generateBundle: {
      order: 'post',
      handler(this: { tag: string }, options: unknown) {
        calls.push(`${label} generateBundle ${this.tag} ${String(options)}`)
        return Promise.resolve()
      },
    },
  }) as unknown as WasmBudgetPlugin

interface Deferred {
  readonly generateBundle: { readonly order: string; handler(options: unknown): Promise<void> | undefined }
  config(config: { root?: string }): Promise<object | undefined>
  options(): Promise<null>
  buildStart(): Promise<void> | undefined
}

/** The plugin in front and the one that stands for another, in one. */
function defer(make: (root: string) => Promise<WasmBudgetPlugin[]>, shapeCalls: Calls = []): Deferred {
  const [maker, stand] = deferPlugins([plugin(shapeCalls, 'shape')], make) as unknown as [Deferred, Deferred]
  expect(maker).toHaveProperty('name', 'vite-plugin-wasm-budget:config')
  return {
    ...stand,
    options: maker.options,
    config: async (config) => {
      await maker.config(config)
      return stand.config(config)
    },
  }
}

describe('deferPlugins', () => {
  it('keeps names and orders, and calls what is made with what the bundler gives', async () => {
    const calls: Calls = []
    const deferred = defer((root) => Promise.resolve([plugin(calls, root)]), calls)
    expect(deferred).toMatchObject({ name: 'one', apply: 'build', generateBundle: { order: 'post' } })
    expect(await deferred.config({ root: '/app' })).toHaveProperty('worker')
    await deferred.options()
    await deferred.buildStart()
    await deferred.generateBundle.handler.call({ tag: 'context' }, 'options')
    expect(calls).toEqual(['/app buildStart', '/app generateBundle context options'])
  })

  it('goes by the working directory where nobody says a root, and makes plugins once', async () => {
    const roots: string[] = []
    const make = (root: string) => {
      roots.push(root)
      return Promise.resolve([plugin([], root)])
    }
    const deferred = defer(make)
    await deferred.options()
    await deferred.options()
    expect(roots).toEqual([process.cwd()])
  })

  it('does nothing where nothing is made', async () => {
    const deferred = defer(() => Promise.resolve([]))
    expect(await deferred.config({})).toBeUndefined()
    expect(deferred.buildStart()).toBeUndefined()
    expect(deferred.generateBundle.handler('options')).toBeUndefined()
  })

  it('passes on why nothing can be made, each time', async () => {
    const deferred = defer(() => Promise.reject(new Error('wrong')))
    await expect(deferred.config({ root: '/app' })).rejects.toThrow('wrong')
    await expect(deferred.config({ root: '/app' })).rejects.toThrow('wrong')
  })
})
