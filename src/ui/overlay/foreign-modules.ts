import { judgeDelivery, type Served } from '../../report/dev-delivery.ts'
import type { DevModule, DevState } from '../../report/dev-state.ts'

/** What a page knows of a module that it fetched from a server other than the dev server. */
export interface ForeignFetch {
  readonly url: string
  readonly served: Served
  /** Absent where the browser does not tell. */
  readonly sizeBytes?: number
}

/** Describes a module of another server as the dev server describes its own. */
export function describeForeign({ url, served, sizeBytes }: ForeignFetch): DevModule {
  return {
    id: url,
    name: url.replace(/^https?:\/\//, '').replace(/[?#].*$/, ''),
    url,
    importers: [],
    ...(sizeBytes === undefined ? {} : { devBytes: sizeBytes }),
    ...judgeDelivery(served, undefined),
    isForeign: true,
    isInlinedInBuild: false,
  }
}

/** Adds modules of other servers to what the dev server knows: those with problems first, the others last; they count in no total. */
export function withForeign(state: DevState, foreign: readonly DevModule[]): DevState {
  if (foreign.length === 0) return state
  const isBroken = ({ findings }: DevModule) => findings.some(({ severity }) => severity === 'error')
  const broken = foreign.filter(isBroken)
  const others = foreign.filter((module) => !isBroken(module))
  const isCalm = state.verdict === 'none' || state.verdict === 'ok'
  return {
    ...state,
    modules: [...broken, ...state.modules, ...others],
    verdict: isCalm ? (broken.length > 0 ? 'near' : 'ok') : state.verdict,
  }
}
