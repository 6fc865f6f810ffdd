import { closest } from 'fastest-levenshtein'
import type { Finding } from '../../finding.ts'
import { readModule } from '../../wasm/module.ts'
import { WasmParseError } from '../../wasm/parse-error.ts'
import { readSections, type Section } from '../../wasm/sections.ts'
import { removeSections } from '../../wasm/strip.ts'
import { planStrip } from '../strip-plan.ts'
import { pruneExports } from './prune-exports.ts'

/** A module without the exports that no list names, and what is worth saying about it. */
export interface PrunedSource {
  /** The input itself where nothing is left out. */
  readonly bytes: Uint8Array
  readonly pruned: readonly string[]
  /** Names of custom sections that went before, because they hold indices and would go anyway. */
  readonly removedSections: readonly string[]
  readonly findings: readonly Finding[]
}

/** Prunes a module as {@link pruneExports} does and tells what was not as the list says; made in a worker. */
export function pruneListed(task: {
  readonly bytes: Uint8Array
  readonly names: readonly string[]
  readonly asset: string
  readonly strip: 'auto' | 'always' | false
  readonly keepSections: readonly string[]
}): PrunedSource {
  const { bytes, names, asset } = task
  const { always } = planStrip(task.strip, task.keepSections)
  const goes = (section: Section) => section.name !== 'name' && always(section)
  try {
    const base = removeSections(bytes, goes)
    const { bytes: output, pruned, kept, unknown, unproved } = pruneExports(base, names)
    const findings = [...tell()]
    if (pruned.length === 0) return { bytes, pruned, removedSections: [], findings }
    const removedSections = readSections(bytes)
      .filter(goes)
      .map(({ name }) => name)
    return { bytes: output, pruned, removedSections, findings }
    function* tell(): Generator<Finding> {
      if (unknown.length > 0) {
        const exported = readModule(bytes).exports.map(({ name }) => name)
        const args = {
          names: unknown.map((name) =>
            exported.length === 0 ? { name } : { name, nearest: closest(name, exported) },
          ),
        }
        yield { code: 'exports-unknown', severity: 'warn', asset, args }
      }
      if (kept.length > 0) yield { code: 'exports-kept', severity: 'info', asset, args: { names: kept } }
      if (unproved !== undefined) {
        const args = { pass: 'dead functions', reason: unproved }
        yield { code: 'rewrite-unproved', severity: 'warn', asset, args }
      }
    }
  } catch (error) {
    if (!(error instanceof WasmParseError)) throw error
    const args = { reason: error.message }
    return {
      bytes,
      pruned: [],
      removedSections: [],
      findings: [{ code: 'exports-unpruned', severity: 'warn', asset, args }],
    }
  }
}
