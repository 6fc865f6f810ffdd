import { posix } from 'node:path'
import { readScript, type ReadScript } from './syntax/read-script.ts'
import type { OpaqueUse } from './opaque-use.ts'

/** A script or page as it ships. */
export interface ScriptText {
  readonly fileName: string
  readonly text: string
  /** File names of the scripts that it imports. */
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  /** Scripts that stand in it, of a page. */
  readonly inline?: readonly string[]
}

/** Which of the names that were asked for a script mentions. */
export interface ScriptMentions {
  readonly fileName: string
  /** Identifiers, names of properties, or whole strings; in the order in which they were asked for. */
  readonly mentioned: readonly string[]
  /** Others that it may mean: they stand within a string, or begin or end as one that is put together at run time. */
  readonly possible: readonly string[]
  /** Why it may use any export; `unreadable` is a script that cannot be parsed. */
  readonly opaque?: OpaqueUse | 'unreadable'
}

/** Finds the names that scripts which are loaded together mention, each script by itself. */
export function findMentions(scripts: readonly ScriptText[], names: readonly string[]): ScriptMentions[] {
  const read = scripts.map((script) => readParts(script))
  passOn(scripts, read)
  return scripts.map(({ fileName, text, inline }, at): ScriptMentions => {
    const parts = (read[at] as Parts).filter((part) => part !== undefined)
    const isUnreadable = parts.length < (read[at] as Parts).length
    const mentioned = names.filter((name) => parts.some(({ words }) => words.has(name)))
    const loose = inline === undefined && !isUnreadable ? [] : [text]
    const known = new Set(mentioned)
    const possible = findPossible(names, parts, loose).filter((name) => !known.has(name))
    const opaque = isUnreadable
      ? 'unreadable'
      : parts.find(({ flow }) => flow.opaque !== undefined)?.flow.opaque
    return { fileName, mentioned, possible, ...(opaque === undefined ? {} : { opaque }) }
  })
}

/** The scripts of a file, those within strings included; undefined stands for one that cannot be read. */
type Parts = readonly (ReadScript | undefined)[]

/** What is shorter is no script that instantiates a module. */
const SHORTEST_SCRIPT = 40

function readParts({ text, inline }: ScriptText): Parts {
  const parts: (ReadScript | undefined)[] = []
  for (const code of inline ?? [text]) {
    const script = readScript(code)
    parts.push(script)
    for (const string of script?.texts ?? []) {
      if (string.length < SHORTEST_SCRIPT || !string.includes('exports')) continue
      // What cannot be read is no script.
      const embedded = readScript(string)
      if (embedded !== undefined) parts.push(embedded)
    }
  }
  return parts
}

/** Follows what scripts hand on to those that import them, until nothing new comes. */
function passOn(scripts: readonly ScriptText[], read: readonly Parts[]): void {
  const handled = new Set<string>()
  for (let isNew = true; isNew;) {
    isNew = false
    for (const [at, { fileName }] of scripts.entries()) {
      for (const handed of (read[at] as Parts).flatMap((part) => part?.flow.handedOn ?? [])) {
        const key = `${fileName} ${handed.kind} ${handed.name}`
        if (handled.has(key)) continue
        handled.add(key)
        isNew = true
        const baseName = posix.basename(fileName)
        for (const [other, { imports, dynamicImports }] of scripts.entries()) {
          for (const part of read[other] as Parts) {
            if (imports.includes(fileName))
              part?.flow.receive(handed, (specifier) => posix.basename(specifier) === baseName)
            // Names of one or two letters are those that a bundler gave, which `import()` does not see.
            if (dynamicImports.includes(fileName) && handed.name.length > 2) part?.flow.receiveByName(handed)
          }
        }
      }
    }
  }
}

function findPossible(
  names: readonly string[],
  parts: readonly ReadScript[],
  loose: readonly string[],
): string[] {
  const texts = [...parts.flatMap((part) => part.texts), ...loose]
  const words = new Set(texts.flatMap((text) => text.match(/[\w$]+/g) ?? []))
  const beginnings = parts.flatMap((part) => part.beginnings)
  const endings = parts.flatMap((part) => part.endings)
  return names.filter(
    (name) =>
      words.has(name) ||
      (!/^[\w$]*$/.test(name) && texts.some((text) => text.includes(name))) ||
      beginnings.some((piece) => name.startsWith(piece)) ||
      endings.some((piece) => name.endsWith(piece)),
  )
}
