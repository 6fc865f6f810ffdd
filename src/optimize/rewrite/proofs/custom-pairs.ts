import { Cursor } from '../../../wasm/cursor.ts'
import type { WasmModule } from '../../../wasm/module.ts'
import type { Section } from '../../../wasm/sections.ts'
import { equalBytes } from './cursor-pair.ts'
import { Difference } from './difference.ts'

/** What may become of custom sections, which must otherwise be equal and in their places. */
export interface CustomSectionPlan {
  /** Says what speaks of something that the rewrite moved, and therefore must be gone. */
  readonly isStale: (name: string) => boolean
  /** Compares two `name` sections; one may also be gone. They must be equal without it. */
  readonly compareNames?: () => void
}

/** Says whether a custom section speaks of offsets in code: DWARF, source maps, relocations, branch hints. */
export function speaksOfCode(name: string): boolean {
  return (
    name.startsWith('.debug_') ||
    name.startsWith('reloc.') ||
    name.startsWith('metadata.code.') ||
    name === 'sourceMappingURL' ||
    name === 'external_debug_info'
  )
}

/** Compares the order of two modules' sections, and what is in the custom ones. */
export function compareSectionOrder(
  before: WasmModule,
  after: WasmModule,
  isSkipped: (id: number) => boolean,
  plan: CustomSectionPlan,
): void {
  const left = before.sections.filter(({ id }) => !isSkipped(id))
  const right = after.sections.filter(({ id }) => !isSkipped(id))
  let at = 0
  for (const section of left) {
    const other = right[at]
    const isCustom = section.id === 0
    if (isCustom && plan.isStale(section.name)) continue
    if (other !== undefined && isSame(before, section, after, other, plan)) at++
    else if (!isCustom || section.name !== 'name' || plan.compareNames === undefined) {
      throw new Difference(`section "${section.name}" is gone, changed or elsewhere`)
    }
  }
  const more = right[at]
  if (more !== undefined) throw new Difference(`section "${more.name}" is new or should be gone`)
}

function isSame(
  before: WasmModule,
  section: Section,
  after: WasmModule,
  other: Section,
  plan: CustomSectionPlan,
): boolean {
  if (section.id !== 0 || other.id !== 0) return section.id === other.id
  if (!equalBytes(nameOf(before, section), nameOf(after, other))) return false
  if (section.name === 'name' && plan.compareNames !== undefined) {
    plan.compareNames()
    return true
  }
  return equalBytes(contentsOf(before, section), contentsOf(after, other))
}

// Not `Section.name`: two names that are not UTF-8 may look alike.
function nameOf({ bytes }: WasmModule, { payloadOffset, endOffset }: Section): Uint8Array {
  const cursor = new Cursor(bytes, payloadOffset, endOffset)
  return cursor.take(cursor.u32())
}

function contentsOf({ bytes }: WasmModule, { contentOffset, endOffset }: Section): Uint8Array {
  return bytes.subarray(contentOffset, endOffset)
}
