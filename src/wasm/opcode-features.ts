const PLAIN: readonly (readonly [from: number, to: number, feature: string])[] = [
  [0x06, 0x07, 'exception-handling-legacy'],
  [0x08, 0x08, 'exception-handling'],
  [0x09, 0x09, 'exception-handling-legacy'],
  [0x0a, 0x0a, 'exnref'],
  [0x12, 0x13, 'tail-call'],
  [0x14, 0x14, 'typed-function-references'],
  [0x15, 0x15, 'tail-call'],
  [0x18, 0x19, 'exception-handling-legacy'],
  [0x1c, 0x1c, 'reference-types'],
  [0x1f, 0x1f, 'exnref'],
  [0x25, 0x26, 'reference-types'],
  [0xc0, 0xc4, 'sign-ext'],
  [0xd0, 0xd2, 'reference-types'],
  [0xd3, 0xd3, 'gc'],
  [0xd4, 0xd6, 'typed-function-references'],
  [0xe0, 0xe6, 'stack-switching'],
]

const MISC: readonly (readonly [from: number, to: number, feature: string])[] = [
  [0x00, 0x07, 'nontrapping-fptoint'],
  [0x08, 0x09, 'bulk-memory'],
  [0x0a, 0x0b, 'bulk-memory-opt'],
  [0x0c, 0x0e, 'bulk-memory'],
  [0x0f, 0x11, 'reference-types'],
  [0x13, 0x16, 'wide-arithmetic'],
  [0x30, 0x31, 'fp16'],
]

const PLAIN_FEATURES = table(PLAIN, 0x100)
const MISC_FEATURES = table(MISC, 0x32)

/** Names the feature that an opcode (`byte` or `prefix << 16 | sub-opcode`) belongs to; undefined for the MVP's own. */
export function opcodeFeature(opcode: number): string | undefined {
  if (opcode < 0x100) return PLAIN_FEATURES[opcode]
  const sub = opcode & 0xffff
  switch (opcode >>> 16) {
    case 0xfb:
      return 'gc'
    case 0xfc:
      return MISC_FEATURES[sub]
    case 0xfd:
      if (sub >= 0x120) return 'fp16'
      return sub >= 0x100 ? 'relaxed-simd' : 'simd128'
    default:
      return 'atomics'
  }
}

function table(
  ranges: readonly (readonly [number, number, string])[],
  length: number,
): readonly (string | undefined)[] {
  const features = Array.from<string | undefined>({ length })
  for (const [from, to, feature] of ranges) features.fill(feature, from, to + 1)
  return features
}
