import { describe, expect, it } from 'vitest'
import { findPassiveAddresses } from '../../src/analysis/passive-addresses.ts'
import { readModule } from '../../src/wasm/module.ts'
import { section, vector, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const addressesOf = (fields: string) => [
  ...findPassiveAddresses(readModule(wat(`(module (memory 1) ${fields})`))),
]

/** Copies a segment; all are of 4 bytes. */
const copy = (segment: number, destination = '(i32.const 1024)', source = 0, length = 4) =>
  `(memory.init ${segment} ${destination} (i32.const ${source}) (i32.const ${length}))`

describe('findPassiveAddresses', () => {
  it('finds where the start function copies whole segments', () => {
    expect(
      addressesOf(`(start 0) (data "abcd") (data "efgh")
        (func (drop (i32.const 7)) ${copy(0)} ${copy(1, '(i32.const 2048)')} (data.drop 0))`),
    ).toEqual([
      [0, 1024],
      [1, 2048],
    ])
  })

  it('finds them in any other function, behind functions that copy nothing', () => {
    const fields = `(data "abcd") (func (drop (i32.const 64508))) (func) (func (export "init") ${copy(0)})`
    expect(addressesOf(fields)).toEqual([[0, 1024]])
  })

  it('finds addresses of 64 bits', () => {
    const module = readModule(
      wat(`(module (memory i64 1) (data "abcd")
        (func (memory.init 0 (i64.const 4096) (i32.const 0) (i32.const 4))))`),
    )
    expect([...findPassiveAddresses(module)]).toEqual([[0, 4096]])
  })

  it('takes addresses for unsigned', () => {
    expect(addressesOf(`(data "abcd") (func ${copy(0, '(i32.const -16)')})`)).toEqual([[0, 0xfffffff0]])
  })

  it('knows a segment that is copied to the same address twice', () => {
    expect(addressesOf(`(data "abcd") (func ${copy(0)}) (func ${copy(0)})`)).toEqual([[0, 1024]])
  })

  it.each([
    { name: 'to several addresses', body: `${copy(0)} ${copy(0, '(i32.const 2048)')}` },
    { name: 'to an address that is computed', body: copy(0, '(i32.add (i32.const 8) (i32.const 16))') },
    { name: 'to an address from a parameter, too', body: `${copy(0)} ${copy(0, '(local.get 0)')}` },
    { name: 'in part', body: copy(0, undefined, 0, 3) },
    { name: 'from its middle on', body: copy(0, undefined, 1, 3) },
    { name: 'never', body: copy(1) },
  ])('does not know a segment that is copied $name', ({ body }) => {
    const found = new Map(addressesOf(`(data "abcd") (data "efgh") (func (param i32) ${body})`))
    expect(found.has(0)).toBe(false)
  })

  it('does not know active segments, which lie elsewhere', () => {
    expect(addressesOf(`(data (i32.const 8) "abcd") (data "efgh") (func ${copy(0)} ${copy(1)})`)).toEqual([
      [1, 1024],
    ])
  })

  const COPY_TO_64 = [0x41, 0xc0, 0, 0x41, 0, 0x41, 4]
  /** A module with two memories, one passive segment of 4 bytes, and functions given by their instructions. */
  const build = (...bodies: readonly (readonly number[])[]) =>
    readModule(
      wasm(
        section(1, vector([0x60, 0, 0])),
        section(3, vector(...bodies.map(() => [0]))),
        section(5, vector([0, 1], [0, 1])),
        section(12, [1]),
        section(10, vector(...bodies.map((body) => [body.length + 2, 0, ...body, 0x0b]))),
        section(11, vector([1, 4, 1, 2, 3, 4])),
      ),
    )

  it('reads padded instructions', () => {
    const module = build([...COPY_TO_64, 0xfc, 0x88, 0x80, 0, 0, 0])
    expect([...findPassiveAddresses(module)]).toEqual([[0, 64]])
  })

  it('ignores copies to other memories', () => {
    expect([...findPassiveAddresses(build([...COPY_TO_64, 0xfc, 8, 0, 1]))]).toEqual([])
  })

  it('knows nothing where a function that may copy cannot be decoded', () => {
    const copying = [...COPY_TO_64, 0xfc, 8, 0, 0]
    expect([...findPassiveAddresses(build(copying, [0xff, 0xfc, 8]))]).toEqual([])
    // One that cannot copy does not matter.
    expect([...findPassiveAddresses(build(copying, [0xff]))]).toEqual([[0, 64]])
  })
})
