import { describe, expect, it } from 'vitest'
import { findNpmBinaryen } from '../../../src/optimize/engines/npm-binaryen.ts'
import { isRecentEnough, parseVersion, readVersion } from '../../../src/optimize/engines/wasm-opt-version.ts'

describe('the version of wasm-opt', () => {
  it.each([
    ['of a release, by npm', 'wasm-opt version 132 (version_132)\n', '132.0.0'],
    ['of a release, by a distribution', 'wasm-opt version 108\n', '108.0.0'],
    ['between releases', 'wasm-opt version 132 (version_132-12-g1a2b3c4)', '132.0.0+version_132-12-g1a2b3c4'],
    ['of a release with changes', 'wasm-opt version 132 (version_131)', '132.0.0+version_131'],
    ['behind what a wrapper says', 'starting\nwasm-opt version 140\n', '140.0.0'],
    ['of something else', 'wasm-as version 132', undefined],
    ['of nothing', '', undefined],
  ])('%s', (_, text, version) => {
    expect(parseVersion(text)).toBe(version)
  })

  it.each([
    ['131.0.0', false],
    ['99.0.0', false],
    ['132.0.0-nightly.20260901', true],
    ['132.0.0', true],
    ['1320.0.0', true],
  ])('%s is one to use: %s', (version, expected) => {
    expect(isRecentEnough(version)).toBe(expected)
  })

  it('that the installed package says of itself is that of its program', () => {
    const npm = findNpmBinaryen(process.cwd())
    expect(npm && readVersion(npm.wasmOpt)).toBe(npm?.version)
  })

  it('is not known of a program that cannot be started or is another', () => {
    const node = { command: process.execPath, prefixArguments: [] }
    expect(() => readVersion({ command: '/no/such/wasm-opt', prefixArguments: [] })).toThrow(/ENOENT/)
    expect(() => readVersion(node)).toThrow(/said "v\d.*", not "wasm-opt version/)
    expect(() => readVersion({ ...node, prefixArguments: ['-e', 'process.exit(3)', '--'] })).toThrow(
      '--version ended with code 3 and said nothing',
    )
    expect(() =>
      readVersion({ ...node, prefixArguments: ['-e', 'process.kill(process.pid)', '--'] }),
    ).toThrow('was killed by SIGTERM')
  })
})
