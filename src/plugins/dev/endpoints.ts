import type { DevState } from '../../report/dev-state.ts'
import type { Middleware, Request, Response } from './server.ts'

/** Path of the endpoints behind the base. */
export const ENDPOINT = '__wasm-budget/'

/** What the endpoints answer with. */
export interface Answers {
  state(): DevState
  inside(id: string): Promise<Uint8Array | undefined>
}

/** An endpoint that is asked for. */
type Route = 'state' | { readonly inside: string } | 'unknown'

/**
 * Answers what the overlay asks for, in two steps: `notice` reads the URL before Vite takes off the base or falls back to a
 * page, `answer` comes after Vite has checked host and origin.
 *
 * ```
 * GET <base>__wasm-budget/state         everything that the overlay shows
 * GET <base>__wasm-budget/inside/<id>   what is inside a module, by its id in the state
 * ```
 */
export function createEndpoints(
  base: string,
  answers: Answers,
): { readonly notice: Middleware; readonly answer: Middleware } {
  const routes = new WeakMap<Request, Route>()
  return {
    notice(request, _response, next) {
      const [path = ''] = (request.url ?? '').split(/[?#]/, 1)
      if (path.startsWith(base + ENDPOINT))
        routes.set(request, routeOf(path.slice(base.length + ENDPOINT.length)))
      next()
    },
    answer(request, response, next) {
      const route = routes.get(request)
      if (route === undefined) return next()
      if (request.method !== 'GET') return send(response, 405)
      if (route === 'state') return send(response, 200, JSON.stringify(answers.state()))
      if (route === 'unknown') return send(response, 404)
      answers.inside(route.inside).then(
        (inside) => (inside === undefined ? send(response, 404) : send(response, 200, inside)),
        () => send(response, 500),
      )
    },
  }
}

function routeOf(path: string): Route {
  if (path === 'state') return 'state'
  const [, id] = /^inside\/([0-9a-f]{16})$/.exec(path) ?? []
  return id === undefined ? 'unknown' : { inside: id }
}

function send(response: Response, status: number, body: string | Uint8Array = '{}'): void {
  response.statusCode = status
  response.setHeader('Content-Type', 'application/json')
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.end(body as never)
}
