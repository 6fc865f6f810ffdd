import { digestHex } from '../cache/digest.ts'
import { isWasm } from '../wasm/sections.ts'
import { mayRewrite } from './origins.ts'
import { environmentOf, type Session } from './session.ts'
import type { OutputAsset, OutputBundle, WasmBudgetPlugin } from './types.ts'

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

/**
 * Replaces the bytes of modules by what ships.
 *
 * In the default order and without `enforce`: earlier, Vite emits the modules of workers again with their old bytes;
 * later, plugins that compress have read the old bytes already.
 */
export function bytesPlugin(session: Session): WasmBudgetPlugin {
  return {
    name: 'vite-plugin-wasm-budget:bytes',
    apply: 'build',
    generateBundle: {
      async handler(_options, bundle) {
        session.speakThrough(this)
        const environment = environmentOf(this)
        session.enter(environment)
        const startedMs = performance.now()
        try {
          await Promise.all(wasmAssets(bundle).map((asset) => ship(session, asset)))
        } catch (error) {
          await session.leave(environment)
          throw error
        }
        session.shippingMs = performance.now() - startedMs
      },
    },
  }
}

async function ship(session: Session, asset: OutputAsset & { source: Uint8Array }): Promise<void> {
  const { fileName, source } = asset
  const origin = session.origins.of(source)
  for (const name of asset.names ?? []) origin.names.add(name)
  for (const path of asset.originalFileNames ?? []) origin.paths.add(path)
  const untouched = origin.excluded ? 'excluded' : mayRewrite(fileName, origin) ? undefined : 'name-not-ours'
  const shipped = await session.pipeline.ship(source, fileName, untouched)
  session.shipped.set(await digestHex(shipped.bytes), shipped)
  for (const finding of shipped.findings) session.tell(finding)
  if (untouched === 'name-not-ours') {
    session.tell({ code: 'name-not-ours', severity: 'warn', asset: fileName, args: {} })
  }
  // Written into in place, it would be lost in Rolldown.
  if (shipped.bytes !== source) asset.source = Buffer.from(shipped.bytes)
}
