import { settingsFor, type OverriddenOptions } from '../module-settings.ts'
import type { ShippedModule, Untouched } from '../pipeline/pipeline.ts'
import type { ResolvedOptions } from '../resolve-options.ts'
import type { Place } from '../report/build-report.ts'
import type { Base64Form } from '../wasm/base64-modules.ts'
import type { ExistingSibling } from './existing-siblings.ts'
import { globNames, isExcluded } from './matcher.ts'
import { looksHashed } from './origins.ts'
import type { OutputBundle } from './types.ts'
import { wasmAssets } from './wasm-assets.ts'

/** A text that holds a module as base64, and how each copy is written there. */
export interface InlinedPlace {
  readonly file: string
  readonly copies: readonly Base64Form[]
}

/** A module as it ships, wherever it was found. */
export interface FoundModule {
  readonly place: Place
  /** Emitted name; of an inlined module the script it is in and its own name, `assets/index-Ab12.js#tiny.wasm`. */
  readonly fileName: string
  readonly bytes: Uint8Array
  /** Names for globs, of a file that no bundler was told of. */
  readonly originalNames?: readonly string[]
  /** What was done to it, where that is not known by its bytes. */
  readonly shipped?: ShippedModule
  readonly inlined?: InlinedPlace
  /** Siblings that lie beside it already. */
  readonly existing?: readonly ExistingSibling[]
}

/** The modules that the bundler emits as files. */
export function emittedModules(bundle: OutputBundle): FoundModule[] {
  return wasmAssets(bundle).map(({ fileName, source }) => ({ place: 'asset', fileName, bytes: source }))
}

/** Says why a file that no plugin named ships as it is; undefined where it may be optimised. */
export function whyLeftAlone(
  options: OverriddenOptions & Pick<ResolvedOptions, 'include' | 'exclude'>,
  fileName: string,
  originalNames: readonly string[],
): Untouched | undefined {
  const names = globNames(fileName, originalNames)
  if (isExcluded(names, options)) return 'excluded'
  const { optimize } = settingsFor(options, names)
  if (optimize === false) return 'disabled'
  if (!optimize.publicFiles) return 'public-file'
  return looksHashed(fileName) ? 'name-not-ours' : undefined
}
