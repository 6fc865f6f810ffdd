import { openBody } from './function-body.ts'
import { InstructionReader } from './instruction-reader.ts'
import type { ExternType } from './imports.ts'
import type { Limits } from './limits.ts'
import type { WasmModule } from './module.ts'
import { opcodeFeature } from './opcode-features.ts'
import { WasmParseError } from './parse-error.ts'
import type { ValueType } from './value-types.ts'

/**
 * Collects the features that a module uses beyond the MVP, by decoding every instruction and declaration.
 *
 * Names are those of `target_features`; `exnref`, `exception-handling-legacy`, `typed-function-references`,
 * `stack-switching` and `custom-page-sizes`, which that convention does not tell apart, are named after their proposals.
 *
 * @throws {WasmParseError} an instruction that cannot be decoded.
 */
export function collectFeatures(module: WasmModule): Set<string> {
  const features = new Set<string>()
  collectFromDeclarations(module, features)
  collectFromSegments(module, features)
  for (let index = 0; index < module.bodies.count; index++) collectFromBody(module, index, features)
  return features
}

const IMPLIED: readonly (readonly [feature: string, implied: readonly string[]])[] = [
  ['gc', ['typed-function-references', 'reference-types']],
  ['typed-function-references', ['reference-types']],
  ['relaxed-simd', ['simd128']],
  ['bulk-memory', ['bulk-memory-opt']],
  ['reference-types', ['call-indirect-overlong']],
]

/** Adds what every engine that has a feature also has. Source: tool-conventions, Linking.md. */
export function withImpliedFeatures(features: ReadonlySet<string>): Set<string> {
  const all = new Set(features)
  for (const [feature, implied] of IMPLIED) if (all.has(feature)) for (const name of implied) all.add(name)
  return all
}

function collectFromDeclarations(module: WasmModule, features: Set<string>): void {
  for (const { composite, supertypes, groupSize, shared } of module.types) {
    if (composite.kind === 'struct' || composite.kind === 'array' || supertypes.length > 0 || groupSize > 1) {
      features.add('gc')
    }
    if (composite.kind === 'cont') features.add('stack-switching')
    if (shared) features.add('shared-everything')
    if (composite.kind === 'func') {
      if (composite.results.length > 1) features.add('multivalue')
      for (const type of [...composite.params, ...composite.results]) collectFromValueType(type, features)
    }
  }
  const externs = [
    ...module.imports.map(({ type }) => type),
    ...[...module.tables, ...module.memories, ...module.globals, ...module.tags].map(({ type }) => type),
  ]
  for (const type of externs) collectFromExtern(type, features)
  collectFromMutableGlobals(module, features)
  if (externs.filter(({ kind }) => kind === 'table').length > 1) features.add('reference-types')
  if (externs.filter(({ kind }) => kind === 'memory').length > 1) features.add('multimemory')
  for (const { initializerOffset, type } of [...module.tables, ...module.globals]) {
    if (initializerOffset === undefined) continue
    if (type.kind === 'table') features.add('typed-function-references')
    collectFromExpression(module, initializerOffset, features)
  }
}

function collectFromMutableGlobals(module: WasmModule, features: Set<string>): void {
  const imported = module.imports.map(({ type }) => type).filter((type) => type.kind === 'global')
  const globals = [...imported, ...module.globals.map(({ type }) => type)]
  const isMutable = (type: ExternType | undefined) => type?.kind === 'global' && type.mutable
  const exported = module.exports.some(({ kind, index }) => kind === 'global' && isMutable(globals[index]))
  if (exported || imported.some(isMutable)) features.add('mutable-globals')
}

function collectFromExtern(type: ExternType, features: Set<string>): void {
  switch (type.kind) {
    case 'tag':
      features.add('exception-handling')
      break
    case 'global':
      collectFromValueType(type.type, features)
      break
    case 'table':
      collectFromValueType(type.element, features)
      collectFromLimits(type.limits, features)
      break
    case 'memory':
      collectFromLimits(type.limits, features)
  }
}

function collectFromLimits({ shared, is64, pageSizeLog2 }: Limits, features: Set<string>): void {
  if (shared) features.add('atomics')
  if (is64) features.add('memory64')
  if (pageSizeLog2 !== undefined) features.add('custom-page-sizes')
}

function collectFromValueType(type: ValueType, features: Set<string>): void {
  if (typeof type === 'string') {
    if (type === 'v128') features.add('simd128')
    return
  }
  const { heap, nullable } = type
  if (typeof heap === 'number' || !nullable) features.add('typed-function-references')
  else if (heap === 'extern') features.add('reference-types')
  else if (heap === 'exn' || heap === 'noexn') features.add('exnref')
  else if (heap.startsWith('string')) features.add('strings')
  else if (heap === 'cont' || heap === 'nocont') features.add('stack-switching')
  else if (heap.startsWith('shared ')) features.add('shared-everything')
  else if (heap !== 'func') features.add('gc')
}

const PASSIVE_OR_DECLARED = 1

function collectFromSegments(module: WasmModule, features: Set<string>): void {
  const { data, elements } = module
  if (module.sections.some(({ name, id }) => id === 12 && name === 'datacount') || data.flags.includes(1)) {
    features.add('bulk-memory')
  }
  for (const flags of elements.flags) {
    if (flags & PASSIVE_OR_DECLARED) features.add('bulk-memory')
    if (flags > 2) features.add('reference-types')
  }
  for (const segments of [data, elements]) {
    for (const offset of segments.expressionOffsets)
      if (offset > 0) collectFromExpression(module, offset, features)
  }
}

function collectFromExpression(module: WasmModule, offset: number, features: Set<string>): void {
  const reader = new InstructionReader(module.bytes, offset)
  while (reader.next()) {
    if (CONSTANT_ARITHMETIC.has(reader.opcode)) features.add('extended-const')
    collectFromInstruction(module, reader, features)
  }
}

/** `i32` and `i64` `add`, `sub`, `mul`. */
const CONSTANT_ARITHMETIC: ReadonlySet<number> = new Set([0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e])

function collectFromBody(module: WasmModule, index: number, features: Set<string>): void {
  const reader = openBody(module, index, (type) => collectFromValueType(type, features))
  while (reader.next()) collectFromInstruction(module, reader, features)
  if (reader.offset !== reader.end)
    throw new WasmParseError('code behind the end of a function body', reader.offset)
}

function collectFromInstruction(module: WasmModule, reader: InstructionReader, features: Set<string>): void {
  const { opcode } = reader
  const feature = opcodeFeature(opcode)
  if (feature !== undefined) features.add(feature)
  if (opcode === 0x1c || (opcode >= 0x02 && opcode <= 0x06) || opcode === 0x1f) {
    for (const type of reader.valueTypes) collectFromValueType(type, features)
    if (opcode !== 0x1c && opcode !== 0x05 && reader.index >= 0) {
      const composite = module.types[reader.index]?.composite
      if (composite?.kind === 'func' && (composite.params.length > 0 || composite.results.length > 1)) {
        features.add('multivalue')
      }
    }
  } else if (opcode === 0x11 || opcode === 0x13) {
    if (reader.second > 0) features.add('reference-types')
    else if (reader.tableIndexBytes > 1) features.add('call-indirect-overlong')
  }
}
