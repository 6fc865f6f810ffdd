import { mkdtemp, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ContentStore, writeAtomically, type EntryKind } from '../../src/cache/content-store.ts'

let directory: string
let problems: string[]

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wasm-budget-store-'))
  problems = []
})

afterEach(() => rm(directory, { recursive: true, force: true }))

const open = (maximumBytes?: number, path = directory) =>
  new ContentStore(path, (reason) => problems.push(reason), maximumBytes)

const filesIn = async (path: string): Promise<string[]> =>
  (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()

const onlyFile = async (): Promise<string> => {
  const [file, ...others] = await filesIn(directory)
  expect(others).toEqual([])
  return file as string
}

const BYTES = Uint8Array.of(0, 0x61, 0x73, 0x6d, 255)

describe('an entry', () => {
  it.each([
    { what: 'meta and bytes', meta: { encoder: 'x', größe: [1, null] }, bytes: BYTES },
    { what: 'meta alone', meta: { a: 1 }, bytes: new Uint8Array() },
    { what: 'bytes alone', meta: null, bytes: BYTES },
    { what: 'a megabyte', meta: {}, bytes: new Uint8Array(1_000_000).fill(7) },
  ])('of $what comes back as it was put', async ({ meta, bytes }) => {
    await open().put('bytes', 'key', meta, bytes)
    const entry = await open().get('bytes', 'key')
    expect(entry?.meta).toEqual(meta)
    expect(Buffer.compare(entry?.bytes ?? Buffer.of(), bytes)).toBe(0)
    expect(problems).toEqual([])
  })

  it('that nobody put is absent, in a directory that is not there too', async () => {
    expect(await open().get('bytes', 'key')).toBeUndefined()
    expect(await open(undefined, join(directory, 'not', 'there')).get('bytes', 'key')).toBeUndefined()
    expect(problems).toEqual([])
  })

  it('is found by kind and key only', async () => {
    const store = open()
    await store.put('bytes', 'key', 1)
    await store.put('sizes', 'key', 2)
    expect((await store.get('bytes', 'key'))?.meta).toBe(1)
    expect((await store.get('sizes', 'key'))?.meta).toBe(2)
    expect(await store.get('summary', 'key')).toBeUndefined()
    expect(await store.get('bytes', 'other')).toBeUndefined()
  })

  it('is replaced by a later one', async () => {
    const store = open()
    await store.put('bytes', 'key', 'old', BYTES)
    await store.put('bytes', 'key', 'new')
    expect(await store.get('bytes', 'key')).toMatchObject({ meta: 'new', bytes: { length: 0 } })
  })

  it('is put whole however many put it at once, and leaves no temporary file', async () => {
    const store = open()
    const other = open()
    const contents = Array.from({ length: 20 }, (_, at) => new Uint8Array(50_000).fill(at))
    await Promise.all(
      contents.map((bytes, at) => (at % 2 === 0 ? store : other).put('bytes', 'key', at, bytes)),
    )
    const entry = await store.get<number>('bytes', 'key')
    expect(entry?.bytes).toHaveLength(50_000)
    expect(new Set(entry?.bytes)).toEqual(new Set([entry?.meta]))
    await onlyFile()
  })
})

describe('a broken entry', () => {
  const isAbsentAndDeleted = async (what: string) => {
    expect(await open().get('sibling', 'key'), what).toBeUndefined()
    expect(await filesIn(directory), what).toEqual([])
  }

  it('is absent and deleted, whichever byte is flipped', async () => {
    await open().put('sibling', 'key', { a: 1 }, Uint8Array.of(1, 2, 3))
    const path = await onlyFile()
    const whole = await readFile(path)
    for (let at = 0; at < whole.length; at++) {
      const flipped = Buffer.from(whole)
      flipped[at] = (flipped[at] as number) ^ 0x01
      await writeFile(path, flipped)
      await isAbsentAndDeleted(`byte ${at}`)
    }
    await writeFile(path, whole)
    expect(await open().get('sibling', 'key')).toMatchObject({ meta: { a: 1 } })
    expect(problems).toEqual([])
  })

  it('is absent and deleted, wherever it is cut', async () => {
    await open().put('sibling', 'key', { a: 1 }, Uint8Array.of(1, 2, 3))
    const path = await onlyFile()
    const whole = await readFile(path)
    for (let length = 0; length < whole.length; length++) {
      await writeFile(path, whole.subarray(0, length))
      await isAbsentAndDeleted(`cut at ${length}`)
    }
  })

  it('is absent where something follows it', async () => {
    await open().put('sibling', 'key', { a: 1 }, Uint8Array.of(1, 2, 3))
    const path = await onlyFile()
    await writeFile(path, Buffer.concat([await readFile(path), Buffer.of(0)]))
    await isAbsentAndDeleted('a byte more')
  })

  it('is one that lies under the name of another, though it is whole', async () => {
    await open().put('sibling', 'other', { a: 1 })
    const path = await onlyFile()
    await rename(path, join(dirname(path), 'key'))
    await isAbsentAndDeleted('renamed')
  })

  it('can be put again', async () => {
    const store = open()
    await store.put('bytes', 'key', 1)
    await writeFile(await onlyFile(), 'garbage')
    expect(await store.get('bytes', 'key')).toBeUndefined()
    await store.put('bytes', 'key', 2)
    expect((await store.get('bytes', 'key'))?.meta).toBe(2)
  })
})

describe('evict', () => {
  /** Puts entries of about 1000 bytes, used in the order given, one second apart, in the past. */
  const fill = async (store: ContentStore, ...keys: string[]) => {
    for (const [at, key] of keys.entries()) {
      await store.put('bytes', key, 0, new Uint8Array(1000))
      const used = new Date(1_700_000_000_000 + at * 1000)
      await utimes(join(directory, 'bytes', key), used, used)
    }
  }

  const remaining = async (kind: EntryKind = 'bytes') => (await readdir(join(directory, kind))).sort()

  it('deletes what was used longest ago until the rest fits', async () => {
    const store = open(2500)
    await fill(store, 'b', 'd', 'a', 'c')
    await store.evict()
    expect(await remaining()).toEqual(['a', 'c'])
  })

  it('counts reading as use', async () => {
    const store = open(2500)
    await fill(store, 'a', 'b', 'c')
    await store.get('bytes', 'a')
    await store.evict()
    expect(await remaining()).toEqual(['a', 'c'])
  })

  it('deletes nothing where everything fits', async () => {
    const store = open(10_000)
    await fill(store, 'a', 'b', 'c')
    await store.evict()
    expect(await remaining()).toEqual(['a', 'b', 'c'])
  })

  it('counts all kinds together', async () => {
    const store = open(1500)
    await fill(store, 'old')
    await store.put('sibling', 'new', 0, new Uint8Array(1000))
    await store.evict()
    expect(await remaining()).toEqual([])
    expect(await remaining('sibling')).toEqual(['new'])
  })

  it('does nothing in a build that wrote nothing', async () => {
    await fill(open(), 'a', 'b', 'c')
    const reader = open(1)
    await reader.get('bytes', 'a')
    await reader.evict()
    expect(await remaining()).toEqual(['a', 'b', 'c'])
  })
})

describe('a directory that cannot be used', () => {
  it('because a file is in the way is told once, and nothing fails', async () => {
    const file = join(directory, 'file')
    await writeFile(file, 'in the way')
    const store = open(undefined, join(file, 'cache'))
    await store.put('bytes', 'a', 1)
    await store.put('bytes', 'b', 2)
    expect(await store.get('bytes', 'a')).toBeUndefined()
    await store.evict()
    expect(problems).toHaveLength(1)
  })

  it('is told once when it is first read, too', async () => {
    const file = join(directory, 'file')
    await writeFile(file, 'in the way')
    const store = open(undefined, file)
    expect(await store.get('bytes', 'a')).toBeUndefined()
    expect(await store.get('bytes', 'b')).toBeUndefined()
    await store.put('bytes', 'a', 1)
    expect(problems).toHaveLength(1)
    expect(await readFile(file, 'utf8')).toBe('in the way')
  })

  it('is told once by many that put at the same time', async () => {
    const file = join(directory, 'file')
    await writeFile(file, 'in the way')
    const store = open(undefined, join(file, 'cache'))
    await Promise.all(['a', 'b', 'c', 'd'].map((key) => store.put('bytes', key, 1)))
    expect(problems).toHaveLength(1)
  })

  it('because a directory has the name of the entry leaves no temporary file', async () => {
    await mkdir(join(directory, 'bytes', 'key', 'sub'), { recursive: true })
    await open().put('bytes', 'key', 1)
    expect(problems).toHaveLength(1)
    expect(await readdir(join(directory, 'bytes'))).toEqual(['key'])
  })
})

describe('writeAtomically', () => {
  it('replaces a file', async () => {
    const path = join(directory, 'file')
    await writeFile(path, 'old and longer')
    await writeAtomically(path, 'new')
    expect(await readFile(path, 'utf8')).toBe('new')
    expect(await readdir(directory)).toEqual(['file'])
  })

  it('throws where it cannot write, and leaves nothing behind', async () => {
    const path = join(directory, 'file')
    await mkdir(path)
    await writeFile(join(path, 'inside'), '')
    await expect(writeAtomically(path, 'new')).rejects.toThrow()
    await expect(writeAtomically(join(directory, 'no', 'such'), 'new')).rejects.toMatchObject({
      code: 'ENOENT',
    })
    expect(await readdir(directory)).toEqual(['file'])
    expect((await stat(path)).isDirectory()).toBe(true)
  })
})
