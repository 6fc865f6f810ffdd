import brotliWasm from 'brotli-wasm'

import type { Work } from '../card.ts'

const bytesOf = (count: number): string => `${count.toLocaleString('en')}\u00a0B`

export async function load(): Promise<Work> {
  const { compress, decompress } = await brotliWasm
  return (text) => {
    const before = new TextEncoder().encode(text)
    const after = compress(before)
    if (new TextDecoder().decode(decompress(after)) !== text) throw new Error('The text did not come back')

    const content = document.createDocumentFragment()
    const figure = document.createElement('p')
    const share = document.createElement('p')
    const bar = document.createElement('span')
    const filled = document.createElement('i')
    figure.className = 'figure'
    figure.textContent = `${bytesOf(before.length)} → ${bytesOf(after.length)}`
    bar.className = 'share'
    filled.style.inlineSize = `${Math.min(1, after.length / Math.max(1, before.length)) * 100}%`
    bar.append(filled)
    share.textContent = 'Decompressed again, it is the same text.'
    content.append(figure, bar, share)
    return content
  }
}
