import { relative } from 'node:path'
import { WasmBudgetError } from '../messages.ts'
import { amendReport } from './amend-report.ts'
import { companionTest } from './companions.ts'
import { dirOf, type Output } from './outputs.ts'
import { listChanges, takeSnapshot, type ScanScope } from './scan-output.ts'
import { environmentOf, type Session } from './session.ts'
import { removeStaleSiblings } from './stale-siblings.ts'
import type { WasmBudgetPlugin } from './types.ts'

/**
 * Finds the modules that other plugins wrote into the output: when it is written, so that those who read it afterwards
 * see what ships, and once more when the build is over.
 *
 * Only where every output of the build was written: nothing is done to the remains of one that failed.
 */
export function diskPlugin(session: Session): WasmBudgetPlugin {
  const { outputs } = session
  return {
    name: 'vite-plugin-wasm-budget:disk',
    apply: 'build',
    enforce: 'post',
    async buildStart() {
      const environment = environmentOf(this)
      outputs.start(environment, Date.now())
      if (!this.meta.watchMode) return
      // While watching, nobody waits for a bundle to be closed: it may come after this.
      outputs.take(environment)
      await session.end(environment)
    },
    renderStart: {
      order: 'pre',
      sequential: true,
      async handler(options) {
        const environment = environmentOf(this)
        const dir = dirOf(options)
        outputs.begin(
          environment,
          dir,
          await takeSnapshot(scopeOf(session, dir), outputs.startedMs(environment)),
        )
      },
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler(options) {
        const environment = environmentOf(this)
        const dir = dirOf(options)
        session.speakThrough(this)
        const output = outputs.current(environment, dir)
        if (output === undefined) return
        output.written = true
        const ofDir = outputs.of(environment, dir)
        if (!session.wants(this) || !ofDir.every(({ written }) => written)) return
        session.enter(environment)
        try {
          await inspectOutputs(session, ofDir, outputs.dirs, this.meta.watchMode)
          if (this.meta.watchMode) tellFindings(session, ofDir)
        } catch (error) {
          output.written = false
          throw error
        } finally {
          await session.leave(environment)
        }
      },
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler(error) {
        if (this.meta.watchMode) return
        const environment = environmentOf(this)
        session.speakThrough(this)
        const taken = outputs.take(environment)
        const isWhole = error === undefined && taken.every(({ written }) => written)
        try {
          if (isWhole && session.wants(this)) {
            const dirs = [...new Set(taken.map(({ dir }) => dir))].sort()
            for (const dir of dirs) {
              const ofDir = taken.filter((output) => output.dir === dir)
              await inspectOutputs(session, ofDir, [...outputs.dirs, ...dirs], true)
            }
          }
          tellFindings(session, taken)
        } finally {
          await session.end(environment)
        }
      },
    },
    async closeWatcher() {
      await session.end(environmentOf(this))
    },
  }
}

/** Those that could not be told as long as more could be found. */
function tellFindings(session: Session, outputs: readonly Output[]): void {
  for (const { report } of outputs) {
    if (report === undefined) continue
    for (const finding of report.findings) session.tell(finding)
    session.reports.conclude(session, report)
  }
}

/** Inspects the directory of outputs; other outputs within it are looked at for themselves. */
async function inspectOutputs(
  session: Session,
  outputs: readonly Output[],
  others: readonly string[],
  isLast: boolean,
): Promise<void> {
  const [first] = outputs
  if (first === undefined) return
  const { dir, before } = first
  const skip = [...session.outDirs, ...others].filter((other) => other !== dir)
  const known = outputs.flatMap(({ moduleFiles }) => moduleFiles)
  try {
    const changed = await listChanges(scopeOf(session, dir, skip), before)
    if (!session.stripOnly) await amendReport(session, outputs, changed)
    if (isLast) await removeStaleSiblings(dir, [...new Set([...known, ...changed])].sort())
  } catch (error) {
    if (!isOfFileSystem(error)) throw error
    const path = relative(session.root, dir) || dir
    throw new WasmBudgetError('output-unusable', { path, reason: error.message }, { cause: error })
  }
}

function isOfFileSystem(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error
}

/** What may be a module by its name. */
function scopeOf({ options }: Session, dir: string, skip: readonly string[] = []): ScanScope {
  const isCompanion = companionTest(options)
  return { dir, isWanted: (path) => /\.wasm$/i.test(path) || isCompanion([path]), skip }
}
