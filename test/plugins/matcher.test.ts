import { describe, expect, it } from 'vitest'
import { createMatcher, globNames, isExcluded } from '../../src/plugins/matcher.ts'

describe('createMatcher', () => {
  it.each([
    { globs: [], name: 'anything at all', matches: true },
    { globs: ['**/engine*.wasm'], name: 'assets/engine-1.wasm', matches: true },
    { globs: ['**/engine*.wasm'], name: 'engine.wasm', matches: true },
    { globs: ['engine*.wasm'], name: 'assets/engine-1.wasm', matches: false },
    { globs: ['*.wasm', 'src/*'], name: 'src/a', matches: true },
    { globs: ['**'], name: '.hidden/engine.wasm', matches: true },
    { globs: ['**/*.wasm'], name: 'node_modules/.pnpm/a@1/node_modules/a/b.wasm', matches: true },
    { globs: ['@scope/pkg/**'], name: '@scope/pkg/dist/a.wasm', matches: true },
    { globs: ['{a,b}.wasm'], name: 'b.wasm', matches: true },
    { globs: ['!a.wasm'], name: 'a.wasm', matches: false },
    { globs: ['A.wasm'], name: 'a.wasm', matches: false },
  ])('$globs and $name: $matches', ({ globs, name, matches }) => {
    expect(createMatcher(globs)(name)).toBe(matches)
  })
})

describe('globNames', () => {
  it.each([
    { file: undefined, originals: [], names: [] },
    { file: 'assets/a-1.wasm', originals: [], names: ['assets/a-1.wasm'] },
    { file: 'a.wasm', originals: ['src/a.wasm'], names: ['a.wasm', 'src/a.wasm'] },
    { file: 'a.wasm', originals: ['a.wasm'], names: ['a.wasm'] },
    { file: undefined, originals: ['../../shared/a.wasm'], names: ['shared/a.wasm'] },
    { file: undefined, originals: ['src\\deep\\a.wasm'], names: ['src/deep/a.wasm'] },
    {
      file: undefined,
      originals: ['../node_modules/@scope/pkg/dist/a.wasm'],
      names: ['node_modules/@scope/pkg/dist/a.wasm', '@scope/pkg/dist/a.wasm'],
    },
    {
      file: undefined,
      originals: ['node_modules/.pnpm/a@1.0.0/node_modules/a/b.wasm'],
      names: ['node_modules/.pnpm/a@1.0.0/node_modules/a/b.wasm', 'a/b.wasm'],
    },
  ])('$file from $originals is known as $names', ({ file, originals, names }) => {
    expect(globNames(file, originals)).toEqual(names)
  })
})

describe('isExcluded', () => {
  it.each([
    { include: [], exclude: [], excluded: false },
    { include: ['**/a.wasm'], exclude: [], excluded: false },
    { include: ['**/b.wasm'], exclude: [], excluded: true },
    { include: [], exclude: ['**/a.wasm'], excluded: true },
    { include: [], exclude: ['**/b.wasm'], excluded: false },
    { include: ['**/*.wasm'], exclude: ['src/**'], excluded: true },
    { include: ['x.js#a.wasm'], exclude: ['lib/**'], excluded: false },
  ])('include $include, exclude $exclude: $excluded', ({ include, exclude, excluded }) => {
    expect(isExcluded(['x.js#a.wasm', 'src/a.wasm'], { include, exclude })).toBe(excluded)
  })
})
