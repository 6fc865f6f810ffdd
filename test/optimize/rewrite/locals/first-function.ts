import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import type { FunctionCode, ModuleCode } from '../../../../src/optimize/rewrite/module-code.ts'
import { wat } from '../../../support/wat.ts'

/** The first function of a module in text form. */
export function firstFunction(source: string): { code: ModuleCode; func: FunctionCode } {
  const code = decodeModule(wat(source))
  return { code, func: code.functions[0] as FunctionCode }
}
