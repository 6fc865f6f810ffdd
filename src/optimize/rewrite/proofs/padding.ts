import type { Proof } from './proof.ts'
import { compareModules, proveModules } from './module-pair.ts'

/** Shows that two modules differ in nothing but the number of bytes that their integers take. */
export const provePadding: Proof = (before, after) =>
  proveModules(before, after, (pair) => compareModules(pair))
