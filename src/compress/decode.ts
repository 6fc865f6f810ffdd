import type { Encoder, Format } from './encoder.ts'
import { createEncoders, encodersFor } from './encoders.ts'

/**
 * Decodes one content coding with the decoder that this runtime prefers.
 *
 * @throws {Error} bytes that are not in this coding.
 */
export function decode(format: Format, bytes: Uint8Array): Promise<Uint8Array> {
  const [decoder] = encodersFor(createEncoders(), format, 'native')
  return (decoder as Encoder).decode(bytes)
}
