import type { DevFinding } from './dev-finding.ts'
import type { Delivery } from './dev-state.ts'

/** What `compileStreaming` insists on, parameters not allowed (WebAssembly Web API, "compile a potential WebAssembly response"). */
const TYPE = 'application/wasm'

/** How a request for a module was answered. */
export interface Served {
  /** 0 where no answer came, absent where the browser does not tell. */
  readonly status?: number
  /** `Content-Type`, empty where there is none, absent where the browser does not tell. */
  readonly type?: string
  readonly isWasm: boolean
  /** Origin of the page, if it is another one and the answer keeps it from reading. */
  readonly refusedOrigin?: string
  /** Origin of the server, where it is not the dev server. */
  readonly server?: string
}

/** How a module reaches the page, and what is wrong with it. */
export interface JudgedDelivery {
  readonly delivery: Delivery
  readonly findings: readonly DevFinding[]
}

/** Says how a module reaches the page, and what is wrong with it. */
export function judgeDelivery(
  served: Served | undefined,
  /** Package that was prebundled away from the module, where that is what happened. */
  dependency: string | undefined,
): JudgedDelivery {
  if (served === undefined) return { delivery: { kind: 'not-fetched' }, findings: [] }
  const { status = 200, type = TYPE, isWasm, refusedOrigin, server } = served
  if (status !== 200) {
    const args = { status }
    return {
      delivery: { kind: 'not-served', status },
      findings: [{ code: 'not-served', severity: 'error', args }],
    }
  }
  if (!isWasm && /^text\/html\b/i.test(type)) {
    const args = dependency === undefined ? {} : { dependency }
    return {
      delivery: { kind: 'wrong-type', type },
      findings: [{ code: 'page-instead-of-module', severity: 'error', args }],
    }
  }
  if (refusedOrigin !== undefined) {
    const args = { origin: refusedOrigin, ...(server === undefined ? {} : { server }) }
    return { delivery: { kind: 'no-cors' }, findings: [{ code: 'cors-missing', severity: 'error', args }] }
  }
  if (type.toLowerCase() !== TYPE) {
    return {
      delivery: { kind: 'wrong-type', type },
      findings: [{ code: 'mime-type-wrong', severity: 'warn', args: { type } }],
    }
  }
  return { delivery: { kind: 'streaming' }, findings: [] }
}
