import { digestHex } from '../cache/digest.ts'
import { settingsFor } from '../module-settings.ts'
import { globNames } from './matcher.ts'
import { mayRewrite, promisedBy } from './origins.ts'
import { shipPublicFiles } from './public-files.ts'
import { environmentOf, type Session } from './session.ts'
import type { OutputAsset, WasmBudgetPlugin } from './types.ts'
import { wasmAssets } from './wasm-assets.ts'

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
      async handler(options, bundle) {
        session.speakThrough(this)
        const environment = environmentOf(this)
        session.enter(environment)
        const startedMs = performance.now()
        try {
          const assets = wasmAssets(bundle)
          await Promise.all([
            ...assets.map((asset) => ship(session, asset)),
            shipPublicFiles(session, this, options, bundle),
          ])
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
  const names = globNames(fileName, [...origin.paths, ...origin.names])
  // Where one content is emitted as several files, each gets what its own name stands for.
  const settings = promisedBy(fileName, origin) ?? settingsFor(session.options, names)
  const shipped = await session.pipeline.ship(source, fileName, untouched, 'file', { names, settings })
  session.shipped.set(await digestHex(shipped.bytes), shipped)
  for (const finding of shipped.findings) session.tell(finding)
  if (untouched === 'name-not-ours') {
    session.tell({ code: 'name-not-ours', severity: 'warn', asset: fileName, args: {} })
  }
  // Written into in place, it would be lost in Rolldown.
  if (shipped.bytes !== source) asset.source = Buffer.from(shipped.bytes)
}
