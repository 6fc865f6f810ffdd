import { dirname, relative, resolve } from 'node:path'
import type { Session } from './session.ts'
import type { HookContext, WasmBudgetPlugin } from './types.ts'

const MODULE_ID = /\.wasm(?:$|\?)/
const MODULE_URL = /\bnew\s+URL\s*\(\s*(['"`])([^'"`${}]+\.wasm)(?:[?#][^'"`]*)?\1\s*,\s*import\.meta\.url/g
/** The same without the state that a search for all keeps. */
const HAS_MODULE_URL = new RegExp(MODULE_URL.source)

/**
 * Watches modules that source code names, which bundlers forget for some ways of naming them, and notes who names them.
 *
 * @param inWorker For the bundle of a worker, whose files nobody but the main bundle watches.
 */
export function sourcePlugins(session: Session, inWorker = false): WasmBudgetPlugin[] {
  const suffix = inWorker ? '-in-worker' : ''
  return [
    {
      name: `vite-plugin-wasm-budget:sources${suffix}`,
      apply: 'build',
      transform: {
        filter: { id: MODULE_ID },
        handler(_code, id) {
          if (MODULE_ID.test(id)) watch(session, this, pathOf(id))
          return null
        },
      },
      buildEnd() {
        for (const id of this.getModuleIds()) {
          if (!MODULE_ID.test(id)) continue
          const { importers = [], dynamicImporters = [] } = this.getModuleInfo(id) ?? {}
          for (const importer of [...importers, ...dynamicImporters]) note(session, pathOf(id), importer)
        }
        if (!inWorker) for (const path of session.sources.watched) this.addWatchFile(path)
      },
    },
    {
      name: `vite-plugin-wasm-budget:urls${suffix}`,
      apply: 'build',
      transform: {
        filter: { code: HAS_MODULE_URL },
        handler(code, id) {
          for (const [, , url] of code.matchAll(MODULE_URL)) {
            const path = resolve(dirname(pathOf(id)), url as string)
            watch(session, this, path)
            note(session, path, id)
          }
          return null
        },
      },
    },
  ]
}

function watch(session: Session, context: HookContext, path: string): void {
  session.sources.watched.add(path)
  context.addWatchFile(path)
}

function note(session: Session, path: string, importer: string): void {
  const fromRoot = (absolute: string) => relative(session.root, absolute).replaceAll('\\', '/')
  session.sources.add(fromRoot(path), fromRoot(pathOf(importer)))
}

function pathOf(id: string): string {
  return id.replace(/^\0/, '').replace(/[?#].*$/, '')
}
