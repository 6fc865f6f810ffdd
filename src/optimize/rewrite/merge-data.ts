import { readConstant } from '../../analysis/constant-expression.ts'
import { Cursor } from '../../wasm/cursor.ts'
import { countImports, type WasmModule } from '../../wasm/module.ts'
import { Op, PREFIX_GC, PREFIX_MISC } from '../../wasm/opcodes.ts'
import type { ActiveSegment, ModuleCode } from './module-code.ts'

/**
 * Merges data segments that are at most `gapBytes` bytes apart; the gap becomes zeros, which memory has there anyway.
 *
 * Undefined where no two are that near, and where the order of segments, what they overwrite or their indices may matter: a
 * memory that is imported or 64 bits wide or not the only one, an address that is no constant, segments that overlap or leave
 * the memory, an instruction that names a segment.
 */
export function mergeData(code: ModuleCode, gapBytes: number): ModuleCode | undefined {
  const segments = code.data ?? readSegments(code)
  if (segments === undefined) return undefined
  const runs = findRuns(segments, gapBytes)
  if (runs.length === segments.length) return undefined
  return { ...code, data: runs.map(([from, to]) => join(segments, from, to)) }
}

/** Segments of the module by address; undefined where they may not be rearranged. */
function readSegments({ module, functions }: ModuleCode): readonly ActiveSegment[] | undefined {
  const memoryBytes = sizeOfOwnMemory(module)
  if (memoryBytes === undefined) return undefined
  if (functions.some(({ opcodes }) => opcodes.some((opcode) => SEGMENT_USERS.has(opcode)))) return undefined
  const { bytes, data } = module
  const segments: ActiveSegment[] = []
  for (let index = 0; index < data.count; index++) {
    if (!isOfFirstMemory(module, index)) return undefined
    const expression = data.expressionOffsets[index] as number
    const address = bytes[expression] === Op.i32Const ? readConstant(bytes, expression) : undefined
    if (address === undefined) return undefined
    segments.push({ address, bytes: bytes.subarray(data.payloadOffsets[index], data.endOffsets[index]) })
  }
  segments.sort((a, b) => a.address - b.address || a.bytes.length - b.bytes.length)
  const ends = segments.map(({ address, bytes }) => address + bytes.length)
  const isSafe = segments.every(
    ({ address }, at) => address >= (ends[at - 1] ?? 0) && (ends[at] as number) <= memoryBytes,
  )
  return isSafe ? segments : undefined
}

/** Least size of the only memory; undefined where it is not new with every instance, or has other addresses. */
function sizeOfOwnMemory(module: WasmModule): number | undefined {
  const [memory, ...others] = module.memories
  if (memory?.type.kind !== 'memory' || others.length > 0 || countImports(module, 'memory') > 0)
    return undefined
  const { is64, minimum, pageSizeLog2 = PAGE_SIZE_LOG2 } = memory.type.limits
  return is64 ? undefined : minimum * 2 ** pageSizeLog2
}

function isOfFirstMemory({ bytes, data }: WasmModule, index: number): boolean {
  const flag = data.flags[index]
  if (flag !== EXPLICIT_MEMORY) return flag === 0
  const cursor = new Cursor(bytes, data.offsets[index])
  cursor.u32()
  return cursor.u32() === 0
}

type Run = readonly [from: number, to: number]

function findRuns(segments: readonly ActiveSegment[], gapBytes: number): readonly Run[] {
  const runs: Run[] = []
  let from = 0
  for (let at = 1; at <= segments.length; at++) {
    const next = segments[at]
    const previous = segments[at - 1] as ActiveSegment
    if (next !== undefined && next.address - previous.address - previous.bytes.length <= gapBytes) continue
    runs.push([from, at])
    from = at
  }
  return runs
}

function join(segments: readonly ActiveSegment[], from: number, to: number): ActiveSegment {
  const first = segments[from] as ActiveSegment
  if (to === from + 1) return first
  const last = segments[to - 1] as ActiveSegment
  const bytes = new Uint8Array(last.address + last.bytes.length - first.address)
  for (let at = from; at < to; at++) {
    const segment = segments[at] as ActiveSegment
    bytes.set(segment.bytes, segment.address - first.address)
  }
  return { address: first.address, bytes }
}

const EXPLICIT_MEMORY = 2
const PAGE_SIZE_LOG2 = 16

/** `memory.init`, `data.drop`, `array.new_data`, `array.init_data`. */
const SEGMENT_USERS: ReadonlySet<number> = new Set([
  (PREFIX_MISC << 16) | 0x08,
  (PREFIX_MISC << 16) | 0x09,
  (PREFIX_GC << 16) | 0x09,
  (PREFIX_GC << 16) | 0x12,
])
