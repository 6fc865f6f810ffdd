/** A script, and what it refers to in any way. */
export interface Referring {
  readonly fileName: string
  readonly kind: 'chunk' | 'worker'
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  readonly workers: readonly string[]
}

/** Glue that belongs to another script, which imports it and is imported back. */
const GLUE = /(?:^|\/)__wasm_split\b/

/** Finds the scripts that no other refers to; of scripts that refer to one another in a circle, the first by name. */
export function findEntries(scripts: readonly Referring[]): ReadonlySet<string> {
  const byName = new Map(scripts.map((script) => [script.fileName, script]))
  const reached = new Map(scripts.map(({ fileName }) => [fileName, reachedFrom(fileName, byName)]))
  const reaches = (from: string, to: string) => reached.get(from)?.has(to) === true
  const names = scripts
    .filter(({ kind }) => kind === 'chunk')
    .map(({ fileName }) => fileName)
    .sort((a, b) => Number(GLUE.test(a)) - Number(GLUE.test(b)) || (a < b ? -1 : 1))
  const entries = new Set<string>()
  for (const name of names) {
    const others = names.filter((other) => other !== name && reaches(other, name))
    if (others.every((other) => reaches(name, other) && !entries.has(other))) entries.add(name)
  }
  return entries
}

function reachedFrom(start: string, byName: ReadonlyMap<string, Referring>): ReadonlySet<string> {
  const seen = new Set<string>()
  const pending = [start]
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const { imports = [], dynamicImports = [], workers = [] } = byName.get(name) ?? {}
    for (const next of [...imports, ...dynamicImports, ...workers]) {
      if (seen.has(next)) continue
      seen.add(next)
      pending.push(next)
    }
  }
  return seen
}
