import { expect, test } from 'vitest'
import { buildControlFlow } from '../../../../src/optimize/rewrite/locals/control-flow.ts'
import { firstFunction } from './first-function.ts'

/** First instruction and successors of each block. */
function blocks(body: string): [start: number, targets: number[]][] {
  const { code, func } = firstFunction(`(module (tag $t) (func (param i32) ${body}) (func $f))`)
  const { count, starts, targetStarts, targets, incoming } = buildControlFlow(code.code, func)
  const result = Array.from({ length: count }, (_, block): [number, number[]] => [
    starts[block] as number,
    [...targets.subarray(targetStarts[block], targetStarts[block + 1])].sort((a, b) => a - b),
  ])
  const edges = result.flatMap(([, list]) => list)
  expect([...incoming]).toEqual(result.map((_, block) => edges.filter((target) => target === block).length))
  expect(starts[count]).toBe(func.opcodes.length)
  return result
}

test('straight code is one block', () => {
  expect(blocks('local.get 0 drop')).toEqual([[0, []]])
})

test('both arms of an if join behind it', () => {
  //            0           1  2   3    4   5   6
  expect(blocks('local.get 0 if nop else nop end nop')).toEqual([
    [0, [1, 2]],
    [2, [3]],
    [4, [3]],
    [5, []],
  ])
})

test('an if without else may be skipped', () => {
  expect(blocks('local.get 0 if nop end')).toEqual([
    [0, [1, 2]],
    [2, [2]],
    [3, []],
  ])
})

test('a branch to a loop goes to its head, one to a block behind its end', () => {
  //             0    1     2           3       4       5   6
  expect(blocks('block loop local.get 0 br_if 0 br 1 end end')).toEqual([
    [0, [1]],
    [1, [1, 2]],
    [4, [4]],
    // Nothing gets behind the `br`.
    [5, [4]],
    [6, []],
  ])
})

test('a table names a block once', () => {
  //             0     1     2           3              4   5   6
  expect(blocks('block block local.get 0 br_table 0 1 0 1 end nop end')).toEqual([
    [0, [2, 3]],
    [4, [2]],
    [4, [3]],
    [6, []],
  ])
})

test.each(['return', 'unreachable', 'br 0', 'local.get 0 return_call 0'])('%s ends the way', (body) => {
  expect(blocks(`${body} nop`).at(0)?.[1]).toEqual([])
})

test('calls in a try go to its landing, and from there to every handler', () => {
  //            0       1   2       3           4    5       6   7        8   9         10  11  12
  expect(
    blocks('call $f try call $f local.get 0 drop call $f nop catch $t nop catch_all nop end nop'),
  ).toEqual([
    // No local changes between the two calls: one edge stands for both.
    [0, [1, 2]],
    [3, [5]],
    [7, [3, 4]],
    [8, [5]],
    [10, [5]],
    [11, []],
  ])
})

test('a local that is written between two calls makes two edges', () => {
  //             0   1       2           3           4       5         6
  expect(blocks('try call $f local.get 0 local.set 0 call $f catch_all end')).toEqual([
    [0, [1, 3]],
    [2, [2, 3]],
    [5, [5]],
    [5, [4]],
    [6, [5]],
    [6, []],
  ])
})

test('what may not be caught goes to the landing around', () => {
  //             0   1   2       3        4   5   6         7   8
  expect(blocks('try try call $f catch $t nop end catch_all nop end')).toEqual([
    [0, [1, 2]],
    [3, [4]],
    [3, [3, 5]],
    [4, [4]],
    [5, [7]],
    [6, [6]],
    [7, [7]],
    [8, []],
  ])
})

test('a handler throws to the try around', () => {
  //             0   1   2        3         4         5   6         7
  expect(blocks('try try throw $t catch_all rethrow 0 end catch_all end')).toEqual([
    [0, [2]],
    [3, [5]],
    [3, [3]],
    [4, [6]],
    [5, [5]],
    [5, [8]],
    [6, [7]],
    [7, [8]],
    [7, []],
  ])
})

test('what is delegated passes the handlers between, and leaves the function where it goes to the caller', () => {
  //             0   1   2   3       4          5   6         7   8         9
  expect(blocks('try try try call $f delegate 1 nop catch_all end catch_all end')).toEqual([
    [0, [1, 2]],
    [4, [3]],
    [4, [6]],
    [4, [5]],
    [7, [5]],
    [7, [8]],
    [8, [7]],
    [9, [8]],
    [9, []],
  ])
  expect(blocks('try call $f delegate 0')).toEqual([
    [0, [1, 2]],
    [2, [3]],
    [2, []],
    [2, []],
  ])
})

test('the clauses of a try_table branch to labels around it', () => {
  //             0     1    2                                  3       4   5       6   7
  expect(blocks('block loop try_table (catch $t 0) (catch_all 1) call $f end call $f end end')).toEqual([
    [0, [1]],
    [1, [2, 3]],
    [4, [4]],
    [4, [1, 5]],
    [4, [5]],
    [7, []],
  ])
})

test('what a try_table may not catch goes to the one around', () => {
  //             0     1                         2                      3       4   5   6
  expect(blocks('block try_table (catch_all 0) try_table (catch $t 0) call $f end end end')).toEqual([
    [0, [1, 2]],
    [4, [3]],
    [4, [4, 5]],
    [4, [5]],
    [5, [6]],
    [5, [6]],
    [6, []],
  ])
})

test.each([
  ['br_on_null', 0xd5],
  ['br_on_non_null', 0xd6],
  ['br_on_cast', 0xfb0018],
  ['br_on_cast_fail', 0xfb0019],
])('%s goes on too', (_, opcode) => {
  const { func } = firstFunction('(module (func (param funcref)))')
  const opcodes = Int32Array.of(0x02, 0x20, opcode, 0x01, 0x0b, 0x0b)
  const flow = buildControlFlow(new Uint8Array(), { ...func, opcodes, operands: new Int32Array(6) })
  expect([...flow.starts]).toEqual([0, 3, 4, 6])
  expect([...flow.targets]).toEqual([1, 2, 2])
})
