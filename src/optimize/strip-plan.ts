import picomatch from 'picomatch'
import { stripReason } from '../wasm/strip.ts'
import type { Section } from '../wasm/sections.ts'

/** Which custom sections go in which candidate. */
export interface StripPlan {
  /** Goes in every candidate. */
  readonly always: (section: Section) => boolean
  /** Goes in all but the first candidate. */
  readonly everything: (section: Section) => boolean
}

/** Decides by section name; `keepSections` are globs and win over `strip`. */
export function planStrip(strip: 'auto' | 'always' | false, keepSections: readonly string[]): StripPlan {
  const kept = keepSections.length === 0 ? () => false : picomatch([...keepSections], { dot: true })
  const reasonFor = (section: Section) =>
    strip === false || kept(section.name) ? undefined : stripReason(section)
  const everything = (section: Section) => reasonFor(section) !== undefined
  return { everything, always: strip === 'always' ? everything : (section) => reasonFor(section) === 'leak' }
}
