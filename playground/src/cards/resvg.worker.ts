import { initWasm, Resvg } from '@resvg/resvg-wasm'
import wasmUrl from '@resvg/resvg-wasm/index_bg.wasm?url'

import { watchWasmDownloads } from '../wasm-download.ts'
import type { FromWorker, ToWorker } from './resvg-messages.ts'

const post = (message: FromWorker, transfer: Transferable[] = []): void => postMessage(message, { transfer })

watchWasmDownloads((download) => post({ type: 'download', download }))

const ready = initWasm(fetch(wasmUrl))

async function render({ id, svg, width }: ToWorker): Promise<void> {
  try {
    await ready
    const resvg = new Resvg(svg, { fitTo: { mode: 'width', value: width } })
    const image = resvg.render()
    const png = image.asPng().slice()
    post({ type: 'image', id, png, width: image.width, height: image.height }, [png.buffer])
    image.free()
    resvg.free()
  } catch (error) {
    post({ type: 'failure', id, reason: String(error) })
  }
}

addEventListener('message', (event: MessageEvent<ToWorker>) => void render(event.data))
