import { expect, it } from 'vitest'

import { findOwnCrate, kindOfCrate, kindOfItem } from '../../../src/ui/model/byte-kind.ts'

const item = { offset: 0, sizeBytes: 1, retainedBytes: 1 } as const

it('takes the crate that the file is named after for the own one', () => {
  const crates = ['core', 'my_shop', 'regex']
  expect(findOwnCrate({ fileName: 'assets/my_shop_bg-Ab12Cd34.wasm', originalNames: [] }, crates)).toBe(
    'my_shop',
  )
  expect(findOwnCrate({ fileName: 'assets/x.wasm', originalNames: ['pkg/my-shop_bg.wasm'] }, crates)).toBe(
    'my_shop',
  )
  expect(findOwnCrate({ fileName: 'core.wasm', originalNames: [] }, crates)).toBeUndefined()
  expect(kindOfCrate('my_shop', { hasCrates: true, ownCrate: 'my_shop' })).toBe('own')
  expect(kindOfCrate('regex', { hasCrates: true, ownCrate: 'my_shop' })).toBe('dep')
  expect(kindOfCrate('core', { hasCrates: true })).toBe('std')
})

it('finds code without a crate odd only where there are crates', () => {
  expect(kindOfItem({ ...item, kind: 'function' }, { hasCrates: true })).toBe('other')
  expect(kindOfItem({ ...item, kind: 'function' }, { hasCrates: false })).toBe('dep')
})

it('tells what never ships from custom sections that do', () => {
  const context = { hasCrates: false }
  expect(kindOfItem({ ...item, kind: 'custom', name: '.debug_info' }, context)).toBe('names')
  expect(kindOfItem({ ...item, kind: 'custom', name: 'producers' }, context)).toBe('other')
  expect(kindOfItem({ ...item, kind: 'name-subsection' }, context)).toBe('names')
  expect(kindOfItem({ ...item, kind: 'import' }, context)).toBe('io')
})
