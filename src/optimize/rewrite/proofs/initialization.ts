import { Difference } from './difference.ts'
import type { InstructionReader } from '../../../wasm/instruction-reader.ts'
import type { Locals } from './local-types.ts'

/**
 * Requires that every local that has no value of its own is set before it is read, in the same block or around it, as validation
 * does: https://webassembly.github.io/spec/core/appendix/algorithm.html
 */
export function requireInitialized(reader: InstructionReader, { types, unset }: Locals): void {
  if (unset.length === 0) return
  const isSet = new Uint8Array(types.length).fill(1)
  for (const local of unset) isSet[local] = 0
  const order: number[] = []
  const heights: number[] = []
  const forgetBlock = (height: number) => {
    while (order.length > height) isSet[order.pop() as number] = 0
  }
  while (reader.next()) {
    switch (reader.opcode) {
      case 0x20:
        if (isSet[reader.index] !== 1) throw new Difference(`local ${reader.index} is read before it is set`)
        break
      case 0x21:
      case 0x22:
        if (isSet[reader.index] === 1) break
        isSet[reader.index] = 1
        order.push(reader.index)
        break
      case 0x02:
      case 0x03:
      case 0x04:
      case 0x06:
      case 0x1f:
        heights.push(order.length)
        break
      case 0x05:
      case 0x07:
      case 0x19:
        forgetBlock(heights.at(-1) ?? 0)
        break
      case 0x0b:
      case 0x18:
        forgetBlock(heights.pop() ?? 0)
    }
  }
}
