import type { Work } from '../card.ts'
import init from '../rust-app/rust-app.wasm?init'
import { table } from '../table.ts'

const columns = [
  { name: 'shape', numeric: false },
  { name: 'area', numeric: true },
  { name: '', numeric: false },
]

interface RustApp {
  readonly memory: WebAssembly.Memory
  /** Returns where a text starts that ends with a zero byte. */
  readonly run: (shapes: number) => number
}

function readText(memory: WebAssembly.Memory, start: number): string {
  const bytes = new Uint8Array(memory.buffer)
  return new TextDecoder().decode(bytes.subarray(start, bytes.indexOf(0, start)))
}

export async function loadRust(): Promise<Work> {
  const { exports } = await init()
  const { memory, run } = exports as unknown as RustApp
  return (shapes) => {
    const text = readText(memory, run(Number(shapes)))
    const areas = [...text.matchAll(/"(?:rect|circle) ([^"]+)":\[([^\]]+)\]/g)].map(
      ([, shape = '', area]) => ({ shape, area: Number(area) }),
    )
    const largest = Math.max(...areas.map(({ area }) => area), 1)
    return table(
      columns,
      areas.map(({ shape, area }) => {
        const bar = document.createElement('i')
        bar.className = 'area'
        bar.style.inlineSize = `${(area / largest) * 100}%`
        return [shape, area.toFixed(2), bar]
      }),
    )
  }
}
