import { PREBUNDLED } from './graph-modules.ts'

/** Finds the package that was prebundled away from its module, among those who refer to it. */
export function prebundledPackage(importers: readonly string[]): string | undefined {
  return importers.find((name) => name.endsWith(PREBUNDLED))?.slice(0, -PREBUNDLED.length)
}
