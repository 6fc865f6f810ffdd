import type { BuildReport } from '../report/build-report.ts'
import type { ModuleInside } from '../report/module-inside.ts'
import type { Session } from './session.ts'

/** Looks into the modules of a report whose bytes are at hand; base64 and what was found on disk are shown by their summary. */
export async function insidesOf(
  { shipped, pipeline }: Pick<Session, 'shipped' | 'pipeline'>,
  { modules, metric }: BuildReport,
): Promise<Record<string, ModuleInside>> {
  const looked = await Promise.all(
    modules.map(async ({ fileName, sha256, after, inlined, exports }) => {
      const known = inlined === undefined ? shipped.get(sha256) : undefined
      const wireBytes = metric === 'raw' ? undefined : after[`${metric}Bytes`]
      return [fileName, known && (await pipeline.lookInside(known, wireBytes, exports?.used))] as const
    }),
  )
  return Object.fromEntries(
    looked.flatMap(([name, inside]) => (inside === undefined ? [] : [[name, inside]])),
  )
}
