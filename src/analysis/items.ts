import type { WasmModule } from '../wasm/module.ts'
import type { Attribution } from './attribution.ts'
import type { LeafTable } from './leaf-table.ts'
import type { ModuleGraph } from './module-graph.ts'
import type { SizeItem } from './size-report.ts'
import type { NameTable } from './symbols.ts'

/** Marks a leaf that the graph does not know. */
export const NO_NODE = -1

/** Finds the node of each leaf; {@link NO_NODE} for leaves that the graph does not know. */
export function nodesOf(leaves: LeafTable, { firstGlobal, firstRange }: ModuleGraph): Int32Array {
  const nodes = new Int32Array(leaves.count).fill(NO_NODE)
  let range = firstRange
  for (let leaf = 0; leaf < leaves.count; leaf++) {
    const kind = leaves.kindOf(leaf)
    if (kind === 'function') nodes[leaf] = leaves.indexOf(leaf) as number
    else if (kind === 'global') nodes[leaf] = firstGlobal + (leaves.indexOf(leaf) as number)
    else if (kind === 'data') nodes[leaf] = range++
  }
  return nodes
}

/** What the items of a report are made from. */
export interface ItemInput {
  readonly module: WasmModule
  readonly leaves: LeafTable
  /** Node of each leaf. */
  readonly nodes: Int32Array
  readonly names: NameTable
  /** Bytes that each node retains. */
  readonly retained: Uint32Array
  readonly attribution: Attribution
  /** First node that is a range of data. */
  readonly firstRange: number
}

/** Makes the items of a report, one a leaf. */
export function makeItems(input: ItemInput): SizeItem[] {
  const { leaves, nodes, retained, attribution } = input
  const { crates, crateIds, generics, genericIds, inferred } = attribution
  const items = Array.from<SizeItem>({ length: leaves.count })
  for (let leaf = 0; leaf < leaves.count; leaf++) {
    const node = nodes[leaf] as number
    const sizeBytes = leaves.sizes[leaf] as number
    if (node === NO_NODE) {
      items[leaf] = makeItem(input, leaf, sizeBytes, undefined, undefined, false)
      continue
    }
    const crate = crates[crateIds[node] as number]
    const generic = generics[genericIds[node] ?? -1]
    items[leaf] = makeItem(input, leaf, retained[node] as number, crate, generic, inferred[node] === 1)
  }
  return items
}

// Literals for what is frequent: an object that grows afterwards takes twice the memory.
function makeItem(
  input: ItemInput,
  leaf: number,
  retainedBytes: number,
  crate: string | undefined,
  generic: string | undefined,
  isInferred: boolean,
): SizeItem {
  const { leaves } = input
  const kind = leaves.kindOf(leaf)
  const index = leaves.indexOf(leaf)
  const name = nameOf(input, leaf)
  const offset = leaves.offsets[leaf] as number
  const sizeBytes = leaves.sizes[leaf] as number
  if (index === undefined) {
    return name === undefined
      ? { kind, offset, sizeBytes, retainedBytes }
      : { kind, name, offset, sizeBytes, retainedBytes }
  }
  if (name === undefined) {
    if (crate === undefined) return { kind, index, offset, sizeBytes, retainedBytes }
    return isInferred
      ? { kind, index, offset, sizeBytes, retainedBytes, crate, inferred: true }
      : { kind, index, offset, sizeBytes, retainedBytes, crate }
  }
  if (generic === undefined) {
    if (crate === undefined) return { kind, index, name, offset, sizeBytes, retainedBytes }
    return isInferred
      ? { kind, index, name, offset, sizeBytes, retainedBytes, crate, inferred: true }
      : { kind, index, name, offset, sizeBytes, retainedBytes, crate }
  }
  return crate === undefined
    ? { kind, index, name, offset, sizeBytes, retainedBytes, generic }
    : { kind, index, name, offset, sizeBytes, retainedBytes, crate, generic }
}

function nameOf({ module, leaves, nodes, names, firstRange }: ItemInput, leaf: number): string | undefined {
  const index = leaves.indexOf(leaf)
  if (index === undefined) return leaves.labelOf(leaf)
  switch (leaves.kindOf(leaf)) {
    case 'function':
      return names.functions[index]
    case 'global':
      return names.globals[index]
    case 'data':
      return names.ranges[(nodes[leaf] as number) - firstRange] ?? names.data[index]
    case 'import': {
      const { module: from, name } = module.imports[index] as WasmModule['imports'][number]
      return `${from}.${name}`
    }
    case 'export':
      return module.exports[index]?.name
    default:
      return undefined
  }
}
