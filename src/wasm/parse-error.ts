/**
 * Thrown when bytes are not a well-formed WebAssembly binary.
 *
 * The message ends with the absolute offset, `(at offset 0x2a)`; `offset` is the same as a number.
 */
export class WasmParseError extends Error {
  override readonly name = 'WasmParseError'
  readonly offset: number

  constructor(reason: string, offset: number) {
    super(`${reason} (at offset 0x${offset.toString(16)})`)
    this.offset = offset
  }
}

/** Runs what reads something that may be malformed without the module being so: returns its value or its parse error. */
export function attempt<T>(read: () => T): {
  readonly value?: T
  readonly problem?: WasmParseError
} {
  try {
    return { value: read() }
  } catch (error) {
    if (!(error instanceof WasmParseError)) throw error
    return { problem: error }
  }
}
