import type { MeasuredModule, ShippedModule } from '../pipeline/pipeline.ts'
import type { Inlined } from '../report/build-report.ts'
import { writeBase64 } from '../wasm/base64-modules.ts'
import type { FoundModule } from './found-module.ts'
import type { Session } from './session.ts'

/** Measures an inlined module as the base64 that goes over the wire; nothing for others. */
export async function measureInlined(
  { pipeline }: Session,
  { fileName, inlined }: FoundModule,
  shipped: ShippedModule,
  measured: MeasuredModule,
): Promise<{ measured?: MeasuredModule; inlined?: Inlined }> {
  if (inlined === undefined) return {}
  const { file, copies } = inlined
  const measure = (bytes: Uint8Array) =>
    pipeline.measureText(copies.map((form) => writeBase64(bytes, form)).join(''), fileName)
  const [before, after] = await Promise.all([measure(shipped.source), measure(shipped.bytes)])
  const { after: asFile } = measured
  const costs = { moduleBytes: asFile.rawBytes, base64Bytes: after.rawBytes, asFile }
  return {
    measured: { ...measured, before, after, compressed: [] },
    inlined: { file, copies: copies.length, ...costs },
  }
}
