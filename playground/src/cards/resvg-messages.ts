import type { WasmDownload } from '../wasm-download.ts'

export interface ToWorker {
  readonly id: number
  readonly svg: string
  readonly width: number
}

export interface Image {
  readonly type: 'image'
  readonly id: number
  readonly png: Uint8Array<ArrayBuffer>
  readonly width: number
  readonly height: number
}

interface Failure {
  readonly type: 'failure'
  readonly id: number
  readonly reason: string
}

interface Download {
  readonly type: 'download'
  readonly download: WasmDownload
}

export type FromWorker = Image | Failure | Download
