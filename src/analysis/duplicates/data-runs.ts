import type { WasmModule } from '../../wasm/module.ts'

/** Shorter strings and runs of zeros are nothing that anybody would change a program for. */
export const SMALLEST_RUN_BYTES = 16

/** Takes each run: its range in the file, and its segment. */
export type VisitRun = (offset: number, endOffset: number, segment: number) => void

/** Finds runs of printable ASCII (0x20 to 0x7e) of at least 16 bytes in data segments. */
export function eachString(module: WasmModule, visit: VisitRun): void {
  eachRun(module, 0x20, 0x7e, visit)
}

/** Finds runs of at least 16 zero bytes in data segments. */
export function eachZeroRun(module: WasmModule, visit: VisitRun): void {
  eachRun(module, 0, 0, visit)
}

function eachRun({ bytes, data }: WasmModule, lowest: number, highest: number, visit: VisitRun): void {
  for (let segment = 0; segment < data.count; segment++) {
    const end = data.endOffsets[segment] as number
    let start = data.payloadOffsets[segment] as number
    for (let at = start; at <= end; at++) {
      const byte = at === end ? -1 : (bytes[at] as number)
      if (byte >= lowest && byte <= highest) continue
      if (at - start >= SMALLEST_RUN_BYTES) visit(start, at, segment)
      start = at + 1
    }
  }
}
