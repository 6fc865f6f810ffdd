import { describe, expect, it } from 'vitest'
import type { ScriptFile } from '../../src/budget/reachability.ts'
import { loadedTogether } from '../../src/scripts/loaded-together.ts'

const script = (fileName: string, more: Partial<ScriptFile> = {}): ScriptFile => ({
  fileName,
  name: fileName,
  kind: 'chunk',
  isEntry: false,
  isDynamicEntry: false,
  imports: [],
  dynamicImports: [],
  workers: [],
  modules: [],
  ...more,
})

const besides = (...scripts: ScriptFile[]) =>
  loadedTogether('m.wasm', scripts).map(({ fileName }) => fileName)

const loader = script('loader', { modules: ['m.wasm'] })

describe('loadedTogether', () => {
  it('is what leads to the loader by any way, and all that these lead to', () => {
    for (const way of ['imports', 'dynamicImports', 'workers'] as const) {
      const entry = script('entry', {
        [way]: ['loader'],
        dynamicImports: ['later', ...(way === 'dynamicImports' ? ['loader'] : [])],
      })
      const later = script('later', { workers: ['worker'] })
      expect(besides(entry, later, script('worker'), loader, script('elsewhere'))).toEqual([
        'entry',
        'later',
        'worker',
        'loader',
      ])
    }
  })

  it('is not what only shares a script with it', () => {
    const first = script('first', { imports: ['loader', 'shared'] })
    const second = script('second', { imports: ['shared', 'own'] })
    expect(besides(first, second, script('shared'), script('own'), loader)).toEqual([
      'first',
      'shared',
      'loader',
    ])
  })

  it('ends where scripts go in circles', () => {
    const ring = script('ring', { imports: ['loader'] })
    expect(besides(ring, { ...loader, dynamicImports: ['ring'] })).toEqual(['ring', 'loader'])
  })

  it('is nothing where nobody refers to the module', () => {
    expect(besides(script('entry', { modules: ['other.wasm'] }))).toEqual([])
  })
})
