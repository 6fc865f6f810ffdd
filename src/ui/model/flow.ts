import type { SizeSummary } from '../../analysis/summary.ts'
import type { BuildReport } from '../../report/build-report.ts'
import type { HtmlReport } from '../../report/html-data.ts'
import type { ModuleInside } from '../../report/module-inside.ts'
import { findOwnCrate, kindOfItem, kindOfSection, KIND_NAMES, type ByteKind } from './byte-kind.ts'

/** One of the bars that show what becomes of the bytes of a build. */
export interface FlowBar {
  readonly label: string
  readonly sizeBytes: number
  /** Sum to `sizeBytes`; empty where it is not known what the bytes are. */
  readonly parts: readonly { readonly kind: ByteKind; readonly sizeBytes: number }[]
}

type Sums = Record<ByteKind, number>

/** Makes the bars: raw as built, raw as shipped, on the wire. */
export function flowOf({ report, insides = {} }: HtmlReport): FlowBar[] {
  const { modules, metric } = report
  const shipped = zero()
  const wire = zero()
  let hasWire = metric !== 'raw'
  let builtBytes = 0
  for (const module of modules) {
    const inside = insides[module.fileName]
    builtBytes += module.before.rawBytes
    if (inside !== undefined && module.inlined === undefined) addItems(inside, module, shipped, wire)
    else addSummary(module.summary, module.after.rawBytes, shipped)
    if (inside?.shipped.wireSizeBytes === undefined) hasWire = false
  }
  const shippedBytes = sumOf(modules, 'raw')
  const removedBytes = builtBytes - shippedBytes
  const parts = partsOf(shipped, shippedBytes)
  const built = removedBytes > 0 ? [...parts, { kind: 'names' as const, sizeBytes: removedBytes }] : []
  return [
    { label: 'Raw, as built', sizeBytes: builtBytes, parts: built },
    { label: 'Raw, shipped', sizeBytes: shippedBytes, parts },
    ...(metric === 'raw'
      ? []
      : [
          {
            label: `${metric === 'brotli' ? 'Brotli' : 'Gzip'}, on the wire`,
            sizeBytes: sumOf(modules, metric),
            parts: hasWire ? partsOf(wire, sumOf(modules, metric)) : [],
          },
        ]),
  ]
}

function sumOf(modules: BuildReport['modules'], metric: BuildReport['metric']): number {
  return modules.reduce((sum, { after }) => sum + after[`${metric}Bytes`], 0)
}

function addItems(
  { shipped }: ModuleInside,
  module: BuildReport['modules'][number],
  raw: Sums,
  wire: Sums,
): void {
  const ownCrate = findOwnCrate(
    module,
    shipped.crates.map(({ name }) => name),
  )
  const context = { hasCrates: shipped.crates.length > 0, ...(ownCrate === undefined ? {} : { ownCrate }) }
  for (const item of shipped.items) {
    const kind = kindOfItem(item, context)
    raw[kind] += item.sizeBytes
    wire[kind] += item.wireSizeBytes ?? 0
  }
}

function addSummary(summary: SizeSummary | undefined, rawBytes: number, raw: Sums): void {
  let known = 0
  for (const { name, sizeBytes } of summary?.sections ?? []) {
    raw[kindOfSection(name)] += sizeBytes
    known += sizeBytes
  }
  raw.other += Math.max(0, rawBytes - known)
}

function partsOf(sums: Sums, wholeBytes: number): FlowBar['parts'] {
  const kinds = (Object.keys(KIND_NAMES) as ByteKind[]).filter((kind) => sums[kind] > 0)
  const sum = kinds.reduce((total, kind) => total + sums[kind], 0)
  // Insides are those of another form of the module where sums differ; shares still hold.
  const scale = sum === 0 ? 0 : wholeBytes / sum
  return kinds.map((kind) => ({ kind, sizeBytes: sums[kind] * scale }))
}

function zero(): Sums {
  return { own: 0, dep: 0, std: 0, data: 0, names: 0, io: 0, other: 0 }
}
