import { relative } from 'node:path'
import { optimizeText } from './inlined-text.ts'
import { environmentOf, type Session } from './session.ts'
import type { RenderedChunk, WasmBudgetPlugin } from './types.ts'

/** What Vite knows as style sheets, queries of single-file components included. */
const STYLE = /\.(?:css|less|sass|scss|styl|stylus|pcss|postcss|sss)(?:$|\?)/

/**
 * Makes modules smaller that stand in scripts, style sheets and pages as base64.
 *
 * Scripts when their chunks are rendered, after all other plugins and before names get their hashes. Style sheets between
 * the two plugins of Vite that make CSS and collect it, which is where plugins without `enforce` stand: when chunks are
 * rendered they are emitted already.
 *
 * @param inWorker For the bundle of a worker, whose text may become part of another.
 */
export function inlinedPlugin(session: Session, inWorker = false): WasmBudgetPlugin {
  return {
    name: `vite-plugin-wasm-budget:inlined${inWorker ? '-in-worker' : ''}`,
    apply: 'build',
    transform: {
      filter: { id: STYLE },
      async handler(code, id) {
        if (!STYLE.test(id)) return null
        session.speakThrough(this)
        const path = pathOf(session, id)
        const environment = environmentOf(this)
        const text = { code, environment, fileName: path, early: true, holders: () => [path] }
        const edited = await optimizeText(session, text)
        return edited === undefined ? null : { code: edited.code, map: null }
      },
    },
    transformIndexHtml: {
      order: 'post',
      async handler(html, { path }) {
        const fileName = path.replace(/^\//, '')
        // Pages are the client's, and Vite 6 calls this hook without a context.
        const text = { code: html, environment: 'client', fileName, early: false, holders: () => [fileName] }
        return (await optimizeText(session, text))?.code ?? html
      },
    },
    renderChunk: {
      order: 'post',
      async handler(code, chunk, { sourcemap }) {
        session.speakThrough(this)
        const { fileName } = chunk
        const environment = environmentOf(this)
        const holders = (part: string) => holdersOf(session, chunk, part)
        const edited = await optimizeText(session, { code, environment, fileName, early: inWorker, holders })
        if (edited === undefined) return null
        const isMapped = sourcemap !== undefined && sourcemap !== false
        return { code: edited.code, map: isMapped ? edited.map() : null }
      },
    },
  }
}

function holdersOf(session: Session, { modules }: RenderedChunk, part: string): string[] {
  const ids = Object.keys(modules).filter((id) => modules[id]?.code?.includes(part))
  return [...new Set(ids.map((id) => pathOf(session, id)))].sort()
}

function pathOf(session: Session, id: string): string {
  const path = id.replace(/^\0/, '').replace(/[?#].*$/, '')
  return relative(session.root, path).replaceAll('\\', '/')
}
