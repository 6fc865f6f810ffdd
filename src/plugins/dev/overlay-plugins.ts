import type { ResolvedOptions } from '../../resolve-options.ts'
import type { WasmBudgetPlugin } from '../types.ts'
import { DevSession } from './dev-session.ts'
import { createEndpoints } from './endpoints.ts'
import { observeRequests } from './observe-requests.ts'
import {
  INSIDE_ID,
  insideScript,
  NO_OVERLAY,
  OVERLAY_ID,
  overlayScript,
  RESOLVED_INSIDE_ID,
  RESOLVED_OVERLAY_ID,
} from './overlay-module.ts'
import type { DevServer } from './server.ts'

/** Scripts that may refer to modules, or hold them. */
const MENTIONS_MODULE = /\.wasm|AGFzbQ/

const MENTIONS_OVERLAY = /virtual:wasm-budget\/(?:overlay|inside)$/

/** The virtual modules, by what they are imported as. */
const RESOLVED: ReadonlyMap<string, string> = new Map([
  [OVERLAY_ID, RESOLVED_OVERLAY_ID],
  [INSIDE_ID, RESOLVED_INSIDE_ID],
])

/** The dev overlay: what it shows and how it reaches the page. Nothing of it is in a build. */
export function overlayPlugins(options: ResolvedOptions): WasmBudgetPlugin[] {
  const overlay = new Overlay(options)
  return [overlay.modulePlugin(), overlay.serverPlugin()]
}

class Overlay {
  readonly #options: ResolvedOptions
  #base: string | undefined
  #session: DevSession | undefined

  constructor(options: ResolvedOptions) {
    this.#options = options
  }

  /** Makes the virtual modules; they are there, and empty, where the overlay is not. */
  modulePlugin(): WasmBudgetPlugin {
    return {
      name: 'vite-plugin-wasm-budget:overlay-module',
      resolveId: {
        filter: { id: MENTIONS_OVERLAY },
        handler: (id) => RESOLVED.get(id) ?? null,
      },
      load: {
        filter: { id: MENTIONS_OVERLAY },
        handler: async (id, load) => {
          if (id !== RESOLVED_OVERLAY_ID && id !== RESOLVED_INSIDE_ID) return null
          const { overlay } = this.#options
          if (overlay === false || this.#base === undefined || load?.ssr === true) return NO_OVERLAY
          return id === RESOLVED_INSIDE_ID ? insideScript() : overlayScript(overlay, this.#base)
        },
      },
    }
  }

  serverPlugin(): WasmBudgetPlugin {
    return {
      name: 'vite-plugin-wasm-budget:overlay',
      apply: 'serve',
      // Frameworks answer every request that comes to them.
      enforce: 'pre',
      configureServer: (server) => this.#configure(server),
      transform: {
        filter: { code: MENTIONS_MODULE },
        handler: (code, id) => {
          if (!MENTIONS_OVERLAY.test(id) && MENTIONS_MODULE.test(code)) this.#session?.noteScript(id, code)
          return null
        },
      },
      transformIndexHtml: {
        order: 'pre',
        handler: () => {
          if (this.#base === undefined) return []
          return [
            { tag: 'script', attrs: { type: 'module' }, children: `import ${JSON.stringify(OVERLAY_ID)}` },
          ]
        },
      },
      closeBundle: {
        handler: async () => {
          const session = this.#session
          this.#session = undefined
          await session?.close()
        },
      },
    }
  }

  #configure(server: DevServer): (() => void) | undefined {
    const { base, experimental } = server.config
    // There the page is bundled, and modules are named and served as in a build.
    if (this.#options.overlay === false || isBundled(experimental)) return undefined
    this.#base = base
    const session = new DevSession(this.#options, server)
    this.#session = session
    const { notice, answer } = createEndpoints(base, session)
    server.middlewares.use(notice)
    server.middlewares.use(observeRequests(base, session))
    // After Vite has checked host and origin, which some versions do only behind the plugins.
    return () => void server.middlewares.use(answer)
  }
}

function isBundled(experimental: object): boolean {
  return 'bundledDev' in experimental && experimental.bundledDev === true
}
