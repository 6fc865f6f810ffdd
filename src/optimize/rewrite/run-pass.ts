import { WasmParseError } from '../../wasm/parse-error.ts'
import { decodeModule } from './decode-module.ts'
import { encodeModule } from './encode-module.ts'
import type { ModuleCode } from './module-code.ts'
import { PASSES, type Pass } from './passes.ts'

/** A pass by its name in reports. */
export type PassName = keyof typeof PASSES

/** One pass over one module. */
export interface PassTask {
  readonly bytes: Uint8Array
  readonly pass: PassName
  /** What the pass counts: rounds, or bytes of a gap. */
  readonly parameter: number
}

/** A rewritten module; no bytes where there is nothing to change. */
export type PassResult =
  | { readonly bytes?: Uint8Array }
  | { readonly unproved: string }
  | { readonly declined: string }

/** Runs a pass and proves that what it made does the same; made in a worker. */
export function runPass({ bytes, pass: name, parameter }: PassTask): PassResult {
  const pass: Pass = PASSES[name]
  let rewritten: ModuleCode | undefined
  let output: Uint8Array
  try {
    const code = decodeModule(bytes)
    rewritten = pass.rewrite(code, parameter)
    if (rewritten === undefined) return {}
    output = encodeModule(rewritten)
  } catch (error) {
    if (error instanceof WasmParseError) return { declined: error.message }
    throw error
  }
  if (Buffer.compare(output, bytes) === 0) return {}
  const problem = pass.prove(bytes, output, rewritten)
  return problem === undefined ? { bytes: output } : { unproved: problem }
}
