import { accessesByBlock, GET, listAccesses } from '../locals/accesses.ts'
import { buildControlFlow, type ControlFlow } from '../locals/control-flow.ts'
import { Control, isFollowed } from '../locals/control-opcodes.ts'
import { findLiveness, type Liveness } from '../locals/liveness.ts'
import type { FunctionCode, ModuleCode } from '../module-code.ts'
import { keepInstructions } from './instruction-filter.ts'

/**
 * Leaves out writes to locals that nothing reads before the next one: `local.set` becomes `drop`, `local.tee` goes.
 *
 * Undefined also for functions that are suspended, and those too large for their liveness to be found.
 * Locals that have no default value keep all their writes, for validation wants to see one.
 */
export function removeDeadWrites(
  { code, valueTypes }: Pick<ModuleCode, 'code' | 'valueTypes'>,
  body: FunctionCode,
): FunctionCode | undefined {
  if (!isFollowed(body.opcodes)) return undefined
  const accesses = listAccesses(body)
  if (accesses.kinds.every((kind) => kind === GET)) return undefined
  const flow = buildControlFlow(code, body)
  const accessStarts = accessesByBlock(flow, accesses)
  const parameterCount = body.parameters.length
  const localCount = parameterCount + body.locals.length
  const liveness = findLiveness(flow, accesses, accessStarts, new Uint8Array(localCount).fill(1))
  if (liveness === undefined) return undefined
  const isOptional = Uint8Array.from({ length: localCount }, (_, local) => {
    const type = local < parameterCount ? body.parameters[local] : body.locals[local - parameterCount]
    return valueTypes[type as number]?.[0] === NOT_NULLABLE ? 0 : 1
  })
  const opcodes = body.opcodes.slice()
  const isGone = new Uint8Array(opcodes.length)
  let isChanged = false
  // What is known of a local holds for the block that it was found in.
  const knownIn = new Int32Array(localCount).fill(-1)
  const isLive = new Uint8Array(localCount)
  for (let block = 0; block < flow.count; block++) {
    const first = accessStarts[block] as number
    for (let access = (accessStarts[block + 1] as number) - 1; access >= first; access--) {
      const local = accesses.locals[access] as number
      if (knownIn[local] !== block) {
        knownIn[local] = block
        isLive[local] = isLiveBehind(flow, liveness, block, local) ? 1 : 0
      }
      const isRead = accesses.kinds[access] === GET
      if (!isRead && isLive[local] === 0 && isOptional[local] === 1) {
        const position = accesses.positions[access] as number
        if (opcodes[position] === Control.localTee) isGone[position] = 1
        else opcodes[position] = DROP
        isChanged = true
      }
      isLive[local] = isRead ? 1 : 0
    }
  }
  if (!isChanged) return undefined
  const kept = Uint32Array.from(opcodes.keys()).filter((position) => isGone[position] === 0)
  return keepInstructions(body, opcodes, kept)
}

function isLiveBehind(
  flow: ControlFlow,
  { words, bits, liveIn }: Liveness,
  block: number,
  local: number,
): boolean {
  const bit = bits[local] as number
  if (bit < 0) return false
  const end = flow.targetStarts[block + 1] as number
  for (let at = flow.targetStarts[block] as number; at < end; at++) {
    const word = liveIn[(flow.targets[at] as number) * words + (bit >> 5)] as number
    if ((word >>> (bit & 31)) & 1) return true
  }
  return false
}

/** Begins a reference type without null, and so without a default value. */
const NOT_NULLABLE = 0x64
const DROP = 0x1a
