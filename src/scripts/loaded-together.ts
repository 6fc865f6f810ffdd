import type { ScriptFile } from '../budget/reachability.ts'

/**
 * Picks the scripts that may run beside a module: everything that leads to a script that refers to it, and everything that these
 * lead to, by imports of both kinds and by workers.
 *
 * Empty where no script refers to it.
 */
export function loadedTogether(module: string, scripts: readonly ScriptFile[]): ScriptFile[] {
  const loaders = scripts.filter(({ modules }) => modules.includes(module))
  const users = new Map<string, ScriptFile[]>()
  for (const script of scripts)
    for (const target of targetsOf(script)) users.set(target, [...(users.get(target) ?? []), script])
  const byName = new Map(scripts.map((script) => [script.fileName, script]))
  const leading = closure(loaders, ({ fileName }) => users.get(fileName) ?? [])
  const together = new Set(
    closure(leading, (script) => targetsOf(script).flatMap((name) => byName.get(name) ?? [])),
  )
  return scripts.filter((script) => together.has(script))
}

function targetsOf({ imports, dynamicImports, workers }: ScriptFile): string[] {
  return [...imports, ...dynamicImports, ...workers]
}

function closure(
  start: readonly ScriptFile[],
  next: (script: ScriptFile) => readonly ScriptFile[],
): readonly ScriptFile[] {
  const seen = new Set<ScriptFile>()
  const pending = [...start]
  for (let script = pending.pop(); script !== undefined; script = pending.pop()) {
    if (seen.has(script)) continue
    seen.add(script)
    pending.push(...next(script))
  }
  return [...seen]
}
