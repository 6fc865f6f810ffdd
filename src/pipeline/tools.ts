import { ownVersion } from '../package-version.ts'
import type { Tools } from '../report/build-report.ts'

/** Says which programs make a report here; `engine` is the id of the engine in use. */
export function toolsWith(engine: string | undefined): Tools {
  return {
    package: `vite-plugin-wasm-budget@${ownVersion()}`,
    node: process.versions.node,
    ...(engine === undefined ? {} : { engine }),
  }
}
