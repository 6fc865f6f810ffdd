import type { DevServer } from './dev/server.ts'

/**
 * The parts of Vite's, Rollup's and Rolldown's plugin interfaces that are used here, written down structurally: published
 * types must not import packages that may not be installed. `test/types.test-d.ts` assigns them to the real ones.
 */

/** A file that is no chunk. */
export interface OutputAsset {
  readonly type: 'asset'
  readonly fileName: string
  readonly names?: readonly string[]
  readonly originalFileNames?: readonly string[]
  source: string | Uint8Array
}

/** A JavaScript file of the bundle. */
export interface OutputChunk {
  readonly type: 'chunk'
  readonly fileName: string
  readonly name: string
  readonly isEntry: boolean
  readonly isDynamicEntry: boolean
  readonly facadeModuleId: string | null
  /** Of Vite alone. */
  readonly viteMetadata?: { readonly importedCss?: ReadonlySet<string> }
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  readonly code: string
}

/** Files by name. */
export type OutputBundle = Readonly<Record<string, OutputAsset | OutputChunk>>

/** The resolved config of one of Vite's environments, as far as it is read. */
export interface EnvironmentConfig {
  /** Empty where there is none. */
  readonly publicDir: string
  readonly build: { readonly copyPublicDir: boolean; readonly write: boolean }
}

/** `this` of a hook; `environment` is Vite's, 6 and later. */
export interface HookContext {
  readonly meta: { readonly watchMode: boolean }
  readonly environment?: { readonly name: string; readonly config?: EnvironmentConfig }
  emitFile(file: { type: 'asset'; fileName: string; source: Uint8Array }): string
  addWatchFile(path: string): void
  getModuleIds(): IterableIterator<string>
  getModuleInfo(
    id: string,
  ): { readonly importers: readonly string[]; readonly dynamicImporters: readonly string[] } | null
  info(message: string): void
  warn(message: string): void
}

/** What `assetFileNames` is told about an asset. */
export interface AssetInfo {
  readonly names?: readonly string[]
  readonly name?: string | undefined
  readonly originalFileNames?: readonly string[]
  readonly source: string | Uint8Array
}

/** A chunk whose file has no final name yet. */
export interface RenderedChunk {
  readonly fileName: string
  /** By module id. */
  readonly modules: Readonly<Record<string, { readonly code: string | null }>>
}

/** The output options that are looked at. */
export interface OutputOptions {
  readonly sourcemap?: boolean | 'inline' | 'hidden' | undefined
  readonly dir?: string | undefined
  readonly file?: string | undefined
  readonly hashCharacters?: 'base64' | 'base36' | 'hex' | undefined
  readonly assetFileNames?: string | ((info: never) => string) | undefined
}

/** The resolved Vite config, as far as it is read. */
export interface ViteConfig {
  readonly root: string
  readonly cacheDir: string
  readonly logLevel?: string | undefined
  readonly build: {
    readonly outDir: string
    readonly watch?: object | null | undefined
    readonly lib?: object | false | undefined
  }
  readonly environments?: Readonly<Record<string, { readonly build: { readonly outDir: string } }>>
  readonly logger: {
    info(message: string): void
    warn(message: string): void
    error(message: string): void
  }
}

/** A hook with its place among those of other plugins. */
export interface OrderedHook<Handler> {
  readonly order?: 'pre' | 'post' | null
  readonly sequential?: true
  readonly handler: Handler
}

/** A text in place of another; the source map is JSON, `null` where none is asked for. */
export interface Replaced {
  readonly code: string
  readonly map: string | null
}

/** An element that Vite puts into a page. */
export interface HtmlTag {
  tag: string
  attrs: Record<string, string>
  children: string
}

/** A plugin for Vite, Rollup and Rolldown alike. */
export interface WasmBudgetPlugin {
  readonly name: string
  readonly apply?: 'build' | 'serve'
  readonly enforce?: 'pre' | 'post'
  config?(config: object): { worker: { plugins: () => WasmBudgetPlugin[] } }
  configResolved?(config: ViteConfig): void
  outputOptions?(this: { readonly meta?: { readonly watchMode: boolean } }, options: OutputOptions): never
  readonly transform?: {
    readonly filter: { readonly id?: RegExp; readonly code?: RegExp }
    handler(this: HookContext, code: string, id: string): Promise<Replaced | null> | null
  }
  renderChunk?: OrderedHook<
    (
      this: HookContext,
      code: string,
      chunk: RenderedChunk,
      options: OutputOptions,
    ) => Promise<Replaced | null>
  >
  readonly transformIndexHtml?: {
    readonly order: 'pre' | 'post'
    handler(html: string, page: { readonly path: string }): Promise<string> | HtmlTag[]
  }
  readonly resolveId?: { readonly filter: { readonly id: RegExp }; handler(id: string): string | null }
  readonly load?: {
    readonly filter: { readonly id: RegExp }
    handler(id: string, options?: { readonly ssr?: boolean | undefined }): Promise<string | null>
  }
  configureServer?(server: DevServer): (() => void) | undefined
  buildStart?(this: HookContext): Promise<void>
  buildEnd?(this: HookContext): void
  renderStart?: OrderedHook<(this: HookContext, options: OutputOptions) => Promise<void>>
  generateBundle?: OrderedHook<
    (this: HookContext, options: OutputOptions, bundle: OutputBundle) => Promise<void>
  >
  writeBundle?: OrderedHook<(this: HookContext, options: OutputOptions) => Promise<void>>
  closeBundle?: OrderedHook<(this: HookContext, error?: Error) => Promise<void>>
  closeWatcher?(this: HookContext): Promise<void>
}
