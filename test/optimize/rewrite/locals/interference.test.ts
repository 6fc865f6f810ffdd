import { expect, test } from 'vitest'
import { analyzeFunction } from '../../../../src/optimize/rewrite/locals/function-state.ts'
import { firstFunction } from './first-function.ts'

/** Pairs of webs of the first class that conflict; webs are numbered as in `Webs`. */
function conflicts(body: string): string[] {
  const { code, func } = firstFunction(`(module (func (param i32 i32) (local i32 i32 i64) ${body}))`)
  const { classes, interferences } = analyzeFunction(code, func)
  const [slotClass] = classes
  const [interference] = interferences
  if (slotClass === undefined || interference === undefined) throw new Error('no class')
  const { words, rows } = interference
  const result: string[] = []
  for (const [one, web] of slotClass.webs.entries()) {
    for (const [other, otherWeb] of slotClass.webs.entries()) {
      const isSet = ((rows[one * words + (other >> 5)] as number) >> (other & 31)) & 1
      const isSetBack = ((rows[other * words + (one >> 5)] as number) >> (one & 31)) & 1
      expect(isSet).toBe(isSetBack)
      if (isSet && one < other) result.push(`${web}-${otherWeb}`)
    }
  }
  return result
}

test('webs that follow each other do not conflict', () => {
  expect(
    conflicts('i32.const 1 local.set 2 local.get 2 drop i32.const 2 local.set 3 local.get 3 drop'),
  ).toEqual([])
})

test('a definition conflicts with what is live behind it, also when it is dead itself', () => {
  expect(conflicts('i32.const 1 local.set 2 i32.const 2 local.set 3 local.get 2 drop')).toEqual(['2-3'])
})

test('a copy does not conflict with what it copies for the last time', () => {
  expect(conflicts('i32.const 1 local.set 2 local.get 2 local.set 3 local.get 3 drop')).toEqual([])
})

test('a web may take the slot of a parameter that is dead, and not of one that is live', () => {
  expect(conflicts('i32.const 1 local.set 2 local.get 2 drop local.get 1 drop')).toEqual(['1-2'])
})

test('what reads the initial zero conflicts with every parameter, dead or alive, and with each other', () => {
  expect(conflicts('local.get 2 drop local.get 3 drop')).toEqual(['0-2', '0-3', '1-2', '1-3', '2-3'])
})

test('values that stay over a branch conflict with what an arm writes', () => {
  expect(
    conflicts(
      'i32.const 1 local.set 2 local.get 0 if i32.const 2 local.set 3 local.get 3 drop end local.get 2 drop',
    ),
  ).toEqual(['0-2', '2-3'])
})
