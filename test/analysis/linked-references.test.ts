import { describe, expect, it } from 'vitest'
import { readAddressSpace } from '../../src/analysis/address-space.ts'
import { dataSymbolName } from '../../src/analysis/data-symbols.ts'
import { linkedNames } from '../../src/analysis/linked-names.ts'
import {
  LinkedKind,
  readLinkedReferences,
  type LinkedReferenceList,
} from '../../src/analysis/linked-references.ts'
import { openBody } from '../../src/wasm/function-body.ts'
import { countImports, readModule } from '../../src/wasm/module.ts'
import { Op } from '../../src/wasm/opcodes.ts'
import { readFixture } from '../support/fixtures.ts'
import { functions } from '../support/wasm-builder.ts'

/** References of a module by name: `function kind target`, and `range+offset kind target` for data. */
const referencesOf = (bytes: Uint8Array) => {
  const module = readModule(bytes)
  const found = readLinkedReferences(module, readAddressSpace(module))
  if (found === undefined) return undefined
  const { linking, dataSymbols } = found
  const names = linkedNames(module, linking)
  const rangeName = (range: number) => dataSymbolName(module, linking, dataSymbols, range)
  const imported = module.imports.filter(({ type }) => type.kind === 'function').map(({ name }) => name)
  const functionName = (index: number) => imported[index] ?? names.functions.get(index) ?? `function ${index}`
  const target = (kind: number | undefined, index: number) => {
    if (kind === LinkedKind.data) return `data ${rangeName(index)}`
    if (kind === LinkedKind.global) return `global ${names.globals.get(index)}`
    return `${kind === LinkedKind.call ? 'call' : 'address'} ${functionName(index)}`
  }
  const place = (offset: number) => {
    const range = dataSymbols.offsets.findLastIndex((start) => start <= offset)
    return `${rangeName(range)}+${offset - (dataSymbols.offsets[range] as number)}`
  }
  const list = (references: LinkedReferenceList, source: (source: number) => string) =>
    Array.from(
      { length: references.count },
      (_, at) =>
        `${source(references.sources[at] as number)} ${target(references.kinds[at], references.targets[at] as number)}`,
    )
  return {
    module,
    found,
    code: list(found.code, functionName),
    data: list(found.data, place),
    ranges: Array.from({ length: dataSymbols.count }, (_, range) => rangeName(range)),
  }
}

/** What `source/llvm/shapes.ll` says, in its order; what the linker merges or resolves is filled in. */
const shapes = (tail: string) => ({
  code: [
    'circle_area data squares',
    'circle_name data .Lgreeting',
    'circle_name call log',
    `circle_name data ${tail}`,
    'circle_name call log',
    'setup data scratch',
    'inlined data shared',
    'spill global __stack_pointer',
    'spill global __stack_pointer',
    'spill call log',
    'spill global __stack_pointer',
    'run data counter_alias',
    'run call other',
    'run call spill',
    'run data circle_vtable',
    'run data from_other',
    'run call inlined',
    'run address circle_area',
    'run data third_square',
    'run call apply',
  ],
  data: [
    'circle_vtable+4 address circle_area',
    'circle_vtable+8 address circle_name',
    'third_square+0 data squares',
  ],
})

describe('readLinkedReferences', () => {
  it('reads what a module linked with --emit-relocs refers to, and no number that looks like an address', () => {
    const found = referencesOf(readFixture('linked/emit-relocs.wasm'))
    // The linker puts "world" into the end of "hello world", and leaves out what nothing refers to.
    const expected = shapes('.Lgreeting')
    expect(found?.code).toEqual(expected.code)
    expect(found?.data).toEqual(expected.data)
    expect(found?.ranges).toEqual([
      '.Lgreeting',
      'squares',
      'circle_vtable',
      'third_square',
      'shared',
      'counter_alias',
      'from_other',
      'scratch',
    ])
  })

  it('reads what an object refers to, except what is in other objects', () => {
    const found = referencesOf(readFixture('linked/object.o'))
    const expected = shapes('.Ltail')
    // What is imported is named by its import.
    expect(found?.code.map((reference) => reference.replace('undefined', '__stack_pointer'))).toEqual(
      expected.code.filter((reference) => !reference.includes('from_other')),
    )
    expect(found?.data).toEqual(expected.data)
    expect(found?.ranges).toContain('unused')
  })

  it('reads words of 64 bits', () => {
    const found = referencesOf(readFixture('linked/memory64.wasm'))
    expect(found?.code).toContain('run data third_square')
    expect(found?.data).toEqual([
      'circle_vtable+8 address circle_area',
      'circle_vtable+16 address circle_name',
      'third_square+0 data squares',
    ])
  })

  it('sees through the globals that stand for addresses in a shared library', () => {
    const found = referencesOf(readFixture('linked/shared-library.wasm'))
    expect(found?.code).toContain('run data circle_vtable')
    expect(found?.code).toContain('run address circle_area')
    // It is the first slot of the library, at the base that the loader chooses.
    expect(found?.data).toContain('circle_vtable+4 address circle_area')
    // A weak function is called where the loader says, be it the library's own.
    const { sources, targets } = found!.found.code
    const at = found!.code.indexOf('run call inlined')
    const imports = countImports(found!.module, 'function')
    expect([sources[at]! < imports, targets[at]! < imports]).toEqual([false, true])
  })

  it('takes the null pointer to a weak function that nothing defines for no reference, but a call for one', () => {
    const found = referencesOf(readFixture('linked/threads.wasm'))
    expect(found?.data).toEqual([])
    expect(found?.code).toEqual([
      'run global __tls_base',
      'run call undefined_weak:maybe',
      'run data tls',
      'run data plain',
      'run data weak_fn_ptr',
    ])
  })

  it.each(['object.o', 'emit-relocs.wasm', 'memory64.wasm', 'shared-library.wasm', 'threads.wasm'])(
    'finds the calls that the bodies of %s hold, where compilers wrote them',
    (name) => {
      const { module, found } = referencesOf(readFixture(`linked/${name}`))!
      const first = countImports(module, 'function')
      const relocated = new Set(found.code.sources)
      const decoded: string[] = []
      for (let body = 0; body < module.bodies.count; body++) {
        const reader = openBody(module, body)
        while (reader.next()) {
          if (reader.opcode === Op.call && relocated.has(first + body))
            decoded.push(`${first + body} ${reader.index}`)
        }
      }
      const { sources, kinds, targets } = found.code
      const calls = Array.from(sources, (source, at) => `${source} ${targets[at]}`)
      expect(calls.filter((_, at) => kinds[at] === LinkedKind.call)).toEqual(decoded)
      expect(decoded.length).toBeGreaterThan(0)
    },
  )

  it('knows nothing of modules without relocations', () => {
    expect(referencesOf(functions([0, 0x0b]))).toBeUndefined()
    expect(referencesOf(readFixture('clang19-O0_g.wasm'))).toBeUndefined()
  })
})
