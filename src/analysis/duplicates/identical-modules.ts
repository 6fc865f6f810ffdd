/** A file, and the hash of its contents. */
export interface HashedModule {
  readonly name: string
  readonly sha256: string
  readonly sizeBytes: number
}

/** Files of the same contents. */
export interface IdenticalModules {
  readonly sha256: string
  /** In the order given. */
  readonly names: readonly string[]
  /** Of one of them. */
  readonly sizeBytes: number
  /** What one file for all would save. */
  readonly wastedBytes: number
}

/** Groups files of the same contents, those that waste most first; a file that is alone is in no group. */
export function identicalModules(modules: readonly HashedModule[]): IdenticalModules[] {
  const byHash = new Map<string, HashedModule[]>()
  for (const module of modules) {
    const group = byHash.get(module.sha256) ?? []
    byHash.set(module.sha256, group)
    group.push(module)
  }
  return [...byHash]
    .filter(([, group]) => group.length > 1)
    .map(([sha256, group]) => {
      const sizeBytes = group[0]?.sizeBytes ?? 0
      return {
        sha256,
        names: group.map(({ name }) => name),
        sizeBytes,
        wastedBytes: sizeBytes * (group.length - 1),
      }
    })
    .sort((a, b) => b.wastedBytes - a.wastedBytes || (a.sha256 < b.sha256 ? -1 : 1))
}
