import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasSymbols, writeSymbols, type ModuleSymbols } from '../../src/pipeline/symbol-files.ts'

let directory: string

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'wasm-budget-symbols-')), 'deep', 'er')
})

afterEach(() => rm(join(directory, '..', '..'), { recursive: true }))

const SYMBOLS: ModuleSymbols = {
  sha256: 'abc123',
  twin: Uint8Array.of(0, 0x61, 0x73, 0x6d),
  functionNames: [
    [2, 'main'],
    [123, 'core::fmt::write "größe"'],
  ],
}

const twin = () => join(directory, 'abc123.wasm')
const map = () => join(directory, 'abc123.symbols.json')

describe('writeSymbols', () => {
  it('writes the twin and the names by index, under the hash of what ships', async () => {
    await writeSymbols(directory, SYMBOLS)
    expect((await readdir(directory)).sort()).toEqual(['abc123.symbols.json', 'abc123.wasm'])
    expect(Buffer.compare(await readFile(twin()), SYMBOLS.twin)).toBe(0)
    expect(JSON.parse(await readFile(map(), 'utf8'))).toEqual({
      version: 1,
      sha256: 'abc123',
      functions: { 2: 'main', 123: 'core::fmt::write "größe"' },
    })
  })

  it('fails where it cannot write', async () => {
    await writeFile(join(directory, '..', '..', 'file'), '')
    const inTheWay = join(directory, '..', '..', 'file', 'symbols')
    await expect(writeSymbols(inTheWay, SYMBOLS)).rejects.toMatchObject({ code: 'ENOTDIR' })
  })
})

describe('hasSymbols', () => {
  it('is false before and true after they are written', async () => {
    expect(await hasSymbols(directory, 'abc123')).toBe(false)
    await writeSymbols(directory, SYMBOLS)
    expect(await hasSymbols(directory, 'abc123')).toBe(true)
    expect(await hasSymbols(directory, 'other')).toBe(false)
  })

  it.each([
    { what: 'the twin is gone', spoil: () => rm(twin()) },
    { what: 'the map is gone', spoil: () => rm(map()) },
    { what: 'the twin is empty', spoil: () => writeFile(twin(), '') },
  ])('is false where $what', async ({ spoil }) => {
    await writeSymbols(directory, SYMBOLS)
    await spoil()
    expect(await hasSymbols(directory, 'abc123')).toBe(false)
  })

  it('marks them as used', async () => {
    await writeSymbols(directory, SYMBOLS)
    const longAgo = new Date(1_000_000_000_000)
    await Promise.all([twin(), map()].map((path) => utimes(path, longAgo, longAgo)))
    await hasSymbols(directory, 'abc123')
    for (const path of [twin(), map()]) expect((await stat(path)).mtimeMs).toBeGreaterThan(longAgo.getTime())
  })
})
