import { WasmBudgetError } from '../messages.ts'
import type { Encoder, Format } from './encoder.ts'

/** Bytes in a content coding and who made them. */
export interface Compressed {
  readonly format: Format
  readonly bytes: Uint8Array
  /** Id of the encoder. */
  readonly encoder: string
}

/** What an encoder can be asked for. */
export type Direction = 'encode' | 'encodeFast' | 'decode'

/** Runs one encoder, on this thread or elsewhere. */
export type RunEncoder = (encoder: Encoder, direction: Direction, bytes: Uint8Array) => Promise<Uint8Array>

/**
 * Compresses with every encoder given and keeps the smallest result, the first of equals.
 *
 * The result is decoded and compared before it is returned.
 *
 * @throws {WasmBudgetError} `sibling-mismatch`, if it does not decode to the input; `asset` names it in the message.
 */
export async function compress(
  bytes: Uint8Array,
  encoders: readonly Encoder[],
  run: RunEncoder,
  asset: string,
): Promise<Compressed> {
  const results = await Promise.all(
    encoders.map(async (encoder) => ({ encoder, bytes: await run(encoder, 'encode', bytes) })),
  )
  const best = results.reduce((smallest, result) =>
    result.bytes.length < smallest.bytes.length ? result : smallest,
  )
  const { encoder } = best
  const decoded = await run(encoder, 'decode', best.bytes).catch(() => undefined)
  if (decoded === undefined || Buffer.compare(decoded, bytes) !== 0) {
    throw new WasmBudgetError('sibling-mismatch', { asset, format: encoder.format, encoder: encoder.id })
  }
  return { format: encoder.format, bytes: best.bytes, encoder: encoder.id }
}
