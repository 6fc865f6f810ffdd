import { cloneNode, getSectionMetadata, moduleContextFromModuleAST } from '@webassemblyjs/ast'
import { describe, expect, it } from 'vitest'
import { interfaceAst, toAst, traverse } from '../../src/wasm/ast.ts'
import type { ModuleField, ModuleNode } from '../../src/wasm/ast-nodes.ts'
import type { AstNode } from '../../src/wasm/ast-visitor.ts'
import { readModule } from '../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { custom, leb, nameMap, nameSection, section, text, vector, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const nodeOf = (bytes: Uint8Array) => toAst(readModule(bytes)).body[0] as ModuleNode
const inText = (fields: string) => nodeOf(wat(`(module ${fields})`, { names: true }))

/** The fields of one type. */
const ofType = <Type extends ModuleField['type']>(module: ModuleNode, type: Type) =>
  module.fields.filter((field): field is Extract<ModuleField, { type: Type }> => field.type === type)

const walked = (node: AstNode) => {
  const types: string[] = []
  traverse(node, { Node: (path) => void types.push(path.node.type) })
  return types
}

describe('toAst', () => {
  it.each(FIXTURES)('makes of %s what the library can walk', (path) => {
    const module = readModule(readFixture(path))
    const program = toAst(module)
    const types = walked(program)
    expect(types.slice(0, 2)).toEqual(['Program', 'Module'])
    const count = (type: string) => types.filter((one) => one === type).length
    expect(count('Func')).toBe(module.bodies.count)
    expect(count('ModuleImport')).toBe(module.imports.length)
    expect(count('ModuleExport')).toBe(module.exports.length)
    expect(count('Data')).toBe(module.data.count)
    expect(count('Elem')).toBe(module.elements.count)
    expect(count('SectionMetadata')).toBe(module.sections.length)
    expect(count('FunctionNameMetadata')).toBe(module.names.functions.size)
    const { types: otherTypes, tags } = program.body[0]?.unrepresented ?? { types: [], tags: [] }
    expect(count('TypeInstruction') + otherTypes.length).toBe(module.types.length)
    expect(tags.length).toBe(module.tags.length)
  })

  it('says where fields lie, in bytes', () => {
    const bytes = wasm(
      section(1, vector([0x60, 0, 0])),
      section(3, vector([0])),
      section(7, vector([...text('f'), 0, 0])),
      section(10, vector([...leb(2, 2), 0, 0x0b])),
    )
    const ranges = nodeOf(bytes).fields.map(({ type, loc }) => [type, loc?.start.column, loc?.end.column])
    expect(ranges).toEqual([
      ['TypeInstruction', 11, 14],
      ['Func', 28, 32],
      ['ModuleExport', 21, 25],
    ])
    expect(ofType(nodeOf(bytes), 'Func')[0]?.metadata).toEqual({ bodySize: 2 })
  })

  it('numbers what a module defines behind what it imports', () => {
    const module = inText(`
      (import "m" "f" (func)) (import "m" "t" (table 1 funcref)) (import "m" "g" (global i32))
      (import "m" "h" (func))
      (func $own) (table 2 externref) (global $counter (mut i64) (i64.const -1))`)
    expect(ofType(module, 'ModuleImport').map(({ name, index }) => [name, index])).toEqual([
      ['f', 0],
      ['t', 0],
      ['g', 0],
      ['h', 1],
    ])
    expect(ofType(module, 'Func')).toMatchObject([{ name: { value: 'own', numeric: 'func_2' }, index: 2 }])
    expect(ofType(module, 'Table')).toMatchObject([{ elementType: 'externref', index: 1 }])
    const [global] = ofType(module, 'Global')
    expect(global).toMatchObject({ name: { value: 'counter' }, globalType: { mutability: 'var' }, index: 1 })
    expect(global?.init).toMatchObject([
      { object: 'i64', id: 'const', args: [{ value: { high: -1, low: -1 }, raw: '-1' }] },
      { id: 'end' },
    ])
  })

  it('calls a function without a name as the library does', () => {
    const [func] = ofType(nodeOf(wat('(module (import "m" "f" (func)) (func))')), 'Func')
    expect(func?.name).toEqual({ type: 'Identifier', value: 'func_1', raw: '' })
  })

  it.each([
    { type: 'i32', value: '7', args: [{ type: 'NumberLiteral', value: 7, raw: '7' }] },
    {
      type: 'i64',
      value: '0x1_8000_0001',
      args: [{ type: 'LongNumberLiteral', value: { high: 1, low: -2147483647 }, raw: '6442450945' }],
    },
    { type: 'f32', value: '0.5', args: [{ type: 'FloatLiteral', value: 0.5, raw: '0.5' }] },
    { type: 'f64', value: '-inf', args: [{ type: 'FloatLiteral', value: -Infinity, inf: true }] },
    { type: 'f64', value: 'nan', args: [{ type: 'FloatLiteral', value: NaN, nan: true }] },
    { type: 'v128', value: 'i32x4 0 0 0 0', args: [] },
  ])('reads the constant $type $value', ({ type, value, args }) => {
    const [global] = ofType(inText(`(global ${type} (${type}.const ${value}))`), 'Global')
    expect(global?.init[0]).toMatchObject({ object: type, id: 'const', args })
  })

  it('spells reference types', () => {
    const globals = ofType(
      inText(`(global funcref (ref.null func)) (global externref (ref.null extern)) (func $f)
        (global funcref (ref.func $f)) (elem declare func $f)`),
      'Global',
    )
    expect(globals.map(({ globalType, init }) => [globalType.valtype, init[0]])).toMatchObject([
      ['anyfunc', { id: 'ref.null', args: [{ name: 'anyfunc' }] }],
      ['externref', { id: 'ref.null', args: [{ name: 'externref' }] }],
      ['anyfunc', { id: 'ref.func', args: [{ value: 0 }] }],
    ])
  })

  it('says what limits the library knows and what it does not', () => {
    const memories = (fields: string) => ofType(inText(fields), 'Memory').map(({ limits }) => limits)
    expect(memories('(memory 1 2 shared)')).toEqual([{ type: 'Limit', min: 1, max: 2, shared: true }])
    expect(memories('(memory i64 1)')).toEqual([{ type: 'Limit', min: 1, is64: true }])
    const customPages = ofType(nodeOf(readFixture('probes/binaryen132-custom_page.wasm')), 'Memory')
    expect(customPages[0]?.limits.pageSizeLog2).toBe(0)
  })

  it('tells segments apart', () => {
    const module = inText(`
      (memory 1) (table $a 4 funcref) (table $b 4 funcref) (func $f)
      (elem (table $b) (i32.const 1) func $f $f) (elem func $f) (elem declare func $f)
      (elem funcref (ref.null func) (ref.func $f))
      (data (i32.const 8) "ab") (data "c")`)
    const elements = ofType(module, 'Elem')
    expect(elements.map(({ mode, table, index }) => [mode, table.value, index])).toEqual([
      ['active', 1, 0],
      ['passive', 0, 1],
      ['declared', 0, 2],
      ['passive', 0, 3],
    ])
    expect(elements[0]?.funcs).toMatchObject([{ value: 0 }, { value: 0 }])
    expect(elements[3]?.funcs).toMatchObject([{ id: 'ref.null' }, { type: 'NumberLiteral', value: 0 }])
    const data = ofType(module, 'Data')
    expect(data.map(({ mode, init }) => [mode, [...init.values]])).toEqual([
      ['active', [0x61, 0x62]],
      ['passive', [0x63]],
    ])
    expect(data[0]?.offset).toMatchObject({ type: 'Instr', args: [{ value: 8 }] })
    expect(data[1]?.offset).toBeUndefined()
  })

  it('makes a block of an offset of several instructions', () => {
    const [data] = ofType(
      inText(`(import "m" "g" (global i32)) (memory 1)
        (data (offset (i32.add (global.get 0) (i32.const 4))) "x")`),
      'Data',
    )
    expect(data?.offset).toMatchObject({
      type: 'BlockInstruction',
      instr: [{ id: 'get_global' }, { id: 'const' }, { id: 'add', object: 'i32' }],
    })
  })

  it('keeps what the library cannot say out of its sight', () => {
    const module = inText(`(type $t (func (param i32))) (tag $imported (import "m" "t") (type $t))
      (tag (export "e") (type $t)) (func)`)
    expect(module.unrepresented?.tags).toMatchObject([{ type: { kind: 'tag', typeIndex: 0 }, index: 1 }])
    expect(ofType(module, 'ModuleImport')[0]).toMatchObject({
      descr: { kind: 'tag', typeIndex: 0 },
      index: 0,
    })
    expect(ofType(module, 'ModuleExport')[0]?.descr).toMatchObject({ exportType: 'Tag', id: { value: 1 } })
    expect(walked(module)).toContain('Func')
    expect(inText('(func)')).not.toHaveProperty('unrepresented')
  })

  it('keeps types of garbage collection out, and the indices of the others', () => {
    const types = section(1, vector([0x5f, 0], [0x60, 1, 0x63, 0, 0]))
    const module = nodeOf(wasm(types, section(2, vector([...text('m'), ...text('f'), 0, 0]))))
    expect(module.unrepresented?.types).toMatchObject([{ composite: { kind: 'struct' }, index: 0 }])
    expect(ofType(module, 'TypeInstruction')).toMatchObject([
      { index: 1, functype: { params: [{ valtype: '(ref null 0)' }], results: [] } },
    ])
    // No function type is at index 0.
    expect(ofType(module, 'ModuleImport')).toMatchObject([
      { descr: { signature: { type: 'NumberLiteral', value: 0 } } },
    ])
  })

  it('has sections, names and producers as metadata', () => {
    const producers = [1, ...text('language'), 1, ...text('Rust'), ...text('')]
    const names = nameSection(section(0, text('me')), nameMap(1, [[3, 'f']]))
    const module = nodeOf(wasm(section(4, [0], 5), custom('producers', producers), names))
    expect(module.id).toBe('me')
    expect(module.metadata?.functionNames).toEqual([{ type: 'FunctionNameMetadata', value: 'f', index: 3 }])
    expect(module.metadata?.producers?.[0]?.producers).toMatchObject([
      { language: [{ name: 'Rust', version: '' }], processedBy: [], sdk: [] },
    ])
    expect(module.metadata?.sections).toMatchObject([
      { section: 'table', startOffset: 9, size: { value: 1 }, vectorOfSize: { value: 0 } },
      { section: 'custom', name: 'producers' },
      { section: 'custom', name: 'name' },
    ])
    const [table] = module.metadata?.sections ?? []
    expect([table?.loc?.start.column, table?.loc?.end.column]).toEqual([8, 15])
    expect([table?.size.loc?.start.column, table?.size.loc?.end.column]).toEqual([9, 14])
  })

  it('is understood by what else the library has', () => {
    const module = inText(`(import "m" "f" (func (param f64))) (import "m" "g" (global i32)) (memory 1)
      (func (result i32) (i32.const 0)) (start 2) (func)`)
    const context = moduleContextFromModuleAST(module)
    expect(context.funcs).toEqual([
      { args: ['f64'], result: [] },
      { args: [], result: ['i32'] },
      { args: [], result: [] },
    ])
    expect([context.start, context.globals.length, context.mems.length]).toEqual([2, 1, 1])
    expect(getSectionMetadata(module, 'func')?.startOffset).toBeGreaterThan(8)
    expect(cloneNode(module)).toEqual(module)
  })

  it('can be walked in part', () => {
    const seen: string[] = []
    traverse(inText('(func (export "a")) (func (export "b"))'), {
      ModuleExport({ node, stop }) {
        seen.push(node.name)
        stop()
      },
    })
    expect(seen).toEqual(['a'])
  })
})

describe('interfaceAst', () => {
  it('has the imports and exports and nothing else', () => {
    const module = readModule(wat('(module (import "m" "f" (func)) (func (export "e")) (memory 1))'))
    expect(interfaceAst(module).body[0]?.fields.map(({ type }) => type)).toEqual([
      'ModuleImport',
      'ModuleExport',
    ])
    expect(interfaceAst(module).body[0]?.fields).toEqual(
      toAst(module).body[0]?.fields.filter(({ type }) => type.startsWith('Module')),
    )
  })
})
