import { describe, expect, it } from 'vitest'
import { WasmBudgetError } from '../src/messages.ts'
import type { WasmBudgetOptions } from '../src/options.ts'
import { resolveOptions } from '../src/resolve-options.ts'

const resolved = (overrides: WasmBudgetOptions['overrides'], options: WasmBudgetOptions = {}) =>
  resolveOptions({ ...options, overrides: overrides as NonNullable<typeof overrides> }).overrides

/** Problems by path. */
function problemsOf(overrides: unknown, options: WasmBudgetOptions = {}): Record<string, string> {
  try {
    resolveOptions({ ...options, overrides } as WasmBudgetOptions)
  } catch (error) {
    expect(error).toBeInstanceOf(WasmBudgetError)
    const { args } = error as WasmBudgetError<'options-invalid'>
    return Object.fromEntries(args.problems.map(({ path, message }) => [path, message]))
  }
  return {}
}

describe('overrides that are right', () => {
  it('hold what they say and nothing else, one glob standing for a list of one, sizes in bytes', () => {
    expect(
      resolved([
        { match: '**/engine*.wasm', effort: 'max' },
        { match: ['a', 'b'], optimize: false, compress: false },
        {
          match: 'c',
          optimize: {
            strip: false,
            keepSections: 'name',
            engine: 'none',
            onFault: 'keep',
            memory: '1 GiB',
            seconds: 5,
          },
          compress: { formats: ['gz'], threshold: '1 kB' },
        },
        { match: 'd', optimize: { strip: 'always' }, compress: { threshold: 0 } },
      ]),
    ).toEqual([
      { match: ['**/engine*.wasm'], effort: 'max' },
      { match: ['a', 'b'], optimize: false, compress: false },
      {
        match: ['c'],
        optimize: {
          strip: false,
          keepSections: ['name'],
          engine: 'none',
          onFault: 'keep',
          memoryBytes: 2 ** 30,
          seconds: 5,
        },
        compress: { formats: ['gz'], thresholdBytes: 1000 },
      },
      { match: ['d'], optimize: { strip: 'always' }, compress: { thresholdBytes: 0 } },
    ])
  })

  it('turn things on without saying more', () => {
    expect(resolved([{ match: 'a', optimize: true, compress: true }])).toEqual([
      { match: ['a'], optimize: {}, compress: {} },
    ])
  })

  it('may name the engine that the whole build uses', () => {
    const engine = { path: 'bin/wasm-opt' }
    expect(resolved([{ match: 'a', optimize: { engine } }], { optimize: { engine } })).toEqual([
      { match: ['a'], optimize: { engine } },
    ])
    expect(resolved([{ match: 'a', optimize: { engine: 'auto' } }], { optimize: false })).toEqual([
      { match: ['a'], optimize: { engine: 'auto' } },
    ])
  })
})

describe('overrides that are wrong', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['no list', { match: 'a' }, 'overrides', /^it is not a list\. Write overrides: \[\{/],
    ['no object', ['a'], 'overrides[0]', /"a" is not an object/],
    ['no match', [{ effort: 'max' }], 'overrides[0].match', /^it is missing/],
    ['a list without globs', [{ match: [], effort: 'max' }], 'overrides[0].match', /^it is missing/],
    ['an empty glob', [{ match: '', effort: 'max' }], 'overrides[0].match', /is not a string or a list/],
    [
      'a glob alone',
      [{ match: 'a' }],
      'overrides[0]',
      /^it overrides nothing\. Give it effort, optimize or compress$/,
    ],
    [
      'an empty group',
      [{ match: 'a', optimize: {} }],
      'overrides[0].optimize',
      /^it overrides nothing\. Write true, false, or some of strip, keepSections/,
    ],
    [
      'a group of undefined',
      [{ match: 'a', compress: { formats: undefined } }],
      'overrides[0].compress',
      /overrides nothing.*formats, threshold$/,
    ],
    ['an unknown key', [{ match: 'a', efort: 'max' }], 'overrides[0].efort', /Did you mean effort\?/],
    [
      'an unknown key of a group',
      [{ match: 'a', optimize: { stripp: true } }],
      'overrides[0].optimize.stripp',
      /Did you mean strip\? Known: strip, keepSections, engine, onFault, memory, seconds$/,
    ],
    ['an unknown effort', [{ match: 'a', effort: 'maximal' }], 'overrides[0].effort', /Did you mean "max"\?/],
    [
      'a wrong field',
      [{ match: 'a' }, { match: 'b', optimize: { strip: 'never' } }],
      'overrides[1].optimize.strip',
      /"never" is not one of "auto", "always", false/,
    ],
    [
      'a wrong format',
      [{ match: 'a', compress: { formats: ['br', 'zip'] } }],
      'overrides[0].compress.formats[1]',
      /"zip" is not one of/,
    ],
    [
      'a wrong size',
      [{ match: 'a', compress: { threshold: 'much' } }],
      'overrides[0].compress.threshold',
      /not a size/,
    ],
    ['no group', [{ match: 'a', optimize: 'max' }], 'overrides[0].optimize', /"max" is not an object/],
  ])('%s', (_, overrides, path, message) => {
    expect(problemsOf(overrides)).toMatchObject({ [path]: expect.stringMatching(message) as string })
  })

  it.each<[string, object, RegExp]>([
    ['metric', { metric: 'gzip' }, /^one metric counts for all .* Set metric itself$/],
    ['optimize.exports', { optimize: { exports: {} } }, /globs of their own/],
    ['optimize.publicFiles', { optimize: { publicFiles: true } }, /Set optimize\.publicFiles itself/],
    ['optimize.watch', { optimize: { watch: true } }, /Set optimize\.watch itself/],
    ['compress.encoder', { compress: { encoder: 'portable' } }, /Set compress\.encoder itself/],
  ])('%s is of the whole build', (key, override, message) => {
    const problems = problemsOf([{ match: 'a', effort: 'max', ...override }])
    expect(problems).toEqual({ [`overrides[0].${key}`]: expect.stringMatching(message) as string })
  })

  it.each<[unknown, WasmBudgetOptions]>([
    ['npm', {}],
    ['auto', { optimize: { engine: 'none' } }],
    [{ path: 'a' }, { optimize: { engine: { path: 'b' } } }],
  ])('engine %j where the build uses another', (engine, options) => {
    expect(problemsOf([{ match: 'a', optimize: { engine } }], options)).toEqual({
      'overrides[0].optimize.engine': expect.stringMatching(
        /is not what the whole build uses, .*Write "none" to do without, or set optimize\.engine itself$/,
      ) as string,
    })
  })

  it('are told all at once', () => {
    expect(
      Object.keys(problemsOf([{ match: 'a' }, 5, { match: 'b', effort: 1, compress: { x: 1 } }])),
    ).toEqual(['overrides[0]', 'overrides[1]', 'overrides[2].effort', 'overrides[2].compress.x'])
  })
})
