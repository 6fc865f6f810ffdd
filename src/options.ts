import type { Budget } from './budget/budget.ts'
import type { Host } from './budget/hosts.ts'
import type { Override } from './override.ts'
import type { BuildReport } from './report/build-report.ts'
import type { Corner } from './report/dev-state.ts'

/** A glob in picomatch's syntax. */
export type Glob = string

/** A number of bytes, or a string such as `'250 kB'` (1000 bytes each) or `'244 KiB'` (1024). */
export type Size = number | string

/** What counts as the size of a file: bytes after brotli 11, after gzip 9, or as they are on disk. */
export type Metric = 'brotli' | 'gzip' | 'raw'

/** How much time may go into making files smaller. */
export type Effort = 'fast' | 'balanced' | 'max'

/** A compressed file that is written beside a module. */
export type SiblingFormat = 'br' | 'gz'

/** Which `wasm-opt` is used; `path` is a program, from the root. */
export type EngineChoice = 'auto' | 'npm' | 'native' | 'none' | { path: string }

/** Options of `optimize`. */
export interface OptimizeOptions {
  /**
   * Drop custom sections: `'auto'` drops what leaks (names, DWARF, relocations, source maps) always and the rest
   * (`producers`, `target_features`) where the download gets smaller, `'always'` drops both, `false` nothing.
   *
   * @default 'auto'
   */
  strip?: 'auto' | 'always' | false

  /**
   * Keep these custom sections although `strip` would drop them. Globs over section names.
   *
   * @default []
   */
  keepSections?: Glob | Glob[]

  /**
   * Use binaryen's `wasm-opt` (132 or newer) for further candidates: `'auto'` where the npm package `binaryen` is installed,
   * `'npm'` insists on it, `'native'` on a `wasm-opt` on `PATH`, `{ path }` on the one there (from the root), `'none'` never.
   *
   * With `'auto'` the package says what ships. A native `wasm-opt` of the very version does its work in a fraction of the time
   * where `PATH` has one. With `'native'` and `{ path }` its version is part of the names of files: give the same one to every
   * machine.
   *
   * @default 'auto'
   */
  engine?: EngineChoice

  /**
   * Exports that stay, by glob of the module; all others are pruned before anything else is done, and what only they keep goes with
   * them. A list, or a JSON file from the root that `wasm-budget exports --write` makes of the last build, to be committed.
   *
   * Memories, tables and what runtimes need to start stay in any case. A build whose scripts name an export that was pruned fails.
   *
   * @default {} nothing is pruned
   */
  exports?: Record<Glob, readonly string[] | { file: string }>

  /**
   * When an engine is killed, or runs out of memory or time, twice: `'stop'` fails the build, `'keep'` ships the module
   * without the engine's work, under a name that promises it.
   *
   * @default 'stop'
   */
  onFault?: 'stop' | 'keep'

  /**
   * Memory that one engine process may use.
   *
   * @default '2 GiB'
   */
  memory?: Size

  /**
   * Seconds that one engine process may take; a guard against hanging, since what is tried depends on sizes alone.
   *
   * @default 900
   */
  seconds?: number

  /**
   * Also optimise files that no bundler named: those of `public/`, and those that other plugins wrote into the output.
   * They are always reported, budgeted and given siblings.
   *
   * Only for files that are loaded by a name without a hash, and are not checked against one: the name stays, so that a
   * browser or a CDN that caches for long goes on using the bytes of an earlier build. Serve such files with
   * `Cache-Control: no-cache`, or import them instead. A name that looks as if it had a hash is never given other bytes.
   *
   * @default false
   */
  publicFiles?: boolean

  /**
   * Optimise, compress and judge budgets in watch mode too; without it watch mode only strips.
   *
   * @default false
   */
  watch?: boolean
}

/** Options of `compress`. */
export interface CompressOptions {
  /**
   * Siblings to write.
   *
   * @default ['br', 'gz']
   */
  formats?: SiblingFormat[]

  /**
   * Encoders: `'native'` is node:zlib (and fflate where it makes the smaller gzip), `'portable'` gives the same bytes on
   * every machine and version of Node.
   *
   * @default 'native'
   */
  encoder?: 'native' | 'portable'

  /**
   * Write no siblings of modules that are smaller.
   *
   * @default 1024
   */
  threshold?: Size
}

/** A form in which reports are written or printed. */
export type ReportFormat = 'json' | 'markdown' | 'html' | 'github'

/** Options of `report`. */
export interface ReportOptions {
  /**
   * Where reports and symbols of stripped modules go, from the root. Never inside the deployed output.
   *
   * @default below the cache directory: `wasm-budget/report` and `wasm-budget/symbols`
   */
  dir?: string

  /**
   * What is made of each report beside the table: `'json'` and `'markdown'` are files named after the environment,
   * `client.json` and `client.md`; `'html'` is a page of its own, `client.html`; `'github'` prints annotations
   * for GitHub Actions and appends the Markdown to the file that `GITHUB_STEP_SUMMARY` names.
   *
   * @default ['json'], and 'github' where GITHUB_ACTIONS is 'true'
   */
  formats?: ReportFormat[]
}

/** Options of `overlay`. */
export interface OverlayOptions {
  /**
   * Corner of the page that the badge stands in.
   *
   * @default 'bottom-right'
   */
  position?: Corner

  /**
   * Open the panel when the page is loaded for the first time; afterwards it is as it was left.
   *
   * @default false
   */
  open?: boolean
}

/** Options of the plugin; every one has a default. */
export interface WasmBudgetOptions {
  /**
   * Turn the whole plugin on or off.
   *
   * @default true
   */
  enabled?: boolean

  /**
   * Only touch these modules. Matched against the emitted name, the original path from the root and the path within
   * its package.
   *
   * A glob that matches `.data` files (Emscripten) or `.dat` files (.NET) also makes these counted, budgeted and
   * compressed: `['**\/*.wasm', '**\/*.data']`.
   *
   * @default every module
   */
  include?: Glob | Glob[]

  /**
   * Ship these modules untouched: some packages check the hash of their module at run time. They are still reported,
   * budgeted and given siblings.
   *
   * @default none
   */
  exclude?: Glob | Glob[]

  /**
   * Vite environments that get siblings, budgets and the table. Bytes and names are the same in all environments.
   *
   * @default ['client']
   */
  environments?: string[]

  /**
   * The size that counts when candidates are compared and, where a budget says nothing else, when it is judged.
   *
   * @default 'brotli'
   */
  metric?: Metric

  /**
   * How many candidates are tried.
   *
   * @default 'balanced'
   */
  effort?: Effort

  /**
   * Make modules smaller on the wire.
   *
   * @default true
   */
  optimize?: boolean | OptimizeOptions

  /**
   * Write `.br` and `.gz` siblings of exactly the bytes that ship.
   *
   * @default true
   */
  compress?: boolean | CompressOptions

  /**
   * Other options for some modules. Each that matches one of a module's names counts, later ones over earlier ones; `exclude`
   * counts more than all.
   *
   * @default []
   */
  overrides?: Override[]

  /**
   * Limits; a build that breaks one fails.
   *
   * @default []
   */
  budgets?: Budget[]

  /**
   * Sizes that budgets with `growth` are compared with, from the root: a file to commit, written by `wasm-budget baseline`.
   * `false` has none.
   *
   * @default 'wasm-budget.baseline.json'
   */
  baseline?: false | string

  /**
   * Where the app is deployed to; what such a host refuses fails the build.
   *
   * @default []
   */
  hosts?: Host[]

  /**
   * Print the table, write reports and symbols.
   *
   * @default true
   */
  report?: boolean | ReportOptions

  /**
   * Show what a page costs in WebAssembly while it is developed: a badge in a corner, which opens a panel. Nothing of it is in
   * a build.
   *
   * @default true
   */
  overlay?: boolean | OverlayOptions

  /**
   * Called with the report of every output, before budgets fail the build; once more with all modules where some are
   * found on disk after the build.
   */
  onReport?: (report: BuildReport) => void | Promise<void>
}
