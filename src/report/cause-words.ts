import type { Cause } from '../budget/causes.ts'
import { formatSize } from './format.ts'

/** Says what grew, the most first: `'regex'` and `'+118.9 kB raw'`. */
export function describeCauses(
  causes: readonly Cause[] | undefined,
  count: number,
): { readonly name: string; readonly growth: string }[] {
  return (causes ?? []).slice(0, count).map(({ name, deltaBytes, metric }) => {
    return { name, growth: `+${formatSize(deltaBytes)} ${metric}` }
  })
}
