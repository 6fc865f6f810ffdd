import { readFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'

interface Context {
  emitFile(file: { type: 'asset'; name: string; originalFileName: string; source: Uint8Array }): string
  getFileName(reference: string): string
}

const MARKED = /__EDGE_MODULE__(.*?)__EDGE_MODULE__/g

/**
 * Leaves `import module from './engine.wasm?module'` an import, of a file that is emitted: what `@cloudflare/vite-plugin`
 * does for Cloudflare's runtime, where such an import is a `WebAssembly.Module`. It is not used itself because it brings
 * 239 MB.
 */
export const importing = (): object => ({
  name: 'importing',
  enforce: 'pre',
  resolveId(source: string, importer: string | undefined) {
    if (!/\.wasm(?:\?module)?$/.test(source) || importer === undefined) return null
    const path = join(dirname(importer), source.replace('?module', ''))
    return { id: `__EDGE_MODULE__${path}__EDGE_MODULE__`, external: true }
  },
  renderChunk(this: Context, code: string, { fileName }: { fileName: string }) {
    const changed = code.replace(MARKED, (_, path: string) => {
      const source = readFileSync(path)
      const reference = this.emitFile({ type: 'asset', name: basename(path), originalFileName: path, source })
      const from = posix.relative(posix.dirname(fileName), this.getFileName(reference))
      return from.startsWith('.') ? from : `./${from}`
    })
    return changed === code ? null : { code: changed, map: null }
  },
})
