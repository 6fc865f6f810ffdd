import { isWasm } from '../wasm/sections.ts'
import type { OutputAsset, OutputBundle } from './types.ts'

/** The assets of a bundle that are WebAssembly, whatever they are called, in order of their names. */
export function wasmAssets(bundle: OutputBundle): (OutputAsset & { source: Uint8Array })[] {
  return Object.values(bundle)
    .filter((file) => file.type === 'asset')
    .filter(
      (asset): asset is OutputAsset & { source: Uint8Array } =>
        typeof asset.source !== 'string' && isWasm(asset.source),
    )
    .sort((a, b) => (a.fileName < b.fileName ? -1 : 1))
}
