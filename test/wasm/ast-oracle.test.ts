import { decode } from '@webassemblyjs/wasm-parser'
import { describe, expect, it, vi } from 'vitest'
import { toAst } from '../../src/wasm/ast.ts'
import type { ModuleField } from '../../src/wasm/ast-nodes.ts'
import { readModule } from '../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'

/** What `@webassemblyjs/wasm-parser` 1.14.1 cannot decode, not even without code and data. */
const REFUSED = [
  'moonc0.1.202605-moonbit-wasm-gc-debug.wasm',
  'probes/binaryen132-custom_page.wasm',
  'probes/binaryen132-gc.wasm',
  'probes/binaryen132-memory64.wasm',
  'probes/binaryen132-stackswitching.wasm',
  'probes/binaryen132-stringref.wasm',
  'probes/binaryen132-tagimport.wasm',
  'probes/binaryen132-typedfuncref.wasm',
  'probes/wabt1.0.39-memory64.wasm',
  'probes/wabt1.0.39-tagimport.wasm',
]

/** wabt 1.0.39 left the memory index of its data segment out, and they take the flags before it for that index. */
const MALFORMED = 'probes/wabt1.0.39-multimemory.wasm'

/** Decodes as much as it can: everything, without code, without code and data. */
function decodeWithTheirs(bytes: Uint8Array): ReturnType<typeof decode> | undefined {
  const less = [{}, { ignoreCodeSection: true }, { ignoreCodeSection: true, ignoreDataSection: true }]
  for (const options of less) {
    try {
      return decode(bytes, options)
    } catch {
      continue
    }
  }
  return undefined
}

vi.spyOn(console, 'log').mockReturnValue()

const decoded = FIXTURES.filter((path) => path !== MALFORMED).map((path) => ({
  path,
  bytes: readFixture(path),
  theirs: decodeWithTheirs(readFixture(path)),
}))

/** Without what we leave out (bodies, raw texts of 64-bit literals) and what they get wrong or call otherwise. */
function comparable(field: object): unknown {
  const node = structuredClone(field) as Record<string, unknown>
  switch (node.type) {
    case 'Func':
      node.body = []
      break
    case 'Elem':
      // They have the flags there.
      delete node.table
      break
    case 'Table':
    case 'Global':
      // They read the names of functions and locals only.
      delete node.name
      break
    case 'Data':
      node.init = [...(node.init as { values: Iterable<number> }).values]
      break
    case 'ModuleImport': {
      const descr = node.descr as Record<string, unknown>
      // They number table imports among all imports, and identify functions by names, which repeat.
      delete descr.id
      delete descr.name
      break
    }
    case 'ModuleExport':
      delete (node.descr as Record<string, unknown>).id
  }
  return node
}

/** Fields for which they make nodes; segments that are not active or hold expressions have none. */
const known = (fields: readonly ModuleField[], theirs: readonly object[]) => {
  const hasData = theirs.some((field) => (field as ModuleField).type === 'Data')
  return fields.filter(
    (field) => (field.type !== 'Elem' || field.mode === 'active') && (field.type !== 'Data' || hasData),
  )
}

describe("toAst makes what the library's own decoder makes", () => {
  it.each(decoded.flatMap(({ path, bytes, theirs }) => (theirs ? [[path, bytes, theirs] as const] : [])))(
    'of %s',
    (_path, bytes, theirs) => {
      const [their] = theirs.body
      const [our] = toAst(readModule(bytes)).body
      const fields = known(our?.fields ?? [], their.fields)
      expect(fields.map(comparable)).toMatchObject(their.fields.map(comparable))
      const { sections, functionNames } = their.metadata as { sections: object[]; functionNames?: object[] }
      const ofTheirs = our?.metadata?.sections.filter(
        ({ section }) => section !== 'datacount' && section !== 'tag',
      )
      expect(ofTheirs).toMatchObject(sections)
      expect(our?.metadata?.functionNames).toEqual(functionNames)
    },
  )

  it('where that can decode', () => {
    expect(decoded.filter(({ theirs }) => theirs === undefined).map(({ path }) => path)).toEqual(REFUSED)
  })
})
