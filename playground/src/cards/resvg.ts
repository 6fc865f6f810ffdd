import type { Work } from '../card.ts'
import type { WasmDownload } from '../wasm-download.ts'
import type { FromWorker, Image, ToWorker } from './resvg-messages.ts'

const colours = ['#7c6cf0', '#3fae9b', '#d9699f']

function flower(petals: number): string {
  const leaves = Array.from({ length: petals }, (_, index) => {
    const colour = colours[index % colours.length]
    const turn = `rotate(${(360 / petals) * index})`
    return `<ellipse transform="${turn}" cy="-52" rx="21" ry="50" fill="${colour}" fill-opacity=".62"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-108 -108 216 216">${leaves.join('')}<circle r="19" fill="#f2b632"/></svg>`
}

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
    const request: ToWorker = { id: ++id, svg: flower(Number(petals)), width: 432 }
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
