import type { ViteConfig } from '../types.ts'

/** The parts of Vite's dev server that are used, written down structurally as in `types.ts`. */
export interface DevServer {
  readonly config: DevConfig
  readonly middlewares: { use(handler: Middleware): unknown }
  readonly watcher: {
    on(event: 'add' | 'change' | 'unlink', listener: (path: string) => void): unknown
  }
  readonly environments: { readonly client: DevEnvironment }
}

/** The resolved config of a dev server, as far as it is read. */
export interface DevConfig extends ViteConfig {
  readonly base: string
  readonly publicDir: string
  readonly command: 'build' | 'serve'
  /** With `bundledDev` in Vite 8. */
  readonly experimental: object
  readonly build: ViteConfig['build'] & { readonly assetsDir: string; readonly assetsInlineLimit: unknown }
}

/** Vite's environment for the browser. */
export interface DevEnvironment {
  readonly moduleGraph: { readonly idToModuleMap: ReadonlyMap<string, GraphNode> }
  readonly hot: {
    send(event: string, data: unknown): void
    on(
      event: string,
      listener: (data: unknown, client: { send(event: string, data: unknown): void }) => void,
    ): void
  }
  readonly depsOptimizer?:
    | { readonly metadata: { readonly optimized: Readonly<Record<string, { readonly file: string }>> } }
    | undefined
}

/** A module in Vite's graph. */
export interface GraphNode {
  /** Path in the URL, and a query. */
  readonly url: string
  readonly id: string | null
  readonly file: string | null
  readonly importers: ReadonlySet<GraphNode>
}

/** Headers by lower-case name. */
export type Headers = Readonly<Record<string, string | number | readonly string[] | undefined>>

/** A request as Node hands it on. */
export interface Request {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: Record<string, string | string[] | undefined>
}

/** An answer as Node has it written. */
export interface Response {
  statusCode: number
  getHeaders(): Headers
  setHeader(name: string, value: string | number): unknown
  writeHead(status: number, ...rest: never[]): unknown
  write(chunk: never, ...rest: never[]): boolean
  end(...rest: never[]): unknown
  on(event: 'finish', listener: () => void): unknown
}

/** A handler in the manner of connect. */
export type Middleware = (request: Request, response: Response, next: () => void) => void
