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

function row(download: WasmDownload): HTMLElement {
  const { file, rawBytes, wireBytes } = download
  const element = document.createElement('li')
  const name = document.createElement('code')
  const bar = document.createElement('span')
  const wire = document.createElement('i')
  name.textContent = name.title = file
  bar.className = 'share'
  bar.ariaHidden = 'true'
  wire.style.inlineSize = `${(wireBytes / rawBytes) * 100}%`
  bar.append(wire)
  element.append(name, figure(rawBytes, 'raw'))
  if (wireBytes < rawBytes) element.append('→ ', figure(wireBytes, 'wire'))
  else element.append('not compressed')
  element.append(bar)
  return element
}

export function createDownloadList(): (download: WasmDownload) => void {
  const downloads = new Map<string, WasmDownload>()
  const lists = [...document.querySelectorAll<HTMLElement>('[data-files]')]

  const ofSection = (section: Element): WasmDownload[] =>
    [...downloads.values()].filter(({ file }) =>
      lists.some((list) => section.contains(list) && belongsTo(list, file)),
    )

  return (download) => {
    const list = lists.find((candidate) => belongsTo(candidate, download.file))
    const section = list?.closest('section')
    if (!list || !section || downloads.has(download.file)) return
    downloads.set(download.file, download)
    list.append(row(download))
    const all = ofSection(section)
    const wireBytes = all.reduce((sum, { wireBytes }) => sum + wireBytes, 0)
    const rawBytes = all.reduce((sum, { rawBytes }) => sum + rawBytes, 0)
    find<HTMLElement>(section, '[data-sum]').replaceChildren(
      figure(rawBytes, 'raw'),
      ' → ',
      figure(wireBytes, 'wire'),
    )
  }
}

function belongsTo(list: HTMLElement, file: string): boolean {
  return (list.dataset.files ?? '').split(' ').some((start) => file.startsWith(start))
}
