import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { digest } from './digest.ts'

/** What a cache entry holds: a small JSON value and bytes. */
export interface Entry<Meta> {
  readonly meta: Meta
  readonly bytes: Uint8Array
}

/** Kinds of entries, each with a key of its own, so that what changes one leaves the others alone. */
export type EntryKind = 'bytes' | 'twin' | 'sibling' | 'sizes' | 'summary' | 'exports'

/** Largest sum of all entries unless said otherwise: 1 GiB. */
const MAXIMUM_BYTES = 2 ** 30

const DIGEST_BYTES = 32

/**
 * A content-addressed store in a directory.
 *
 * ```
 * entry file | SHA-256 of the rest, 32 bytes | length of JSON, 4 bytes | JSON: address, meta | bytes |
 * ```
 *
 * The address is kind and key: an entry under the name of another is as broken as one with a flipped bit.
 * An entry is verified when it is read and written atomically; a broken one is deleted and counts as absent. A directory
 * that cannot be used is told once through `onProblem`, and the store then holds nothing.
 */
export class ContentStore {
  readonly directory: string
  readonly #maximumBytes: number
  readonly #onProblem: (reason: string) => void
  #usable = true
  #wrote = false

  constructor(directory: string, onProblem: (reason: string) => void, maximumBytes: number = MAXIMUM_BYTES) {
    this.directory = directory
    this.#onProblem = onProblem
    this.#maximumBytes = maximumBytes
  }

  /** Returns an entry, or undefined where there is none that is whole. */
  async get<Meta>(kind: EntryKind, key: string): Promise<Entry<Meta> | undefined> {
    if (!this.#usable) return undefined
    const path = this.#path(kind, key)
    let file: Uint8Array
    try {
      file = await readFile(path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#giveUp(error)
      return undefined
    }
    const entry = await decodeEntry<Meta>(file, addressOf(kind, key))
    if (entry === undefined) {
      await rm(path, { force: true }).catch(() => undefined)
      return undefined
    }
    const now = new Date()
    await utimes(path, now, now).catch(() => undefined)
    return entry
  }

  /** Stores an entry; a failure makes the store unusable and is told once. */
  async put<Meta>(
    kind: EntryKind,
    key: string,
    meta: Meta,
    bytes: Uint8Array = new Uint8Array(),
  ): Promise<void> {
    if (!this.#usable) return
    const path = this.#path(kind, key)
    try {
      await mkdir(dirname(path), { recursive: true })
      await writeAtomically(path, await encodeEntry(addressOf(kind, key), meta, bytes))
      this.#wrote = true
    } catch (error) {
      this.#giveUp(error)
    }
  }

  /** Deletes the entries used longest ago until the rest fits; does nothing where nothing was written. */
  async evict(): Promise<void> {
    if (!this.#usable || !this.#wrote) return
    this.#wrote = false
    const entries = await this.#list()
    let sum = entries.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
    for (const { path, sizeBytes } of entries.sort(
      (a, b) => a.usedMs - b.usedMs || (a.path < b.path ? -1 : 1),
    )) {
      if (sum <= this.#maximumBytes) return
      await rm(path, { force: true }).catch(() => undefined)
      sum -= sizeBytes
    }
  }

  async #list(): Promise<{ path: string; sizeBytes: number; usedMs: number }[]> {
    const names = await readdir(this.directory, { recursive: true, withFileTypes: true }).catch(() => [])
    const files = names.filter((name) => name.isFile()).map((name) => join(name.parentPath, name.name))
    const entries = await Promise.all(
      files.map(async (path) => {
        const stats = await stat(path).catch(() => undefined)
        return stats && { path, sizeBytes: stats.size, usedMs: stats.mtimeMs }
      }),
    )
    return entries.filter((entry) => entry !== undefined)
  }

  #path(kind: EntryKind, key: string): string {
    return join(this.directory, kind, key)
  }

  #giveUp(error: unknown): void {
    if (!this.#usable) return
    this.#usable = false
    this.#onProblem((error as Error).message)
  }
}

/** Writes a file under another name and renames it, so that nobody ever reads half of it. */
export async function writeAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    await writeFile(temporary, bytes)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

function addressOf(kind: EntryKind, key: string): string {
  return `${kind}/${key}`
}

async function encodeEntry(address: string, meta: unknown, bytes: Uint8Array): Promise<Uint8Array> {
  const json = new TextEncoder().encode(JSON.stringify({ address, meta }))
  const file = new Uint8Array(DIGEST_BYTES + 4 + json.length + bytes.length)
  new DataView(file.buffer).setUint32(DIGEST_BYTES, json.length)
  file.set(json, DIGEST_BYTES + 4)
  file.set(bytes, DIGEST_BYTES + 4 + json.length)
  file.set(await digest(file.subarray(DIGEST_BYTES)))
  return file
}

async function decodeEntry<Meta>(file: Uint8Array, address: string): Promise<Entry<Meta> | undefined> {
  if (file.length < DIGEST_BYTES + 4) return undefined
  const content = file.subarray(DIGEST_BYTES)
  if (Buffer.compare(await digest(content), file.subarray(0, DIGEST_BYTES)) !== 0) return undefined
  const jsonEnd = 4 + new DataView(content.buffer, content.byteOffset).getUint32(0)
  const stored = JSON.parse(new TextDecoder().decode(content.subarray(4, jsonEnd))) as {
    address: string
    meta: Meta
  }
  return stored.address === address ? { meta: stored.meta, bytes: content.subarray(jsonEnd) } : undefined
}
