import type { DevModule } from '../../report/dev-state.ts'
import { describeForeign, type ForeignFetch } from './foreign-modules.ts'

/** Watches which modules the page fetches from servers other than that of `serverOrigin`; tells all so far whenever there is one more. */
export function watchForeignModules(
  serverOrigin: string,
  tell: (modules: readonly DevModule[]) => void,
): void {
  const found = new Map<string, DevModule | undefined>()
  const take = async (entry: PerformanceResourceTiming) => {
    const { name } = entry
    if (found.has(name) || !isForeign(name, serverOrigin)) return
    // Asking how it is answered is a fetch too.
    found.set(name, undefined)
    found.set(name, describeForeign(await examine(entry)))
    tell([...found.values()].filter((module) => module !== undefined))
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) void take(entry as PerformanceResourceTiming)
  }).observe({ type: 'resource', buffered: true })
}

function isForeign(url: string, serverOrigin: string): boolean {
  if (!URL.canParse(url)) return false
  const { origin, protocol, pathname } = new URL(url)
  return /^https?:$/.test(protocol) && origin !== serverOrigin && /\.wasm$/i.test(pathname)
}

/** Finds out how a fetch was answered; what scripts are told of one that failed is only that it did. */
async function examine({
  name: url,
  responseStatus,
  decodedBodySize,
}: PerformanceResourceTiming): Promise<ForeignFetch> {
  const answer = await headOf(url, 'cors')
  const size = decodedBodySize > 0 ? { sizeBytes: decodedBodySize } : {}
  if (answer !== undefined) {
    const type = answer.headers.get('content-type') ?? ''
    return { url, served: { status: responseStatus || answer.status, type, isWasm: false }, ...size }
  }
  // Readable for the page, but not with a plain request.
  if (responseStatus > 0) return { url, served: { status: responseStatus, isWasm: false }, ...size }
  // An answer that nobody may read is still an answer: then it is the header that is missing.
  const isAnswered = (await headOf(url, 'no-cors')) !== undefined
  const refused = { refusedOrigin: origin, server: new URL(url).origin }
  return { url, served: { isWasm: false, ...(isAnswered ? refused : { status: 0 }) } }
}

/** Asks for a URL and stops when its headers are there; undefined where the browser gives nothing out. */
async function headOf(url: string, mode: 'cors' | 'no-cors'): Promise<Response | undefined> {
  const abort = new AbortController()
  try {
    return await fetch(url, { mode, cache: 'force-cache', signal: abort.signal })
  } catch {
    return undefined
  } finally {
    abort.abort()
  }
}
