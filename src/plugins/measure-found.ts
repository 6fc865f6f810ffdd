import { digestHex } from '../cache/digest.ts'
import type { MeasuredModule, ShippedModule } from '../pipeline/pipeline.ts'
import type { Inlined, ModuleReport } from '../report/build-report.ts'
import type { FoundModule } from './found-module.ts'
import { globNames } from './matcher.ts'
import { measureInlined } from './measure-inlined.ts'
import type { Session } from './session.ts'

/** A module that was found, what was done to it, and how large it is. */
export interface MeasuredFound {
  readonly found: FoundModule
  readonly shipped: ShippedModule
  readonly measured: MeasuredModule
  /** What it costs that it is inlined. */
  readonly inlined?: Inlined
}

/** Measures a module that was found; one that nobody has worked on ships as it is. */
export async function measureFound(session: Session, found: FoundModule): Promise<MeasuredFound> {
  const { fileName, bytes } = found
  const { pipeline } = session
  const known = found.shipped ?? session.shipped.get(await digestHex(bytes))
  const shipped = known ?? (await pipeline.ship(bytes, fileName, 'disabled'))
  const measured = await pipeline.measure(shipped, fileName)
  return { found, shipped, measured, ...(await measureInlined(session, found, shipped, measured)) }
}

/** Describes a module for the report, but for what depends on the other files of the output. */
export function describeFound(
  session: Session,
  { found, shipped, measured, inlined }: MeasuredFound,
): Omit<ModuleReport, 'siblings' | 'uses'> {
  const { place, fileName } = found
  const { chosen, tries, removedSections, untouched } = shipped
  const { sha256, sourceSha256, integrity, before, after, summary, fromCache } = measured
  const origin = session.origins.of(shipped.source)
  const originalNames = found.originalNames ?? [...origin.paths, ...origin.names].sort()
  return {
    fileName,
    place,
    originalNames: globNames(undefined, originalNames),
    importers: session.sources.importersOf(originalNames),
    sha256,
    sourceSha256,
    ...(inlined === undefined ? { integrity } : {}),
    before,
    after,
    ...(inlined === undefined ? {} : { inlined }),
    chosen,
    tries,
    removedSections,
    ...(untouched === undefined ? {} : { untouched }),
    ...(summary === undefined ? {} : { summary }),
    fromCache,
  }
}
