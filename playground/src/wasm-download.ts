export interface WasmDownload {
  readonly file: string
  readonly rawBytes: number
  readonly wireBytes: number
}

/** A worker has a timeline of its own, so the page and each worker watch theirs. */
export function watchWasmDownloads(onDownload: (download: WasmDownload) => void): void {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      // The dev server answers `import url from 'x.wasm?url'` with a script under the same path.
      if (!(entry instanceof PerformanceResourceTiming) || entry.initiatorType !== 'fetch') continue
      const file = new URL(entry.name).pathname.split('/').at(-1) ?? ''
      if (!file.endsWith('.wasm') || entry.decodedBodySize === 0) continue
      onDownload({ file, rawBytes: entry.decodedBodySize, wireBytes: entry.encodedBodySize })
    }
  })
  observer.observe({ type: 'resource', buffered: true })
}
