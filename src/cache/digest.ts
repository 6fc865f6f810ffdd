import { createHash } from 'node:crypto'

/** SHA-256 of bytes, computed off the main thread. */
export async function digest(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

/** SHA-256 of bytes as hexadecimal digits, computed off the main thread. */
export async function digestHex(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await digest(bytes)).toString('hex')
}

/** SHA-256 of a JSON value as hexadecimal digits: the key of a cache entry. */
export function keyOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

/** Subresource Integrity of bytes, as `integrity` of HTML and `fetch` takes it: `sha384-` and base64. */
export async function integrityOf(bytes: Uint8Array): Promise<string> {
  return `sha384-${Buffer.from(await crypto.subtle.digest('SHA-384', bytes)).toString('base64')}`
}
