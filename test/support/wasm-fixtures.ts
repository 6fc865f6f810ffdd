import wabt from 'wabt'

const { parseWat } = await wabt()

/** Bytes that compress to about half: xorshift32 with four bits in each byte, the same for the same seed. */
export function noise(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = (seed * 0x9e3779b1) | 1
  for (let at = 0; at < length; at++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[at] = state >>> 28
  }
  return bytes
}

/** Assembles text, with names unless told otherwise. */
export function assemble(wat: string, names = true): Uint8Array {
  const module = parseWat('test.wat', wat)
  try {
    return module.toBinary({ write_debug_names: names }).buffer
  } finally {
    module.destroy()
  }
}

/** Options of {@link moduleOf}. */
export interface ModuleShape {
  /** Bytes of its data segment; enough to be above Vite's limit for inlining unless told otherwise. */
  readonly dataBytes?: number
  /** What its functions are called; the first is exported as `run`. */
  readonly names?: readonly string[]
  /** Custom sections at its end, contents made up. */
  readonly sections?: readonly string[]
}

const SECTIONS = ['producers', '.debug_info', 'sourceMappingURL', 'of the program']

/**
 * A module with names, debug information and a data segment, different for every seed.
 *
 * `run` returns its argument plus the seed; it imports `env.log`, which nothing has to call.
 */
export function moduleOf(seed: number, shape: ModuleShape = {}): Uint8Array {
  const { dataBytes = 5000, names = ['run_it', 'helper', 'spare'], sections = SECTIONS } = shape
  const data = [...noise(dataBytes, seed)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
  const functions = names
    .slice(1)
    .map(
      (_, index) =>
        `(func $f${index + 1} (param i32) (result i32) local.get 0 i32.const ${index + seed} i32.mul)`,
    )
  const wat = `(module
    (import "env" "log" (func $log (param i32)))
    (memory (export "memory") 1)
    (func $f0 (export "run") (param i32) (result i32)
      local.get 0 call $log
      local.get 0 ${names.length > 1 ? 'call $f1' : ''} i32.const ${seed} i32.add)
    ${functions.join('\n')}
    (data (i32.const 0) "${data}"))`
  const custom = sections.map((name) => customSection(name, `${name} of module ${seed}`.repeat(3)))
  return concat(assemble(wat, false), nameSection(['log', ...names]), ...custom)
}

/** A custom section with a text in it. */
export function customSection(name: string, content: string | Uint8Array): Uint8Array {
  const label = new TextEncoder().encode(name)
  const inside = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const payload = concat(leb(label.length), label, inside)
  return concat(Uint8Array.of(0), leb(payload.length), payload)
}

/** A name section for functions; index in the list is index in the module. */
export function nameSection(names: readonly string[]): Uint8Array {
  const entries = names.map((name, index) => {
    const label = new TextEncoder().encode(name)
    return concat(leb(index), leb(label.length), label)
  })
  const map = concat(leb(names.length), ...entries)
  return customSection('name', concat(Uint8Array.of(1), leb(map.length), map))
}

/** Puts byte arrays one behind the other. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** Custom sections that never ship. */
export const LEAKS = ['name', '.debug_info', 'sourceMappingURL']

/** Custom sections of a module that must not ship. */
export function leaksOf(bytes: Uint8Array): string[] {
  return customSections(bytes).filter((name) => LEAKS.includes(name))
}

/** Names of the custom sections of a module that an engine loads. */
export function customSections(bytes: Uint8Array): string[] {
  const names: string[] = []
  for (let at = 8; at < bytes.length;) {
    const id = bytes[at++]
    const size = readLeb(bytes, at)
    const end = size.next + size.value
    if (id === 0) {
      const length = readLeb(bytes, size.next)
      names.push(Buffer.from(bytes.subarray(length.next, length.next + length.value)).toString('utf8'))
    }
    at = end
  }
  return names
}

function leb(value: number): Uint8Array {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Uint8Array.from([...bytes, rest])
    bytes.push((rest & 127) | 128)
  }
}

function readLeb(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0
  for (let shift = 0, next = at; ; shift += 7) {
    const byte = bytes[next++] ?? 0
    value |= (byte & 127) << shift
    if (byte < 128) return { value, next }
  }
}
