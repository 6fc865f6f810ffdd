import type { Work } from '../card.ts'
import type { WasmDownload } from '../wasm-download.ts'
import { drawingOf } from './flower.ts'
import type { FromWorker, Image, ToWorker } from './resvg-messages.ts'

export function load(onDownload: (download: WasmDownload) => void): Work {
  const worker = new Worker(new URL('./resvg.worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, { resolve: (image: Image) => void; reject: (error: Error) => void }>()
  let id = 0
  let shownUrl = ''

  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'download') return onDownload(data.download)
    const request = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.type === 'image') request?.resolve(data)
    else request?.reject(new Error(data.reason))
  })
  worker.addEventListener('error', ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message || 'The worker did not start'))
    waiting.clear()
  })

  return async (petals) => {
    const request: ToWorker = { id: ++id, ...drawingOf(Number(petals)) }
    const { png, width, height } = await new Promise<Image>((resolve, reject) => {
      waiting.set(request.id, { resolve, reject })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- workers take no origin
      worker.postMessage(request)
    })

    const image = document.createElement('img')
    URL.revokeObjectURL(shownUrl)
    shownUrl = URL.createObjectURL(new Blob([png], { type: 'image/png' }))
    image.src = shownUrl
    image.alt = `A flower with ${petals} petals`
    image.width = width / 2
    image.height = height / 2
    await image.decode()
    return image
  }
}
