import { expect, test } from 'vitest'
import { listAccesses } from '../../../../src/optimize/rewrite/locals/accesses.ts'
import { buildControlFlow } from '../../../../src/optimize/rewrite/locals/control-flow.ts'
import { findWebs } from '../../../../src/optimize/rewrite/locals/webs.ts'
import { firstFunction } from './first-function.ts'

/** Web of each access of a function with one parameter. */
function webs(body: string, whole: readonly number[] = []): number[] {
  const { code, func } = firstFunction(`(module (func (param i32) (local i32 i32) ${body}))`)
  const split = Uint8Array.from({ length: 3 }, (_, local) => (whole.includes(local) ? 0 : 1))
  const result = findWebs(buildControlFlow(code.code, func), listAccesses(func), 1, split)
  if (result === undefined) throw new Error('too large')
  expect(result.count).toBe(Math.max(0, ...result.ofAccess) + 1)
  return [...result.ofAccess]
}

test('each definition in straight code begins a web', () => {
  expect(
    webs('i32.const 1 local.set 1 local.get 1 drop i32.const 2 local.tee 1 drop local.get 1 drop'),
  ).toEqual([1, 1, 2, 2])
})

test('the value of a parameter at entry is web 0, what is written over it another', () => {
  expect(webs('local.get 0 drop i32.const 1 local.set 0 local.get 0 drop')).toEqual([0, 1, 1])
})

test('a web joins the definitions that reach the same use', () => {
  expect(
    webs('local.get 0 if i32.const 1 local.set 1 else i32.const 2 local.set 1 end local.get 1 drop'),
  ).toEqual([0, 1, 1, 1])
})

test('an arm without definition joins what was before', () => {
  expect(webs('i32.const 1 local.set 1 local.get 0 if i32.const 2 local.set 1 end local.get 1 drop')).toEqual(
    [1, 0, 1, 1],
  )
})

test('a web goes round a loop', () => {
  expect(
    webs('loop local.get 1 drop i32.const 1 local.set 1 local.get 0 br_if 0 end i32.const 2 local.set 1'),
  ).toEqual([1, 1, 0, 2])
})

test('a web that enters a loop from before and one that only lives in it are two', () => {
  expect(
    webs('loop i32.const 1 local.set 1 local.get 1 br_if 0 end i32.const 2 local.set 1 local.get 1 drop'),
  ).toEqual([1, 1, 2, 2])
})

test('a local that is not to be split is one web', () => {
  expect(webs('i32.const 1 local.set 1 local.get 1 drop i32.const 2 local.set 1', [1])).toEqual([1, 1, 1])
})

test('code that nothing reaches has webs of its own', () => {
  expect(webs('i32.const 1 local.set 1 local.get 1 drop br 0 local.get 1 drop')).toEqual([1, 1, 2])
})
