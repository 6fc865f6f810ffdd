import { encodeBase64 } from '../wasm/base64.ts'

/** What of a module goes over the wire: itself, or its base64 in a text. */
export type Form = 'file' | 'base64'

/** What is measured of a module that goes over the wire in a form. */
export function inForm(bytes: Uint8Array, form: Form): Uint8Array {
  return form === 'file' ? bytes : new TextEncoder().encode(encodeBase64(bytes))
}
