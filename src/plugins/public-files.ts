import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { digestHex } from '../cache/digest.ts'
import { isWasm } from '../wasm/sections.ts'
import { companionOf, companionTest } from './companions.ts'
import { readSiblings } from './existing-siblings.ts'
import { whyLeftAlone, type FoundModule } from './found-module.ts'
import { globNames } from './matcher.ts'
import { dirOf } from './outputs.ts'
import { environmentOf, type Session } from './session.ts'
import type { HookContext, OutputBundle, OutputOptions } from './types.ts'

/**
 * Finds the modules of the public directory, which Vite copies past every plugin, and emits those that get other bytes.
 *
 * What is emitted is written over the copy: Vite copies before it writes the bundle.
 */
export async function shipPublicFiles(
  session: Session,
  context: HookContext,
  options: OutputOptions,
  bundle: OutputBundle,
): Promise<void> {
  const output = session.outputs.current(environmentOf(context), dirOf(options))
  const { publicDir, build } = context.environment?.config ?? {}
  if (output === undefined || !publicDir || build?.copyPublicDir !== true || !build.write) return
  const isCompanion = companionTest(session.options)
  const paths = listPublicFiles(publicDir, output.dir).filter((path) => {
    // The bundle is written over the copy.
    if (bundle[path] !== undefined) return false
    return isCompanion([path, originalName(session, publicDir, path)]) || beginsAsWasm(join(publicDir, path))
  })
  output.publicFiles = await Promise.all(
    paths.map((path) => shipPublicFile(session, context, publicDir, path)),
  )
}

async function shipPublicFile(
  session: Session,
  context: HookContext,
  publicDir: string,
  fileName: string,
): Promise<FoundModule> {
  const { pipeline, options } = session
  const path = join(publicDir, fileName)
  const source = new Uint8Array(readFileSync(path))
  const originalNames = [originalName(session, publicDir, fileName)]
  const place = 'public'
  if (!isWasm(source)) {
    const existing = await readSiblings(path, { bytes: source, source })
    return { place, fileName, bytes: source, originalNames, existing, ...companionOf(source) }
  }
  const untouched = whyLeftAlone(options, fileName, originalNames)
  const names = globNames(fileName, originalNames)
  const shipped = await pipeline.ship(source, fileName, untouched, 'file', { names })
  if (shipped.untouched === 'name-not-ours') {
    session.tell({ code: 'public-name-hashed', severity: 'warn', asset: fileName, args: {} })
  }
  for (const finding of shipped.findings) session.tell(finding)
  if (shipped.bytes !== source) {
    session.shipped.set(await digestHex(shipped.bytes), shipped)
    context.emitFile({ type: 'asset', fileName, source: Buffer.from(shipped.bytes) })
  }
  const existing = await readSiblings(path, shipped)
  return { place, fileName, bytes: shipped.bytes, originalNames, existing, shipped }
}

function originalName({ root }: Session, publicDir: string, path: string): string {
  return relative(root, join(publicDir, path)).replaceAll(sep, '/')
}

/** Lists what Vite copies, links followed as it does, by path from the directory, sorted. */
export function listPublicFiles(publicDir: string, outDir?: string): string[] {
  const files: string[] = []
  const pending = [publicDir]
  for (let dir = pending.pop(); dir !== undefined; dir = pending.pop()) {
    for (const name of namesIn(dir)) {
      const path = join(dir, name)
      const stats = statSync(path, { throwIfNoEntry: false })
      if (stats?.isDirectory() === true && path !== outDir) pending.push(path)
      if (stats?.isFile() === true) files.push(relative(publicDir, path).replaceAll(sep, '/'))
    }
  }
  return files.sort()
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    // Vite builds without a public directory too.
    return []
  }
}

/** Looks at the first bytes alone: a public directory may hold gigabytes. */
function beginsAsWasm(path: string): boolean {
  const start = new Uint8Array(4)
  const file = openSync(path, 'r')
  try {
    return readSync(file, start, 0, start.length, 0) === start.length && isWasm(start)
  } finally {
    closeSync(file)
  }
}
