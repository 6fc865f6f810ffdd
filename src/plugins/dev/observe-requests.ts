import type { ModuleSource } from '../../pipeline/source-tasks.ts'
import type { Served } from '../../report/dev-delivery.ts'
import { isWasm } from '../../wasm/sections.ts'
import { modulePathOf } from './module-path.ts'
import type { Headers, Middleware, Request, Response } from './server.ts'
import { SharedBody } from './shared-body.ts'

/** Who is told about requests for modules. */
export interface RequestListener {
  /** Whether the bytes of a path are wanted: those of files are read elsewhere. */
  wantsBytes(path: string): boolean
  /** Whether the path was answered before, with a body. */
  hasServed(path: string): boolean
  served(path: string, served: Served, source: ModuleSource | undefined): void
}

/** Watches every answer to a request for a module, whoever gives it, and leaves all of them as they are. */
export function observeRequests(base: string, listener: RequestListener): Middleware {
  return (request, response, next) => {
    const path = request.method === 'GET' ? modulePathOf(request.url ?? '', base) : undefined
    if (path !== undefined && request.headers['range'] === undefined)
      observe(path, request, response, listener)
    next()
  }
}

function observe(path: string, request: Request, response: Response, listener: RequestListener): void {
  if (!listener.hasServed(path)) {
    // "Not modified" would say nothing about type and bytes.
    delete request.headers['if-none-match']
    delete request.headers['if-modified-since']
  }
  const capture = new Capture(response, listener.wantsBytes(path))
  response.on('finish', () => {
    const { status, headers, source, beginsAsWasm } = capture
    // What it was answered before still holds.
    if (status === 304) return
    const refusedOrigin = refusedOriginOf(request, headers)
    const served: Served = {
      status,
      type: String(headers['content-type'] ?? ''),
      isWasm: beginsAsWasm,
      ...(refusedOrigin === undefined ? {} : { refusedOrigin }),
    }
    listener.served(path, served, status === 200 && beginsAsWasm ? source : undefined)
  })
}

/** Listens in on what is written to an answer. */
class Capture {
  status = 0
  headers: Headers = {}
  #start: Uint8Array | undefined
  #body: SharedBody | undefined

  constructor(response: Response, wantsBytes: boolean) {
    const { writeHead, write, end } = response as unknown as Record<string, (...args: unknown[]) => unknown>
    const take = (chunk: unknown, encoding: unknown) => {
      if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encodingOf(encoding)) : chunk
      this.#start ??= bytes.slice(0, 4)
      if (!wantsBytes || !isWasm(this.#start)) return
      this.#body ??= new SharedBody(Number(this.headers['content-length'] ?? 0) || 0)
      this.#body.append(bytes)
    }
    Object.assign(response, {
      writeHead: (status: number, ...rest: unknown[]) => {
        this.status = status
        // Those that come with the head are not kept by the answer.
        this.headers = {
          ...response.getHeaders(),
          ...lowerCase(rest.find((part) => typeof part === 'object')),
        }
        return writeHead?.call(response, status, ...rest)
      },
      write: (chunk: unknown, ...rest: unknown[]) => {
        take(chunk, rest[0])
        return write?.call(response, chunk, ...rest)
      },
      end: (...args: unknown[]) => {
        take(args[0], args[1])
        return end?.call(response, ...args)
      },
    })
  }

  get beginsAsWasm(): boolean {
    return this.#start !== undefined && isWasm(this.#start)
  }

  get source(): ModuleSource | undefined {
    return this.#body?.source
  }
}

function refusedOriginOf({ headers }: Request, answer: Headers): string | undefined {
  const { origin } = headers
  // Browsers say so themselves, but only to servers that they trust.
  const isForeign = typeof origin === 'string' && origin.replace(/^\w+:\/\//, '') !== headers['host']
  if (!isForeign || headers['sec-fetch-mode'] === 'no-cors') return undefined
  const allowed = answer['access-control-allow-origin']
  return allowed === '*' || allowed === origin ? undefined : origin
}

function lowerCase(headers: unknown): Headers {
  if (headers === undefined || headers === null || Array.isArray(headers)) return {}
  return Object.fromEntries(
    Object.entries(headers as Headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

function encodingOf(encoding: unknown): BufferEncoding {
  return typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8'
}
