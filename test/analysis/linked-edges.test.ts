import { describe, expect, it } from 'vitest'
import { readAddressSpace } from '../../src/analysis/address-space.ts'
import { cutData } from '../../src/analysis/data-ranges.ts'
import { dataSymbolName } from '../../src/analysis/data-symbols.ts'
import { readLinkedEdges } from '../../src/analysis/linked-edges.ts'
import { readTableSlots } from '../../src/analysis/table-slots.ts'
import { countImports, readModule } from '../../src/wasm/module.ts'
import { readFixture } from '../support/fixtures.ts'

const BYTES = readFixture('linked/emit-relocs.wasm')

const read = (bytes: Uint8Array) => {
  const module = readModule(bytes)
  const slots = readTableSlots(module)
  return { module, slots, linked: readLinkedEdges(module, readAddressSpace(module), slots) }
}

/** The fixture's edges, with its functions and data by name. */
const readNamed = () => {
  const { module, slots, linked } = read(BYTES)
  const { linking, dataSymbols } = linked!.links
  const ranges = cutData(module, dataSymbols.offsets)
  const dataName = (offset: number) => {
    const range = dataSymbols.offsets.findLastIndex((start) => start <= offset)
    return dataSymbolName(module, linking, dataSymbols, range)
  }
  const functionName = (index: number) => module.names.functions.get(index)
  const slotName = (slot: number) => functionName(slots.functions[slot] as number)
  return { module, linked: linked!, ranges, dataName, functionName, slotName }
}

describe('LinkedEdges', () => {
  it('leads from words in data to data', () => {
    const { linked, dataName } = readNamed()
    const { offsets, targets } = linked.pointers
    expect(Array.from(offsets, (offset, at) => [dataName(offset), dataName(targets[at] as number)])).toEqual([
      ['third_square', 'squares'],
    ])
    // The word holds the address of the third of the squares, but what it needs are the squares.
    expect(linked.links.dataSymbols.offsets).toContain(targets[0])
  })

  it('leads from data and code to slots of functions', () => {
    const { linked, ranges, dataName, functionName, slotName } = readNamed()
    const pointers = linked.slotPointers(ranges)
    expect(
      Array.from(pointers.ranges, (range, at) => [
        dataName(ranges.offsets[range] as number),
        slotName(pointers.slots[at] as number),
      ]),
    ).toEqual([
      ['circle_vtable', 'circle_area'],
      ['circle_vtable', 'circle_name'],
    ])
    expect(
      Array.from(linked.slotUsers, (user, at) => [
        functionName(user),
        slotName(linked.slotsUsed[at] as number),
      ]),
    ).toEqual([['run', 'circle_area']])
  })

  it('takes the place of guesses for functions, but not for globals', () => {
    const { module, linked, dataName, functionName } = readNamed()
    const functionCount = countImports(module, 'function') + module.bodies.count
    const guess = module.data.payloadOffsets[0] as number
    const nodeCount = functionCount + module.globals.length
    const edges = linked.dataEdges(
      {
        starts: Uint32Array.from({ length: nodeCount + 1 }, (_, node) => node),
        targets: new Uint32Array(nodeCount).fill(guess),
      },
      functionCount,
    )
    const namesOf = (node: number) =>
      [...edges.targets.subarray(edges.starts[node], edges.starts[node + 1])].map(dataName)
    const byFunction = Array.from(
      { length: functionCount },
      (_, node) => [functionName(node), namesOf(node)] as const,
    )
    expect(Object.fromEntries(byFunction.filter(([, names]) => names.length > 0))).toEqual({
      circle_area: ['squares'],
      circle_name: ['.Lgreeting', '.Lgreeting'],
      setup: ['scratch'],
      inlined: ['shared'],
      run: ['counter_alias', 'circle_vtable', 'from_other', 'third_square'],
    })
    expect(namesOf(functionCount)).toEqual(['.Lgreeting'])
    expect(edges.starts).toHaveLength(nodeCount + 1)
  })
})

describe('readLinkedEdges', () => {
  it('knows nothing of modules without relocations', () => {
    expect(read(readFixture('clang19-O2.wasm')).linked).toBeUndefined()
  })

  it('does not believe relocations that do not fit the bytes', () => {
    const { module } = read(BYTES)
    const rewritten = BYTES.slice()
    const pointer = read(BYTES).linked!.pointers.offsets[0] as number
    rewritten[pointer] = (rewritten[pointer] as number) + 4
    expect(module.bytes[pointer]).not.toBe(rewritten[pointer])
    expect(read(rewritten).linked).toBeUndefined()
  })
})
