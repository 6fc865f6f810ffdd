import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findOnPath } from '../../../src/optimize/engines/native-wasm-opt.ts'

const NAME = process.platform === 'win32' ? 'wasm-opt.exe' : 'wasm-opt'

function directoryWith(...programs: string[]) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'wasm-budget-path-')))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const program of programs) {
    mkdirSync(join(root, program), { recursive: true })
    writeFileSync(join(root, program, NAME), '')
    chmodSync(join(root, program, NAME), 0o755)
  }
  const search = (...directories: string[]) =>
    findOnPath(directories.map((directory) => join(root, directory)).join(delimiter))
  return { root, search, at: (directory: string) => join(root, directory, NAME) }
}

describe('a wasm-opt on a search path', () => {
  it('is the first one', () => {
    const { search, at } = directoryWith('b', 'c')
    expect(search('a', 'b', 'c')).toBe(at('b'))
  })

  it('is none where there is none', () => {
    expect(directoryWith('a').search('b')).toBeUndefined()
    expect(findOnPath('')).toBeUndefined()
  })

  it('is none that a package manager of JavaScript put there, by itself or by a link', () => {
    const { root, search, at } = directoryWith('node_modules/.bin', 'lib/node_modules/binaryen/bin', 'real')
    mkdirSync(join(root, 'linked'))
    symlinkSync(join(root, 'lib/node_modules/binaryen/bin', NAME), join(root, 'linked', NAME))
    expect(search('node_modules/.bin', 'linked')).toBeUndefined()
    expect(search('node_modules/.bin', 'linked', 'real')).toBe(at('real'))
  })

  it('is a file', () => {
    const { root, search, at } = directoryWith('b')
    mkdirSync(join(root, 'a', NAME), { recursive: true })
    expect(search('a', 'b')).toBe(at('b'))
  })

  it.skipIf(process.platform === 'win32')('is a program (Windows knows no such permission)', () => {
    const { search, at } = directoryWith('a', 'b')
    chmodSync(at('a'), 0o644)
    expect(search('a', 'b')).toBe(at('b'))
  })

  it('is in a directory that is named from the root, not from where the build runs', () => {
    expect(findOnPath(['', '.', 'bin'].join(delimiter))).toBeUndefined()
  })
})
