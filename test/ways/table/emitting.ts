import { readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'

interface Context {
  addWatchFile(path: string): void
  emitFile(file: { type: 'asset'; name: string; originalFileName: string; source: Uint8Array }): string
}

const PREFIX = '\0emitted:'

/** Makes `import url from './engine.wasm?emitted'` the URL of a file that is emitted as plugins emit files. */
export const emitting = (): object => ({
  name: 'emitting',
  enforce: 'pre',
  resolveId(source: string, importer: string | undefined) {
    if (!source.endsWith('?emitted') || importer === undefined) return null
    return `${PREFIX}${join(dirname(importer), source.slice(0, -'?emitted'.length))}.js`
  },
  load(this: Context, id: string) {
    if (!id.startsWith(PREFIX)) return null
    const path = id.slice(PREFIX.length, -'.js'.length)
    this.addWatchFile(path)
    const originalFileName = relative(process.cwd(), path)
    const reference = this.emitFile({
      type: 'asset',
      name: basename(path),
      originalFileName,
      source: readFileSync(path),
    })
    return `export default import.meta.ROLLUP_FILE_URL_${reference}`
  },
})

/** A script that runs what {@link emitting} emits. */
export const runsEmitted = `import url from './engine.wasm?emitted'
import { runUrl, show } from './run.js'
show(runUrl(url))`
