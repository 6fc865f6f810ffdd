import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import picomatch from 'picomatch'
import { withoutHash } from '../../budget/module-key.ts'
import { WasmBudgetError } from '../../messages.ts'

/** What `optimize.exports` says for one glob, after validation: names, or a JSON file from the root that holds them. */
export type ExportsOption = readonly string[] | { readonly file: string }

/** What the lists say of one module. */
export interface ListedExports {
  /** Names of the exports that stay; absent where no list names the module, and everything stays. */
  readonly names?: readonly string[]
  /** Files that should hold a list of the module and hold none. */
  readonly lacking: readonly { readonly file: string; readonly isMissing: boolean }[]
}

interface Rule {
  readonly glob: string
  readonly matches: (name: string) => boolean
  readonly file?: string
  /** For every module that the glob matches, or by module; nothing where there is no file. */
  readonly lists: readonly string[] | Readonly<Record<string, readonly string[]>> | undefined
}

/** The lists of exports that stay. */
export class ExportLists {
  readonly #rules: readonly Rule[]

  /**
   * Reads the files that `options` names, from `root`; one that is not there holds no lists.
   *
   * @throws {WasmBudgetError} `exports-invalid`
   */
  constructor(options: Readonly<Record<string, ExportsOption>>, root: string) {
    this.#rules = Object.entries(options).map(([glob, option]): Rule => {
      const matches = picomatch(glob, { dot: true })
      if (!('file' in option)) return { glob, matches, lists: option }
      return { glob, matches, file: option.file, lists: readLists(option.file, root) }
    })
  }

  /** Everything that decides what stays: the lists themselves, wherever they were written. */
  get fingerprint(): unknown {
    return this.#rules
      .map(({ glob, lists }) => [glob, isList(lists) ? lists.toSorted() : sortLists(lists)])
      .sort()
  }

  /** Picks the lists of a module that is known under `names`; those of several globs count together. */
  of(names: readonly string[]): ListedExports {
    const rules = this.#rules.filter(({ matches }) => names.some((name) => matches(name)))
    const keys = new Set([...names, ...names.map(withoutHash)])
    const found = rules.map(({ file, lists }) => {
      const own = isList(lists)
        ? [lists]
        : Object.entries(lists ?? {}).flatMap(([key, list]) => (keys.has(key) ? [list] : []))
      return {
        own,
        lacking: own.length > 0 ? undefined : { file: file as string, isMissing: lists === undefined },
      }
    })
    const listed = found.flatMap(({ own }) => own)
    const lacking = found.flatMap((rule) => rule.lacking ?? [])
    // A list that is lacking may be the one with the names that matter.
    if (listed.length === 0 || lacking.length > 0) return { lacking }
    return { names: [...new Set(listed.flat())].sort(), lacking }
  }
}

function isList(lists: Rule['lists']): lists is readonly string[] {
  return Array.isArray(lists)
}

function sortLists(lists: Exclude<Rule['lists'], readonly string[]>): unknown {
  if (lists === undefined) return 'none'
  const sorted = Object.entries(lists).map(([key, list]) => [key, list.toSorted()])
  return { byModule: sorted.sort() }
}

function readLists(file: string, root: string): Rule['lists'] {
  const text = readText(resolve(root, file), file)
  if (text === undefined) return undefined
  const value = parse(text, file)
  if (isNames(value)) return value
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const wrong = Object.entries(value).find(([, list]) => !isNames(list))
    if (wrong === undefined) return value as Readonly<Record<string, readonly string[]>>
    throw new WasmBudgetError('exports-invalid', { path: file, reason: `${wrong[0]} is no list of names` })
  }
  throw new WasmBudgetError('exports-invalid', { path: file, reason: 'it holds no lists of names' })
}

function readText(path: string, file: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new WasmBudgetError('exports-invalid', { path: file, reason: (error as Error).message })
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new WasmBudgetError('exports-invalid', { path: file, reason: (error as Error).message })
  }
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
}
