import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import sirv from 'sirv'

export interface Answer {
  readonly path: string
  readonly status: number
  readonly type: unknown
  readonly encoding: unknown
  readonly bytes: number
}

export interface RecordingServer {
  readonly url: string
  readonly answers: readonly Answer[]
  close(): Promise<void>
}

/** Serves a folder as a host with precompressed files does, and keeps what it answered, workers included. */
export async function serveRecorded(folder: string): Promise<RecordingServer> {
  const serve = sirv(folder, { brotli: true, gzip: true })
  const answers: Answer[] = []
  const server = createServer((request, response) => {
    response.on('finish', () => {
      answers.push({
        path: request.url ?? '',
        status: response.statusCode,
        type: response.getHeader('content-type'),
        encoding: response.getHeader('content-encoding'),
        bytes: Number(response.getHeader('content-length')),
      })
    })
    // Set before the head is written, else Node does not keep what the head says.
    response.setHeader('Cache-Control', 'no-store')
    serve(request, response, () => {
      response.statusCode = 404
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
