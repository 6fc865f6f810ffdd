import { startCard } from './card.ts'
import { loadRust } from './cards/rust.ts'
import { loadSql } from './cards/sql.ts'
import { createDownloadList } from './download-list.ts'
import { watchWasmDownloads } from './wasm-download.ts'

const showDownload = createDownloadList()
watchWasmDownloads(showDownload)

void startCard('sql', loadSql)
void startCard('rust', loadRust)

// These modules import only types from here: a value shared with the entry would make the entry's wasm
// part of what their chunks reach, and so of their budgets.
whenIdle(() => {
  void startCard('tree-sitter', async () => (await import('./cards/tree-sitter.ts')).load())
  void startCard('resvg', async () => (await import('./cards/resvg.ts')).load(showDownload))
  void startCard('brotli', async () => (await import('./cards/brotli.ts')).load())
})

function whenIdle(task: () => void): void {
  // Safari has no requestIdleCallback.
  if ('requestIdleCallback' in window) requestIdleCallback(task, { timeout: 1000 })
  else setTimeout(task, 200)
}
