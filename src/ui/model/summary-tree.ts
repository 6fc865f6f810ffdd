import type { SizeSummary } from '../../analysis/summary.ts'
import { kindOfCrate, kindOfItem, kindOfSection, type KindContext } from './byte-kind.ts'
import { groupNodes, type TreeNode } from './tree.ts'
import type { MapView } from './views.ts'

/** Makes the map of a module of which only the summary is known: its largest parts, and one cell for the rest. */
export function summaryTree(
  summary: SizeSummary,
  view: MapView,
  name: string,
  context: KindContext,
): TreeNode {
  const known = partsOf(summary, view, context)
  const knownBytes = known.reduce((sum, { rawBytes }) => sum + rawBytes, 0)
  const restBytes = summary.sizeBytes - knownBytes
  const note = 'this report names the largest parts only'
  const rest: TreeNode[] =
    restBytes > 0 ? [{ name: 'everything else', kind: 'other', rawBytes: restBytes, note }] : []
  return groupNodes({ name, kind: 'other' }, [...known, ...rest])
}

function partsOf(
  { sections, crates, generics, largest }: SizeSummary,
  view: MapView,
  context: KindContext,
): TreeNode[] {
  switch (view) {
    case 'sections':
      return sections.map(({ name, sizeBytes }) => {
        return { name: `${name} section`, kind: kindOfSection(name), rawBytes: sizeBytes }
      })
    case 'crates':
      return crates.map(({ name, sizeBytes }) => ({
        name,
        kind: kindOfCrate(name, context),
        rawBytes: sizeBytes,
      }))
    case 'generics':
      return generics.map(({ name, sizeBytes, count }) => {
        return { name, kind: 'dep', rawBytes: sizeBytes, note: `${count} copies`, isSymbol: true }
      })
    case 'functions':
      return largest.map(({ kind, label, name, sizeBytes }) => ({
        name: name ?? label,
        kind:
          kind === 'section' || kind === 'crate'
            ? 'other'
            : kindOfItem({ kind, offset: 0, sizeBytes, retainedBytes: 0 }, { ...context, hasCrates: false }),
        rawBytes: sizeBytes,
      }))
  }
}
