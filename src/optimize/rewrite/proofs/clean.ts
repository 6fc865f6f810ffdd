import type { Proof } from './proof.ts'
import { proveLocalChanges } from './locals.ts'

/**
 * Shows that two modules differ in nothing but what moves values between locals and the operand stack (`local.get`, `local.set`,
 * `local.tee` and `drop`), and in constants, `global.get` and `nop`: every other instruction is there, in order, and takes the values
 * it took before.
 *
 * What moves is also valid if it was before, as far as types have no subtypes.
 *
 * So a set of a local that nothing reads may be gone, and a constant that is dropped: what counts is that all that is taken agrees.
 */
export const proveClean: Proof = (before, after) => proveLocalChanges(before, after, false)
