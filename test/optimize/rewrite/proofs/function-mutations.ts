import { Cursor } from '../../../../src/wasm/cursor.ts'
import { readModule } from '../../../../src/wasm/module.ts'
import { leb } from '../../../support/wasm-builder.ts'
import {
  below,
  bodyBytes,
  instruction,
  payloadOf,
  pick,
  readBody,
  withBody,
  withInstruction,
  withSections,
} from './edit-module.ts'

/** A rewrite that moved functions, and the indices that it claims for them. */
export interface Moved {
  readonly path: string
  readonly before: Uint8Array
  readonly after: Uint8Array
  readonly indices: Uint32Array
}

/** A rewrite with a fault. */
export interface Fault extends Omit<Moved, 'path'> {
  readonly what: string
}

/** The numbers below `count` in a random order. */
export function shuffled(count: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = below(random, last + 1)
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}

/**
 * Changes one place of `after` where a function index stands, or swaps two bodies, or the types of two functions.
 *
 * Undefined where that changes nothing that counts: functions of one type whose bodies are the same bytes are not told apart.
 */
export function mutateFunctions(modules: readonly Moved[], random: () => number): Fault | undefined {
  const { path, before, after, indices } = pick(random, modules)
  const [what, mutated] = pick(random, MUTATIONS)
  const result = mutated(after, random)
  return result && { what: `${path}: ${what}`, before, after: result, indices }
}

/** Swaps two of the indices that are claimed; undefined where the functions are not told apart. */
export function mutateIndices(modules: readonly Moved[], random: () => number): Fault | undefined {
  const { path, before, after, indices } = pick(random, modules)
  const first = below(random, indices.length)
  const second = below(random, indices.length)
  const signatures = signaturesOf(before)
  if (signatures[first] === signatures[second]) return undefined
  const swapped = indices.slice()
  ;[swapped[first], swapped[second]] = [indices[second]!, indices[first]!]
  return { what: `${path}: ${first} and ${second} swapped`, before, after, indices: swapped }
}

const SIGNATURES = new WeakMap<Uint8Array, string[]>()

/** What tells functions apart, by index: type and bytes; imports are never the same. */
function signaturesOf(bytes: Uint8Array): string[] {
  const known = SIGNATURES.get(bytes)
  if (known !== undefined) return known
  const module = readModule(bytes)
  const imports = Array.from({ length: module.importCounts.function }, (_, index) => `import ${index}`)
  const bodies = Array.from(
    { length: module.bodies.count },
    (_, index) => `${module.functions.typeIndices[index]} ${bodyBytes(readBody(module, index)).join()}`,
  )
  const signatures = [...imports, ...bodies]
  SIGNATURES.set(bytes, signatures)
  return signatures
}

type Mutate = (after: Uint8Array, random: () => number) => Uint8Array | undefined

function otherFunction(bytes: Uint8Array, index: number, random: () => number): number | undefined {
  const signatures = signaturesOf(bytes)
  const other = below(random, signatures.length)
  return signatures[other] === signatures[index] ? undefined : other
}

const changeCall: Mutate = (bytes, random) => {
  const module = readModule(bytes)
  const index = below(random, module.bodies.count)
  const body = readBody(module, index)
  const calls = body.instructions.flatMap(({ opcode }, at) =>
    opcode === 0x10 || opcode === 0xd2 ? [at] : [],
  )
  if (calls.length === 0) return undefined
  const at = pick(random, calls)
  const { opcode, index: callee } = body.instructions[at]!
  const other = otherFunction(bytes, callee, random)
  if (other === undefined) return undefined
  return withBody(bytes, index, withInstruction(body, at, instruction(opcode, other)))
}

const changeInstruction: Mutate = (bytes, random) => {
  const module = readModule(bytes)
  const index = below(random, module.bodies.count)
  const body = readBody(module, index)
  const at = below(random, body.instructions.length - 1)
  const other = pick(random, body.instructions)
  if (Buffer.compare(other.bytes, body.instructions[at]!.bytes) === 0) return undefined
  return withBody(bytes, index, withInstruction(body, at, other))
}

const swapBodies: Mutate = (bytes, random) => {
  const module = readModule(bytes)
  const first = below(random, module.bodies.count)
  const second = below(random, module.bodies.count)
  const bodies = [first, second].map((index) => readBody(module, index))
  if (bodyBytes(bodies[0]!).join() === bodyBytes(bodies[1]!).join()) return undefined
  return withBody(withBody(bytes, first, bodies[1]!), second, bodies[0]!)
}

const changeType: Mutate = (bytes, random) => {
  const module = readModule(bytes)
  const types = [...module.functions.typeIndices]
  const at = below(random, types.length)
  const other = below(random, module.types.length)
  if (types[at] === other) return undefined
  types[at] = other
  return withSections(bytes, { 3: [...leb(types.length), ...types.flatMap((type) => leb(type))] })
}

const changeExport: Mutate = (bytes, random) => {
  const module = readModule(bytes)
  const { kind, index, endOffset } = pick(random, module.exports)
  const other = kind === 'function' ? otherFunction(bytes, index, random) : index + 1
  if (other === undefined) return undefined
  const section = module.sections.find(({ id }) => id === 7)!
  const start = endOffset - leb(index).length
  return withSections(bytes, {
    7: [
      ...bytes.subarray(section.payloadOffset, start),
      ...leb(other),
      ...bytes.subarray(endOffset, section.endOffset),
    ],
  })
}

const changeElement: Mutate = (bytes, random) => {
  const { elements, sections } = readModule(bytes)
  if (elements.count === 0) return undefined
  const segment = below(random, elements.count)
  if (elements.flags[segment] !== 0) return undefined
  const end = elements.endOffsets[segment]!
  const cursor = new Cursor(bytes, elements.payloadOffsets[segment]!, end)
  const items: { start: number; index: number; end: number }[] = []
  while (!cursor.done) {
    const start = cursor.offset
    items.push({ start, index: cursor.u32(), end: cursor.offset })
  }
  const item = pick(random, items)
  const other = otherFunction(bytes, item.index, random)
  if (other === undefined) return undefined
  const section = sections.find(({ id }) => id === 9)!
  return withSections(bytes, {
    9: [
      ...bytes.subarray(section.payloadOffset, item.start),
      ...leb(other),
      ...bytes.subarray(item.end, section.endOffset),
    ],
  })
}

const changeByteOf =
  (id: number): Mutate =>
  (bytes, random) => {
    const payload = payloadOf(readModule(bytes), id)
    if (payload.length === 0) return undefined
    const at = below(random, payload.length)
    payload[at] = payload[at]! ^ (1 + below(random, 255))
    return withSections(bytes, { [id]: payload })
  }

const MUTATIONS: readonly (readonly [what: string, mutate: Mutate])[] = [
  ['another callee', changeCall],
  ['another callee', changeCall],
  ['another instruction', changeInstruction],
  ['two bodies swapped', swapBodies],
  ['another type', changeType],
  ['another export', changeExport],
  ['another element', changeElement],
  ['another byte of globals', changeByteOf(6)],
  ['another byte of data', changeByteOf(11)],
]
