import type { DevFinding } from '../../report/dev-finding.ts'
import type { Delivery } from '../../report/dev-state.ts'
import { PREBUNDLED } from './graph-modules.ts'
import type { Served } from './observe-requests.ts'

/** What `compileStreaming` insists on, parameters not allowed (WebAssembly Web API, "compile a potential WebAssembly response"). */
const TYPE = 'application/wasm'

/** Says how a module reaches the page, and what is wrong with it. */
export function judgeDelivery(
  served: Served | undefined,
  /** Package that was prebundled away from the module, where that is what happened. */
  dependency: string | undefined,
): { readonly delivery: Delivery; readonly findings: readonly DevFinding[] } {
  if (served === undefined) return { delivery: { kind: 'not-fetched' }, findings: [] }
  const { status, type, isWasm, refusedOrigin } = served
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
    const args = { origin: refusedOrigin }
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

/** Finds the package that was prebundled away from its module, among those who refer to it. */
export function prebundledPackage(importers: readonly string[]): string | undefined {
  return importers.find((name) => name.endsWith(PREBUNDLED))?.slice(0, -PREBUNDLED.length)
}
