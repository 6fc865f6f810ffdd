import { expect, test } from 'vitest'
import { analyzeFunction } from '../../../../src/optimize/rewrite/locals/function-state.ts'
import { firstFunction } from './first-function.ts'

function layOut(source: string) {
  const { code, func } = firstFunction(`(module (func ${source}))`)
  const { classes, types, assignment } = analyzeFunction(code, func)
  const nameOf = (type: number) =>
    ({ 0x7f: 'i32', 0x7e: 'i64', 0x7d: 'f32' })[code.valueTypes[type]?.[0] ?? 0]
  return { classes, types: Array.from(types, nameOf), assignment: [...assignment] }
}

test('slots are the parameters, then the types by falling use, without locals that nothing uses', () => {
  const { types } = layOut(`(param f32) (local i32 i64 i32 i32 i64)
    local.get 2 drop local.get 2 drop local.get 5 drop local.get 1 drop local.get 4 drop`)
  expect(types).toEqual(['f32', 'i64', 'i64', 'i32', 'i32'])
})

test('webs start in the slot of their local, the local of a type that is used most in the first', () => {
  const { assignment } = layOut(`(param i32) (local i32 i32)
    local.get 1 drop i32.const 1 local.set 2 local.get 2 drop i32.const 2 local.set 2 local.get 2 drop`)
  // The parameter, local 1, and the two webs of local 2.
  expect(assignment).toEqual([0, 2, 1, 1])
})

test('a class holds the webs and slots of a type, its parameters first', () => {
  const { classes } = layOut(`(param i64 i32) (local i32 i64)
    local.get 0 local.set 3 local.get 1 local.set 2 local.get 2 drop`)
  expect(classes.map(({ webs, pinned, slots }) => ({ webs: [...webs], pinned, slots: [...slots] }))).toEqual([
    { webs: [0, 2], pinned: 1, slots: [0, 3] },
    { webs: [1, 3], pinned: 1, slots: [1, 2] },
  ])
})

test('a type with nothing to choose has no class', () => {
  expect(layOut('(param i64 i64) (local i32) local.get 0 drop local.get 2 drop').classes).toEqual([])
})
