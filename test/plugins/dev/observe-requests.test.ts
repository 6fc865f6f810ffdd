import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, describe, expect, it } from 'vitest'
import type { ModuleSource } from '../../../src/pipeline/source-tasks.ts'
import { observeRequests } from '../../../src/plugins/dev/observe-requests.ts'
import type { Served } from '../../../src/report/dev-delivery.ts'
import type { Middleware } from '../../../src/plugins/dev/server.ts'

const MODULE = Buffer.concat([Buffer.from('\0asm\x01\0\0\0'), Buffer.alloc(200_000, 7)])

interface Seen extends Served {
  readonly path: string
  readonly bytes?: Buffer
}

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

async function serve(
  answer: Parameters<typeof createServer>[1],
  { wantsBytes = true, hasServed = false } = {},
) {
  const seen: Seen[] = []
  const observe: Middleware = observeRequests('/', {
    wantsBytes: () => wantsBytes,
    hasServed: () => hasServed,
    served: (path, served, source) => void seen.push({ path, ...served, ...bytesOf(source) }),
  })
  const server = createServer((request, response) =>
    observe(request, response as never, () => answer?.(request, response)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function bytesOf(source: ModuleSource | undefined): { bytes?: Buffer } {
  if (source === undefined || !('shared' in source)) return {}
  return { bytes: Buffer.from(source.shared, 0, source.sizeBytes) }
}

describe('observeRequests', () => {
  it('takes over what is answered, written in pieces or at once, and leaves it as it is', async () => {
    const { seen, url } = await serve((request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/wasm' })
      if (request.url === '/whole.wasm') response.end(MODULE)
      else {
        for (let at = 0; at < MODULE.length; at += 60_000) response.write(MODULE.subarray(at, at + 60_000))
        response.end()
      }
    })
    for (const name of ['whole', 'pieces']) {
      const body = await (await fetch(`${url}/${name}.wasm`)).arrayBuffer()
      expect(Buffer.from(body).equals(MODULE)).toBe(true)
    }
    expect(seen.map(({ path, type, isWasm, bytes }) => [path, type, isWasm, bytes?.equals(MODULE)])).toEqual([
      ['/whole.wasm', 'application/wasm', true, true],
      ['/pieces.wasm', 'application/wasm', true, true],
    ])
  })

  it('keeps no bytes of what is no module, or is not wanted', async () => {
    const page = await serve(
      (_request, response) => void response.setHeader('Content-Type', 'text/html').end('<p>'),
    )
    await (await fetch(`${page.url}/a.wasm`)).text()
    expect(page.seen).toMatchObject([{ type: 'text/html', isWasm: false, status: 200 }])
    expect(page.seen[0]?.bytes).toBeUndefined()
    const known = await serve((_request, response) => void response.end(MODULE), { wantsBytes: false })
    await (await fetch(`${known.url}/a.wasm`)).arrayBuffer()
    expect(known.seen).toMatchObject([{ isWasm: true }])
    expect(known.seen[0]?.bytes).toBeUndefined()
  })

  it('asks for the body as long as nothing is known, and not afterwards', async () => {
    const headers = { 'If-None-Match': '"x"' }
    const answer: Parameters<typeof createServer>[1] = (request, response) => {
      response.statusCode = request.headers['if-none-match'] === undefined ? 200 : 304
      response.end(response.statusCode === 200 ? MODULE : undefined)
    }
    const first = await serve(answer)
    expect((await fetch(`${first.url}/a.wasm`, { headers })).status).toBe(200)
    const later = await serve(answer, { hasServed: true })
    expect((await fetch(`${later.url}/a.wasm`, { headers })).status).toBe(304)
    expect(later.seen).toEqual([])
  })

  it.each([
    [{}, 'https://other.test'],
    [{ 'Access-Control-Allow-Origin': '*' }, undefined],
    [{ 'Access-Control-Allow-Origin': 'https://other.test' }, undefined],
    [{ 'Access-Control-Allow-Origin': 'https://third.test' }, 'https://other.test'],
  ])('knows whether a page of another origin may read it: %o', async (headers, refused) => {
    const { seen, url } = await serve(
      (_request, response) => void response.writeHead(200, headers).end(MODULE),
    )
    await (await fetch(`${url}/a.wasm`, { headers: { Origin: 'https://other.test' } })).arrayBuffer()
    expect(seen[0]?.refusedOrigin).toBe(refused)
    await (await fetch(`${url}/a.wasm`, { headers: { Origin: url } })).arrayBuffer()
    expect(seen[1]?.refusedOrigin).toBeUndefined()
  })
})
