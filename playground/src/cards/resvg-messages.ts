import type { WasmDownload } from '../wasm-download.ts'
import type { Drawing } from './flower.ts'

export interface ToWorker extends Drawing {
  readonly id: number
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
