import { lstat, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** Files of a directory by path from it, each with a stamp that changes when it is written again. */
export type Snapshot = ReadonlyMap<string, string>

/** Which files of a directory are looked at. */
export interface ScanScope {
  readonly dir: string
  /** Decides by path from the directory, with `/`. */
  readonly isWanted: (path: string) => boolean
  /** Directories, absolute, that are others' business. */
  readonly skip: readonly string[]
}

const NEVER = new Set(['node_modules', '.git'])

/** Lists files below a directory by path from it, sorted; a symbolic link is never followed. */
async function listFiles({ dir, isWanted, skip }: ScanScope): Promise<string[]> {
  const files: string[] = []
  const pending = [dir]
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    const entries = await readdir(current, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = join(current, entry.name)
      if (entry.isDirectory() && !NEVER.has(entry.name) && !skip.includes(path)) pending.push(path)
      if (!entry.isFile()) continue
      const fromDir = relative(dir, path).replaceAll(sep, '/')
      if (isWanted(fromDir)) files.push(fromDir)
    }
  }
  return files.sort()
}

/** Remembers the files that were there before `startedMs`, the time in milliseconds at which a build began. */
export async function takeSnapshot(scope: ScanScope, startedMs: number): Promise<Snapshot> {
  const snapshot = new Map<string, string>()
  for (const path of await listFiles(scope)) {
    const stamped = await stampOf(join(scope.dir, path))
    if (stamped !== undefined && stamped.changedMs < startedMs) snapshot.set(path, stamped.stamp)
  }
  return snapshot
}

/** Lists the files that are not in a snapshot, or not as they were. */
export async function listChanges(scope: ScanScope, before: Snapshot): Promise<string[]> {
  const changed: string[] = []
  for (const path of await listFiles(scope)) {
    const stamped = await stampOf(join(scope.dir, path))
    if (stamped !== undefined && stamped.stamp !== before.get(path)) changed.push(path)
  }
  return changed
}

async function stampOf(path: string): Promise<{ stamp: string; changedMs: number } | undefined> {
  const stats = await lstat(path, { bigint: true }).catch(() => undefined)
  // It is gone already.
  if (stats === undefined) return undefined
  // A program that copies may set the time of modification to what it likes, but not that of the change.
  const { ino, size, mtimeNs, ctimeNs, ctimeMs } = stats
  return { stamp: [ino, size, mtimeNs, ctimeNs].join(':'), changedMs: Number(ctimeMs) }
}
