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
  readonly facadeModuleId: string | null
  readonly imports: readonly string[]
  readonly code: string
}

/** Files by name. */
export type OutputBundle = Readonly<Record<string, OutputAsset | OutputChunk>>

/** `this` of a hook; `environment` is Vite's, 6 and later. */
export interface HookContext {
  readonly meta: { readonly watchMode: boolean }
  readonly environment?: { readonly name: string }
  emitFile(file: { type: 'asset'; fileName: string; source: Uint8Array }): string
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

/** The output options that naming looks at. */
export interface OutputOptions {
  readonly dir?: string | undefined
  readonly hashCharacters?: 'base64' | 'base36' | 'hex' | undefined
  readonly assetFileNames?: string | ((info: never) => string) | undefined
}

/** The resolved Vite config, as far as it is read. */
export interface ViteConfig {
  readonly root: string
  readonly cacheDir: string
  readonly logLevel?: string | undefined
  readonly build: { readonly outDir: string; readonly watch?: object | null | undefined }
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

/** A plugin for Vite, Rollup and Rolldown alike. */
export interface WasmBudgetPlugin {
  readonly name: string
  readonly apply?: 'build'
  readonly enforce?: 'post'
  config?(config: object): { worker: { plugins: () => WasmBudgetPlugin[] } }
  configResolved?(config: ViteConfig): void
  outputOptions?(this: { readonly meta?: { readonly watchMode: boolean } }, options: OutputOptions): never
  generateBundle?: OrderedHook<
    (this: HookContext, options: OutputOptions, bundle: OutputBundle) => Promise<void>
  >
  closeBundle?: OrderedHook<(this: HookContext) => Promise<void>>
}
