import { imports } from './table/imports.ts'
import { libraries } from './table/libraries.ts'
import { newUrl } from './table/new-url.ts'
import { outputs } from './table/outputs.ts'
import { pages } from './table/pages.ts'
import { plugins } from './table/plugins.ts'
import { hidden } from './table/hidden.ts'
import { servers } from './table/servers.ts'
import { workers } from './table/workers.ts'
import type { Way } from './way.ts'

/** All ways, by group, in the order of the printed table. */
export const groups: Readonly<Record<string, readonly Way[]>> = {
  Imports: imports,
  'new URL': newUrl,
  'Pages and styles': pages,
  Workers: workers,
  Libraries: libraries,
  'Outputs and names': outputs,
  'Servers and environments': servers,
  'Plugins and options of Rollup and Rolldown': plugins,
  'Hidden and odd files': hidden,
}
