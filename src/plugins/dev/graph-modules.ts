import { relative } from 'node:path'
import { urlPathOf } from './module-path.ts'
import type { GraphNode } from './server.ts'

/** What stands behind the name of a package whose script was prebundled. */
export const PREBUNDLED = ' (prebundled)'

/** A module that source code refers to. */
export interface ReferredModule {
  /** Path in the URL, without base. */
  readonly path: string
  readonly file: string
  /** Files that refer to it, from the root, sorted. */
  readonly importers: readonly string[]
}

/** What names of importers are made with. */
export interface GraphSurroundings {
  readonly root: string
  /** Modules of the public directory by path in the URL. */
  readonly publicFiles: ReadonlyMap<string, string>
  /** Packages that were prebundled, by name. */
  readonly optimized: Readonly<Record<string, { readonly file: string }>>
}

/** Lists the modules in Vite's graph that something imports. */
export function graphModules(nodes: Iterable<GraphNode>, surroundings: GraphSurroundings): ReferredModule[] {
  const { root, publicFiles } = surroundings
  const importerOf = importerNames(surroundings)
  const found = new Map<string, { file: string; importers: Set<string> }>()
  for (const { id, file, importers } of nodes) {
    const path = withoutQuery(file ?? id ?? '')
    if (!/\.wasm$/i.test(path) || importers.size === 0) continue
    const publicFile = publicFiles.get(path)
    const urlPath = publicFile === undefined ? urlPathOf(path, root) : path
    const known = found.get(urlPath) ?? { file: publicFile ?? path, importers: new Set<string>() }
    for (const importer of importers) known.importers.add(importerOf(importer.file ?? importer.id ?? ''))
    found.set(urlPath, known)
  }
  return [...found].map(([path, { file, importers }]) => ({ path, file, importers: [...importers].sort() }))
}

/** Makes the function that names importers: prebundled ones by their package. */
export function importerNames({
  root,
  optimized,
}: Omit<GraphSurroundings, 'publicFiles'>): (id: string) => string {
  const packages = new Map(Object.entries(optimized).map(([name, { file }]) => [file, name + PREBUNDLED]))
  return (id) => packages.get(withoutQuery(id)) ?? nameOf(id, root)
}

/** Name of a file for people: its path from the root, or within its package. */
export function nameOf(id: string, root: string): string {
  const path = withoutQuery(id).replace(/^\0/, '').replaceAll('\\', '/')
  const name =
    path.startsWith('/') || /^[a-z]:/i.test(path) ? relative(root, path).replaceAll('\\', '/') : path
  const inPackage = name.lastIndexOf('node_modules/')
  return inPackage > 0 && name.startsWith('../') ? name.slice(inPackage) : name
}

function withoutQuery(id: string): string {
  return id.replace(/[?#].*$/, '')
}
