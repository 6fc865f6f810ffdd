import type { RolldownOptions } from 'rolldown'
import type { RollupOptions } from 'rollup'
import type { InlineConfig, UserConfig } from 'vite'
import type { WasmBudgetOptions, WasmBudgetPlugin } from 'vite-plugin-wasm-budget'

import type { App, Bundler, Files, ViteName } from '../support/app.ts'

/** A module that an app must ship, once unless `times` says otherwise. */
export interface Shipped {
  readonly source: Uint8Array
  /**
   * `file` is a file of its own with what the pipeline makes of the source, `as it is` one with the source itself,
   * `inlined` is base64 of what the pipeline makes of it.
   */
  readonly as: 'file' | 'as it is' | 'inlined'
  /** Paths from `dist`; a name out of the table's default pattern unless told otherwise. */
  readonly path: RegExp
  readonly times?: number
  /** Whether its name is the same whatever is in it. */
  readonly unhashed?: true
  /** How reports must say that it is reached; not looked at where it is absent. */
  readonly reached?: readonly ('initial' | 'lazy' | 'worker')[]
}

/** What a way of its own kind is built with. */
export interface Workshop {
  readonly app: App
  readonly bundler: ViteName
  /** The plugin under test, empty where the bundler is tried alone. */
  readonly plugins: readonly WasmBudgetPlugin[]
  /** Config that every build has in common. */
  readonly common: InlineConfig
}

/** Where an app is. */
export interface Place {
  readonly root: string
  /** Another origin where it will be served too. */
  readonly cdn: string
  /** Cache of all apps. */
  readonly cache: string
}

/** How an app gets hold of a module, in every bundler. */
export interface Way {
  readonly name: string
  readonly files: Files
  /** Config of Vite. */
  readonly config?: (place: Place) => UserConfig
  /** Config of Rollup and Rolldown. */
  readonly input?: Partial<RollupOptions & RolldownOptions>
  readonly output?: object | readonly object[]
  /** Builds without writing. */
  readonly write?: false
  /** Plugins before this one, for every bundler. */
  readonly plugins?: (bundler: Bundler) => readonly object[]
  /** Options of this plugin beside those of the pipeline. */
  readonly options?: WasmBudgetOptions
  /** Builds with Vite in another manner. */
  readonly build?: (workshop: Workshop) => Promise<void>
  readonly ships: readonly Shipped[]
  /** What the app prints, which takes the modules to compute. */
  readonly prints: number
  /** Runs this script of the output in Node instead of the page in a browser; `edge` loads `.wasm` as edge runtimes do. */
  readonly script?: { readonly path: RegExp; readonly edge?: true }
  /** URL path below which the app is served. */
  readonly servedAt?: string
  /** Directory of the output that is served, with a slash at its end. */
  readonly served?: string
  /** A manifest that must name every module. */
  readonly listedIn?: string
  /** Where siblings and the report do not reach: outputs of servers. */
  readonly serverFiles?: RegExp
  /** Names of sources that the code mentions on purpose. */
  readonly mentions?: readonly string[]
  /** Something that is logged when modules are made smaller. */
  readonly says?: RegExp
  /** The error of each bundler that does not know this way, with no plugin of ours anywhere near. */
  readonly unsupported?: Partial<Record<Bundler, RegExp>>
  /** Whether only the full suite has it. */
  readonly full?: true
}
