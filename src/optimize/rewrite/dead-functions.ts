import { Cursor } from '../../wasm/cursor.ts'
import { countImports, type WasmModule } from '../../wasm/module.ts'
import { ByteWriter } from './byte-writer.ts'
import { namesFunction } from './instruction-kinds.ts'
import { REMOVED, type FunctionCode, type ModuleCode } from './module-code.ts'
import { mayRenumberFunctions } from './order/function-numbers.ts'
import {
  transcribeElements,
  transcribeExports,
  transcribeGlobals,
  transcribeTables,
} from './transcribe-sections.ts'
import { Transcriber } from './transcriber.ts'

/**
 * Takes out the functions that nothing can reach; imports stay, whether they are called or not.
 *
 * Reached is what exports, the start function, element segments and initialisers name, and what reached functions name. What a
 * table holds counts as reached: nobody knows with which indices it is called. `proveMerged` shows that nothing else changed.
 */
export function removeDeadFunctions(
  code: ModuleCode,
): (ModuleCode & { readonly functionIndices: Uint32Array }) | undefined {
  // Operands are indices of `module`: after a pass that moved functions they are not places in `functions`.
  if (code.functionIndices !== undefined || !mayRenumberFunctions(code.module)) return undefined
  const importCount = countImports(code.module, 'function')
  const isReached = findReachedFunctions(code)
  const functions = code.functions.filter((_, place) => isReached[importCount + place] === 1)
  if (functions.length === code.functions.length) return undefined
  let next = 0
  const functionIndices = Uint32Array.from(isReached, (reached, index) =>
    index < importCount || reached === 1 ? next++ : REMOVED,
  )
  return { ...code, functions, functionIndices }
}

/** Marks, by index, the functions that {@link removeDeadFunctions} keeps, and those imports that they call. */
export function findReachedFunctions(code: ModuleCode): Uint8Array {
  const importCount = countImports(code.module, 'function')
  const isReached = new Uint8Array(importCount + code.functions.length)
  const pending: number[] = []
  const reach = (index: number): void => {
    if (isReached[index] !== 0) return
    isReached[index] = 1
    if (index >= importCount) pending.push(index)
  }
  forEachFunctionNamed(code.module, reach)
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    const { opcodes, operands } = code.functions[index - importCount] as FunctionCode
    for (let step = 0; step < opcodes.length; step++)
      if (namesFunction(opcodes[step] as number)) reach(operands[step] as number)
  }
  return isReached
}

const TRANSCRIBE: Readonly<Record<number, (transcriber: Transcriber) => void>> = {
  4: transcribeTables,
  6: transcribeGlobals,
  7: transcribeExports,
  8: (transcriber) => transcriber.functionIndex(),
  9: transcribeElements,
}

/** Visits the functions that something outside of bodies and names refers to, with the id of the section that does. */
export function forEachFunctionNamed(
  { bytes, sections }: WasmModule,
  visit: (index: number, sectionId: number) => void,
): void {
  const nowhere = new ByteWriter()
  for (const { id, payloadOffset, endOffset } of sections) {
    const transcribe = TRANSCRIBE[id]
    if (transcribe === undefined) continue
    const cursor = new Cursor(bytes, payloadOffset, endOffset)
    transcribe(
      new Transcriber(cursor, nowhere, (index) => {
        visit(index, id)
        return index
      }),
    )
  }
}
