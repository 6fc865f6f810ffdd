import { HELLO_EVENT, STATE_EVENT, type DevState } from '../../report/dev-state.ts'
import type { ModuleInside } from '../../report/module-inside.ts'

/** `import.meta.hot`, as far as it is used. */
export interface Hot {
  on(event: string, listener: (data: never) => void): void
  send(event: string, data?: unknown): void
}

/** Who is told what the server knows. */
export interface ConnectionListener {
  state(state: DevState): void
  connected(isConnected: boolean): void
}

/** Follows the dev server: asks once, is told of changes, and asks again whenever it comes back. */
export class Connection {
  readonly #endpoint: URL
  readonly #hot: Hot | undefined
  readonly #listener: ConnectionListener
  /** Revision that was told last. */
  #revision = 0

  constructor(endpoint: URL, hot: Hot | undefined, listener: ConnectionListener) {
    this.#endpoint = endpoint
    this.#hot = hot
    this.#listener = listener
    hot?.on(STATE_EVENT, (state: DevState) => this.#tell(state))
    hot?.on('vite:ws:disconnect', () => listener.connected(false))
    hot?.on('vite:ws:connect', () => {
      // It may be another server, which counts anew.
      this.#revision = 0
      void this.ask()
    })
    void this.ask()
  }

  /** Asks for everything as it is now. */
  async ask(): Promise<void> {
    try {
      const state = await this.#fetch<DevState>('state')
      if (state === undefined) return
      this.#tell(state)
    } catch {
      // A policy may forbid fetching, but not what Vite itself does.
      this.#hot?.send(HELLO_EVENT)
    }
  }

  /** Fetches what is inside a module; undefined where it cannot be read. */
  inside(id: string): Promise<ModuleInside | undefined> {
    return this.#fetch<ModuleInside>(`inside/${id}`).catch(() => undefined)
  }

  #tell(state: DevState): void {
    this.#listener.connected(true)
    // An answer may come after an event that was sent later.
    if (state.revision < this.#revision) return
    this.#revision = state.revision
    this.#listener.state(state)
  }

  async #fetch<Answer>(path: string): Promise<Answer | undefined> {
    const response = await fetch(new URL(path, this.#endpoint))
    return response.ok ? ((await response.json()) as Answer) : undefined
  }
}
