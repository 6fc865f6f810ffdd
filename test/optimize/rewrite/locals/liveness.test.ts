import { expect, test } from 'vitest'
import { accessesByBlock, listAccesses } from '../../../../src/optimize/rewrite/locals/accesses.ts'
import { buildControlFlow } from '../../../../src/optimize/rewrite/locals/control-flow.ts'
import { findLiveness } from '../../../../src/optimize/rewrite/locals/liveness.ts'
import { firstFunction } from './first-function.ts'

/** Locals that are live where each block begins. */
function liveIn(body: string, untracked: readonly number[] = []): number[][] {
  const { code, func } = firstFunction(`(module (func (param i32) (local i32 i32 i32) ${body}))`)
  const flow = buildControlFlow(code.code, func)
  const accesses = listAccesses(func)
  const tracked = Uint8Array.from({ length: 4 }, (_, local) => (untracked.includes(local) ? 0 : 1))
  const liveness = findLiveness(flow, accesses, accessesByBlock(flow, accesses), tracked)
  if (liveness === undefined) throw new Error('too large')
  return Array.from({ length: flow.count }, (_, block) =>
    [...liveness.locals].filter(
      (_, bit) => ((liveness.liveIn[block * liveness.words + (bit >> 5)] as number) >> (bit & 31)) & 1,
    ),
  )
}

test('what is written before it is read is not live', () => {
  expect(liveIn('local.get 0 local.set 1 local.get 1 drop')).toEqual([[0]])
})

test('what one arm reads is live above it and not in the other', () => {
  expect(liveIn('local.get 0 if local.get 2 drop else local.get 0 local.set 2 end')).toEqual([
    [0, 2],
    [2],
    [0],
    [],
  ])
})

test('what the head of a loop reads is live all the way round', () => {
  expect(liveIn('loop local.get 1 drop local.get 0 if local.get 0 local.set 1 end br 0 end')).toEqual([
    [0, 1],
    [0, 1],
    [0],
    [0, 1],
    [],
  ])
})

test('a local that is not tracked is nowhere live', () => {
  expect(liveIn('local.get 0 if local.get 2 drop end', [2])).toEqual([[0], [], []])
})

test('a function of too many blocks and locals has no liveness', () => {
  const locals = 2000
  const body = Array.from({ length: locals }, (_, local) => `local.get ${local} drop`).join(' ')
  const { code, func } = firstFunction(`(module (func (local ${'i32 '.repeat(locals)})
    ${'i32.const 0 if end '.repeat(40_000)} ${body}))`)
  const flow = buildControlFlow(code.code, func)
  const accesses = listAccesses(func)
  const tracked = new Uint8Array(locals).fill(1)
  expect(findLiveness(flow, accesses, accessesByBlock(flow, accesses), tracked)).toBeUndefined()
})
