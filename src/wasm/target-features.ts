import { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'
import type { Section } from './sections.ts'

const USED = 0x2b
const DISALLOWED = 0x2d
const REQUIRED = 0x3d

/**
 * Reads the features that a `target_features` section says the module was built for; empty without one.
 *
 * Format: https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#target-features-section
 *
 * @throws {WasmParseError} a malformed section: an engine that is told too little would abort on the module.
 */
export function readTargetFeatures(bytes: Uint8Array, sections: readonly Section[]): Set<string> {
  const features = new Set<string>()
  const section = sections.find(({ id, name }) => id === 0 && name === 'target_features')
  if (section === undefined) return features
  const cursor = new Cursor(bytes, section.contentOffset, section.endOffset)
  for (let left = cursor.count(2); left > 0; left--) {
    const offset = cursor.offset
    const prefix = cursor.u8()
    const name = cursor.lossyName()
    if (prefix === USED || prefix === REQUIRED) features.add(name)
    else if (prefix !== DISALLOWED)
      throw new WasmParseError(`unknown feature prefix 0x${prefix.toString(16)}`, offset)
  }
  return features
}
