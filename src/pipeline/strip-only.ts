import type { Inspection } from '../optimize/inspect.ts'
import type { Optimized } from '../optimize/optimize-module.ts'

/** Takes only what leaks out of a module, as in watch mode. */
export function stripOnly({ base, source, leaks }: Inspection): Optimized {
  const chosen = leaks.length === 0 ? 'keep' : 'strip'
  return {
    bytes: base,
    ...(leaks.includes('name') ? { twin: source } : {}),
    chosen,
    tries: [],
    removedSections: leaks,
    findings: [],
    faulty: false,
  }
}
