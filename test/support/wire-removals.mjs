// Parts that are really taken out of modules, to compare what that saves of the compressed file with what was estimated.
import { analyzeModule, readModule } from 'vite-plugin-wasm-budget/core'
import { brotliCompressSync, constants } from 'node:zlib'
import { estimateWireSizes } from 'vite-plugin-wasm-budget/core'

const CODE = 10
const DATA = 11
/** Smaller parts are within what the encoder does by luck. */
const SMALLEST_BYTES = 600
const SMALLEST_SHARE = 0.005
/** Size field, no locals, `unreachable`, `end`. */
const STUB = Uint8Array.of(3, 0, 0, 0x0b)

/**
 * One removal, really made.
 * @typedef {{ what: string, removedBytes: number, savedBytes: number, estimatedBytes: number, error: number }} Removal
 */

/** @typedef {ReturnType<typeof readModule>} Module */
/** @typedef {{ what: string, sections?: Set<number>, functions?: Set<number>, segments?: Set<number> }} Plan */

/**
 * Makes the removals that suit a module, each from the original.
 * @param {Uint8Array} bytes
 * @returns {Removal[]}
 */
export function removeParts(bytes) {
  const module = readModule(bytes)
  const wholeBytes = brotliBytes(bytes)
  const { items } = analyzeModule(bytes)
  const wire = estimateWireSizes(bytes, items, wholeBytes)
  const imported = module.imports.filter(({ type }) => type.kind === 'function').length
  return plansFor(module).map((plan) => {
    const edited = edit(module, plan)
    // References to functions may need the element section; nothing needs the rest.
    if (plan.what !== 'element section' && WebAssembly.validate(bytes) && !WebAssembly.validate(edited))
      throw new Error(`without ${plan.what}, it is no module any more`)
    const editedBytes = brotliBytes(edited)
    let estimatedBytes = 0
    for (const [at, item] of items.entries())
      if (isGone(module, plan, item, imported)) estimatedBytes += wire[at] ?? 0
    estimatedBytes -= stubBytes(edited, editedBytes, plan, imported)
    const savedBytes = wholeBytes - editedBytes
    const error = Math.abs(estimatedBytes - savedBytes) / Math.abs(savedBytes)
    return { what: plan.what, removedBytes: bytes.length - edited.length, savedBytes, estimatedBytes, error }
  })
}

/** @param {Uint8Array} bytes */
export function brotliBytes(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  return brotliCompressSync(bytes, { params }).length
}

/**
 * @param {Module} module
 * @returns {Plan[]}
 */
function plansFor(module) {
  const smallest = Math.max(SMALLEST_BYTES, module.bytes.length * SMALLEST_SHARE)
  /** @type {Plan[]} */
  const plans = []
  const debug = module.sections.filter(({ name }) => name.startsWith('.debug_'))
  if (debug.length > 0)
    plans.push({ what: 'all .debug_* sections', sections: new Set(debug.map(({ offset }) => offset)) })
  for (const { id, name, offset, endOffset } of module.sections) {
    const droppable = (id === 0 && !name.startsWith('.debug_')) || id === 7 || id === 9
    if (droppable && endOffset - offset >= smallest)
      plans.push({ what: `${name} section`, sections: new Set([offset]) })
  }
  plans.push(...functionPlans(module), ...segmentPlans(module, smallest))
  return plans
}

/**
 * @param {Module} module
 * @returns {Plan[]}
 */
function functionPlans({ bodies, bytes }) {
  const sizeOf = (/** @type {number} */ at) => (bodies.endOffsets[at] ?? 0) - (bodies.offsets[at] ?? 0)
  const all = Array.from({ length: bodies.count }, (_, at) => at)
  const largest = all.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0] ?? 0
  const plans = [{ what: 'the largest function', functions: new Set([largest]) }]
  if (bodies.count < 20) return plans
  const random = randomNumbers(bytes.length)
  const start = Math.floor(random() * bodies.count * 0.8)
  return [
    ...plans,
    { what: 'a tenth of the functions', functions: new Set(all.filter(() => random() < 0.1)) },
    {
      what: 'a seventh of the functions, in a row',
      functions: new Set(all.slice(start, start + Math.ceil(bodies.count / 7))),
    },
  ]
}

/**
 * @param {Module} module
 * @param {number} smallest
 * @returns {Plan[]}
 */
function segmentPlans({ data, bytes }, smallest) {
  const sizeOf = (/** @type {number} */ at) => (data.endOffsets[at] ?? 0) - (data.payloadOffsets[at] ?? 0)
  const all = Array.from({ length: data.count }, (_, at) => at)
  const largest = all.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0]
  if (largest === undefined) return []
  const random = randomNumbers(bytes.length + 1)
  const plans = [{ what: 'the largest data segment', segments: new Set([largest]) }]
  if (data.count > 10)
    plans.push({ what: 'a third of the data segments', segments: new Set(all.filter(() => random() < 0.3)) })
  return plans.filter(({ segments }) => [...segments].reduce((sum, at) => sum + sizeOf(at), 0) >= smallest)
}

/**
 * @param {Module} module
 * @param {Plan} plan
 * @param {{ kind: string, index?: number, offset: number }} item
 * @param {number} imported
 */
function isGone(module, { sections, functions, segments }, { kind, index, offset }, imported) {
  if (kind === 'function') return functions?.has((index ?? 0) - imported) === true
  if (kind === 'data') return segments?.has(index ?? -1) === true
  if (sections === undefined) return false
  return module.sections.some(
    (section) => sections.has(section.offset) && offset >= section.offset && offset < section.endOffset,
  )
}

/** Estimates what is put in the place of functions, after the edit. */
function stubBytes(
  /** @type {Uint8Array} */ edited,
  /** @type {number} */ editedBytes,
  /** @type {Plan} */ { functions },
  /** @type {number} */ imported,
) {
  if (functions === undefined) return 0
  const { items } = analyzeModule(edited)
  const wire = estimateWireSizes(edited, items, editedBytes)
  let bytes = 0
  for (const [at, { kind, index }] of items.entries())
    if (kind === 'function' && functions.has((index ?? 0) - imported)) bytes += wire[at] ?? 0
  return bytes
}

/**
 * @param {Module} module
 * @param {Plan} plan
 */
function edit(module, { sections, functions, segments }) {
  const { bytes, bodies, data } = module
  const parts = [bytes.subarray(0, 8)]
  const section = (/** @type {number} */ id, /** @type {readonly Uint8Array[]} */ contents) => {
    const size = contents.reduce((sum, { length }) => sum + length, 0)
    parts.push(Uint8Array.of(id, ...leb(size)), ...contents)
  }
  for (const { id, offset, endOffset } of module.sections) {
    if (sections?.has(offset)) continue
    if (id === CODE && functions !== undefined) {
      const ranges = Array.from({ length: bodies.count }, (_, at) =>
        functions.has(at) ? STUB : bytes.subarray(bodies.offsets[at], bodies.endOffsets[at]),
      )
      section(id, [Uint8Array.from(leb(bodies.count)), ...ranges])
    } else if (id === DATA && segments !== undefined) {
      const ranges = Array.from({ length: data.count }, (_, at) => {
        const whole = bytes.subarray(data.offsets[at], data.endOffsets[at])
        return segments.has(at) ? emptied(module, at) : whole
      })
      section(id, [Uint8Array.from(leb(data.count)), ...ranges])
    } else parts.push(bytes.subarray(offset, endOffset))
  }
  return new Uint8Array(Buffer.concat(parts))
}

/**
 * A data segment with its flags and place, but no bytes.
 * @param {Module} module
 * @param {number} at
 */
function emptied({ bytes, data }, at) {
  const payload = data.payloadOffsets[at] ?? 0
  const lengthBytes = leb((data.endOffsets[at] ?? 0) - payload).length
  return Uint8Array.of(...bytes.subarray(data.offsets[at], payload - lengthBytes), 0)
}

/** @param {number} value */
function leb(value) {
  const bytes = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest & 127) | 128)
  }
}

/**
 * Numbers from 0 to 1 that are the same for the same seed (mulberry32).
 * @param {number} seed
 */
function randomNumbers(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
