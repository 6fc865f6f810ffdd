import { companionTest, emittedCompanions } from './companions.ts'
import { emittedModules, type FoundModule } from './found-module.ts'
import type { Session } from './session.ts'
import type { OutputBundle } from './types.ts'

/**
 * Finds every module of an output before it is written, and the companions that count, in order of their names.
 *
 * `publicFiles` are the modules of the public directory; those that were optimised are in the bundle too.
 */
export function findModules(
  session: Session,
  bundle: OutputBundle,
  publicFiles: readonly FoundModule[],
): FoundModule[] {
  const byName = new Map(publicFiles.map((file) => [file.fileName, file]))
  const companions = emittedCompanions(bundle, companionTest(session.options))
  const emitted = [...emittedModules(bundle), ...companions].map((found): FoundModule => {
    const file = byName.get(found.fileName)
    byName.delete(found.fileName)
    if (file === undefined) return found
    if (Buffer.compare(file.bytes, found.bytes) === 0) return file
    // Another plugin has changed it since.
    const { shipped: _, ...rest } = file
    return { ...rest, bytes: found.bytes }
  })
  return [...emitted, ...byName.values()].sort((a, b) => (a.fileName < b.fileName ? -1 : 1))
}
