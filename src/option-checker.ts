import { closest } from 'fastest-levenshtein'
import { parseSize } from './budget/size.ts'

/** One thing that is wrong with the options; `path` is as a user would write it, `budgets[1].limit`. */
export interface OptionProblem {
  readonly path: string
  readonly message: string
}

/** Collects every problem of an options object instead of stopping at the first. */
export class OptionChecker {
  readonly problems: OptionProblem[] = []

  add(path: string, message: string): void {
    this.problems.push({ path, message })
  }

  /** Complains about keys that are not in `known`, with the nearest one. */
  keys(path: string, value: object, known: readonly string[]): void {
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue
      const at = path === '' ? key : `${path}.${key}`
      this.add(at, `there is no such option. Did you mean ${closest(key, known)}? Known: ${known.join(', ')}`)
    }
  }

  /** Returns the value where it is an object, else complains and returns undefined. */
  object(path: string, value: unknown): Record<string, unknown> | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
    this.add(path, `${show(value)} is not an object`)
    return undefined
  }

  boolean(path: string, value: unknown, fallback: boolean): boolean {
    if (value === undefined) return fallback
    if (typeof value === 'boolean') return value
    this.add(path, `${show(value)} is not true or false`)
    return fallback
  }

  oneOf<T extends string | boolean>(path: string, value: unknown, allowed: readonly T[], fallback: T): T {
    if (value === undefined) return fallback
    const match = allowed.find((candidate) => candidate === value)
    if (match !== undefined) return match
    const strings = allowed.filter((candidate) => typeof candidate === 'string')
    const hint =
      typeof value === 'string' && strings.length > 0
        ? `. Did you mean ${show(closest(value, strings))}?`
        : ''
    this.add(path, `${show(value)} is not one of ${allowed.map(show).join(', ')}${hint}`)
    return fallback
  }

  positive(path: string, value: unknown, fallback: number): number {
    if (value === undefined) return fallback
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value
    this.add(path, `${show(value)} is not a number above 0`)
    return fallback
  }

  /** Returns a size in bytes; undefined stays undefined. */
  size(path: string, value: unknown): number | undefined {
    if (value === undefined) return undefined
    const sizeBytes = parseSize(value)
    if (sizeBytes !== undefined) return sizeBytes
    this.add(path, `${show(value)} is not a size. Write a number of bytes, "250 kB" or "244 KiB"`)
    return undefined
  }

  /** Returns a list of non-empty strings; one string stands for a list of one. */
  strings(path: string, value: unknown, fallback: readonly string[]): readonly string[] {
    if (value === undefined) return fallback
    const list = typeof value === 'string' ? [value] : value
    if (Array.isArray(list) && list.every((item) => typeof item === 'string' && item !== '')) return list
    this.add(path, `${show(value)} is not a string or a list of strings`)
    return fallback
  }

  string(path: string, value: unknown): string | undefined {
    if (value === undefined) return undefined
    if (typeof value === 'string' && value !== '') return value
    this.add(path, `${show(value)} is not a string`)
    return undefined
  }
}

/** Writes a value as a user would, whatever it is. */
export function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (value instanceof RegExp) return String(value)
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    // A bigint, or an object that contains itself.
    return String(value)
  }
}
