import { describe, expect, it } from 'vitest'
import { isOfEnvironment, moduleKeys, withoutHash, type KeyedModule } from '../../src/budget/module-key.ts'

const module = (
  fileName: string,
  originalNames: string[] = [],
  rest: Partial<KeyedModule> = {},
): KeyedModule => ({
  fileName,
  originalNames,
  place: 'asset',
  after: { rawBytes: 1, gzipBytes: 1, brotliBytes: 1 },
  ...rest,
})

const keyOf = (only: KeyedModule) => moduleKeys([only], 'client').get(only.fileName)

describe('the key of a module', () => {
  it.each([
    ['npm', ['node_modules/foo/pkg/index_bg.wasm', 'foo/pkg/index_bg.wasm', 'index_bg.wasm']],
    ['pnpm', ['node_modules/.pnpm/foo@1.2.3_bar@4/node_modules/foo/pkg/index_bg.wasm', 'index_bg.wasm']],
    ['Yarn PnP', ['.yarn/cache/foo-npm-1.2.3-0123456789-abcdef.zip/node_modules/foo/pkg/index_bg.wasm']],
    ['a package within another', ['node_modules/other/node_modules/foo/pkg/index_bg.wasm']],
  ])('is the name of the package and the path in it, by %s', (_, names) => {
    expect(keyOf(module('assets/index_bg-B7cQ1xZe.wasm', names))).toBe('foo/pkg/index_bg.wasm')
  })

  it('is the path from the root, where it is in no package', () => {
    expect(keyOf(module('assets/engine-B7cQ1xZe.wasm', ['engine.wasm', 'src/engine.wasm']))).toBe(
      'src/engine.wasm',
    )
  })

  it.each([
    ['assets/engine-B7cQ1xZe.wasm', 'asset', 'assets/engine.wasm'],
    ['assets/engine.B7cQ1xZe.wasm', 'asset', 'assets/engine.wasm'],
    ['assets/engine-abcdefgh.wasm', 'asset', 'assets/engine.wasm'],
    ['main-renderer.wasm', 'public', 'main-renderer.wasm'],
    ['main.wasm', 'disk', 'main.wasm'],
    ['_framework/dotnet.native.8abcd12345.wasm', 'disk', '_framework/dotnet.native.wasm'],
  ] as const)('of %s (%s) that nobody knows the origin of is %s', (fileName, place, key) => {
    expect(keyOf(module(fileName, [], { place }))).toBe(key)
  })

  it('of base64 is the script without its hash, and its own', () => {
    const inlined = {
      file: 'assets/index-Ab12Cd34.js',
      copies: 1,
      moduleBytes: 1,
      base64Bytes: 4,
      asFile: { rawBytes: 1, gzipBytes: 1, brotliBytes: 1 },
    }
    const known = module('assets/index-Ab12Cd34.js#tiny.wasm', ['src/tiny.wasm'], {
      inlined,
      place: 'inlined',
    })
    expect(keyOf(known)).toBe('assets/index.js#src/tiny.wasm')
    expect(keyOf({ ...known, originalNames: [] })).toBe('assets/index.js#tiny.wasm')
  })

  it('tells two of the same name by their packages, and of the same package by their sizes', () => {
    const sized = (rawBytes: number) => ({ after: { rawBytes, gzipBytes: 1, brotliBytes: 1 } })
    const modules = [
      module('a.wasm', ['node_modules/foo/index_bg.wasm'], sized(1)),
      module('b.wasm', ['node_modules/bar/index_bg.wasm'], sized(2)),
      module('c.wasm', ['node_modules/.pnpm/foo@2/node_modules/foo/index_bg.wasm'], sized(3)),
    ]
    const keys = [
      ['a.wasm', 'foo/index_bg.wasm #2'],
      ['b.wasm', 'bar/index_bg.wasm'],
      ['c.wasm', 'foo/index_bg.wasm'],
    ]
    expect([...moduleKeys(modules, 'client')].sort()).toEqual(keys)
    expect([...moduleKeys(modules.toReversed(), 'client')].sort()).toEqual(keys)
  })

  it('names its environment unless it is the client', () => {
    const key = moduleKeys([module('a.wasm', ['src/a.wasm'])], 'ssr').get('a.wasm') as string
    expect(key).toBe('ssr: src/a.wasm')
    expect([isOfEnvironment(key, 'ssr'), isOfEnvironment(key, 'client')]).toEqual([true, false])
    expect([isOfEnvironment('src/a.wasm', 'ssr'), isOfEnvironment('src/a.wasm', 'client')]).toEqual([
      false,
      true,
    ])
  })
})

describe('withoutHash', () => {
  it.each([
    ['assets/worker-AbC123_x.js', 'assets/worker.js'],
    ['assets/a-b-0123456789abcdef.js', 'assets/a-b.js'],
    ['my-long-engine-B7cQ1xZe.wasm', 'my-long-engine.wasm'],
    ['a/x-B7-_1xZe.wasm', 'a/x.wasm'],
    ['worker.js', 'worker.js'],
    ['assets-12345678/worker.js', 'assets-12345678/worker.js'],
  ])('makes %s %s', (fileName, name) => {
    expect(withoutHash(fileName)).toBe(name)
  })
})
