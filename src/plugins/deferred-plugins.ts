import { resolve } from 'node:path'
import type { WasmBudgetPlugin } from './types.ts'

type Hook = (this: unknown, ...args: unknown[]) => unknown
type Members = Readonly<Record<string, unknown>>

/** Makes the plugins of one build; none where the options turn them off. */
export type MakePlugins = (root: string) => Promise<readonly WasmBudgetPlugin[]>

/**
 * Stands for plugins that can only be made when the root of a build is known, as their options are in a file there.
 *
 * `shape` are plugins of the same names, orders and filters, all that there may be; nothing of them is ever called. A plugin in
 * front makes the real ones in the first hook of a build: `config` in Vite, `options` elsewhere. One that is not made does nothing.
 */
export function deferPlugins(shape: readonly WasmBudgetPlugin[], make: MakePlugins): WasmBudgetPlugin[] {
  const made = new MadePlugins(make)
  const maker = {
    name: 'vite-plugin-wasm-budget:config',
    async config(user: { readonly root?: string }) {
      await made.at(resolve(user.root ?? '.'))
    },
    async options() {
      if (!made.isMade) await made.at(process.cwd())
      return null
    },
  }
  const stands = shape.map((plugin) => {
    const find = (member: string) => made.find(plugin.name)?.[member]
    const members = Object.entries(plugin).map(([name, member]) => [
      name,
      deferMember(member, () => find(name)),
    ])
    return Object.fromEntries(members) as unknown as WasmBudgetPlugin
  })
  return [maker as unknown as WasmBudgetPlugin, ...stands]
}

/** Lets a hook, or the handler of one, go to what `find` finds when it is called. */
function deferMember(member: unknown, find: () => unknown): unknown {
  if (typeof member === 'function') {
    return function (this: unknown, ...args: unknown[]) {
      const target = find() as Hook | undefined
      return target?.apply(this, args)
    }
  }
  if (typeof member !== 'object' || member === null || !('handler' in member)) return member
  const handler = deferMember(member.handler, () => (find() as Members | undefined)?.['handler'])
  return { ...member, handler }
}

/** The plugins of the root that was asked for last. */
class MadePlugins {
  readonly #make: MakePlugins
  #root: string | undefined
  #plugins: readonly WasmBudgetPlugin[] = []

  constructor(make: MakePlugins) {
    this.#make = make
  }

  get isMade(): boolean {
    return this.#root !== undefined
  }

  find(name: string): Members | undefined {
    return this.#plugins.find((plugin) => plugin.name === name) as Members | undefined
  }

  /** Makes the plugins of a root; Vite asks again for each environment. */
  async at(root: string): Promise<void> {
    if (this.#root === root) return
    this.#plugins = await this.#make(root)
    this.#root = root
  }
}
