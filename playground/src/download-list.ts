import { find } from './card.ts'
import type { WasmDownload } from './wasm-download.ts'

const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

function figure(bytes: number, word: string): HTMLElement {
  const element = document.createElement('span')
  const unit = document.createElement('small')
  unit.textContent = `\u00a0kB ${word}`
  element.append(oneDecimal.format(bytes / 1000), unit)
  return element
}

function sizes(rawBytes: number, wireBytes: number): HTMLElement {
  const element = document.createElement('span')
  element.append(figure(rawBytes, 'raw'), wireBytes < rawBytes ? ' → ' : ', not compressed')
  if (wireBytes < rawBytes) element.append(figure(wireBytes, 'wire'))
  return element
}

function row({ file, rawBytes, wireBytes }: WasmDownload): HTMLElement {
  const element = document.createElement('li')
  const name = document.createElement('code')
  const bar = document.createElement('span')
  const wire = document.createElement('i')
  name.textContent = name.title = file
  bar.className = 'share'
  bar.ariaHidden = 'true'
  wire.style.inlineSize = `${(wireBytes / rawBytes) * 100}%`
  bar.append(wire)
  element.append(name, sizes(rawBytes, wireBytes), bar)
  return element
}

export function createDownloadList(): (download: WasmDownload) => void {
  const lists = [...document.querySelectorAll<HTMLElement>('[data-files]')]
  const bySection = new Map<Element, Map<string, WasmDownload>>()

  return (download) => {
    const list = lists.find((candidate) => belongsTo(candidate, download.file))
    const section = list?.closest('section')
    if (!list || !section) return
    const downloads = bySection.get(section) ?? new Map<string, WasmDownload>()
    if (downloads.has(download.file)) return
    bySection.set(section, downloads.set(download.file, download))
    list.append(row(download))

    let rawBytes = 0
    let wireBytes = 0
    for (const each of downloads.values()) {
      rawBytes += each.rawBytes
      wireBytes += each.wireBytes
    }
    find<HTMLElement>(section, '[data-sum]').replaceChildren(sizes(rawBytes, wireBytes))
  }
}

function belongsTo(list: HTMLElement, file: string): boolean {
  return (list.dataset.files ?? '').split(' ').some((start) => file.startsWith(start))
}
