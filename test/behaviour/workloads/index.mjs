import assemblyscript from './assemblyscript.mjs'
import brotli from './brotli.mjs'
import { clangWorkloads } from './clang.mjs'
import demangle from './demangle.mjs'
import { dracoDecoder, dracoEncoder } from './draco.mjs'
import esbuild from './esbuild.mjs'
import exceptions from './exceptions.mjs'
import go from './go.mjs'
import lodepng from './lodepng.mjs'
import moonbit from './moonbit.mjs'
import quickjs from './quickjs.mjs'
import resvg from './resvg.mjs'
import rust from './rust.mjs'
import sourceMap from './source-map.mjs'
import sql from './sql.mjs'
import { treeSitter, treeSitterGrammar } from './tree-sitter.mjs'
import xxhash from './xxhash.mjs'

/** Every workload, each of a module of its own. @type {readonly import('../workload.ts').Workload[]} */
export const WORKLOADS = [
  ...clangWorkloads,
  exceptions,
  assemblyscript,
  moonbit,
  rust,
  treeSitter,
  treeSitterGrammar,
  demangle,
  sql,
  brotli,
  resvg,
  go,
  xxhash,
  sourceMap,
  lodepng,
  quickjs,
  dracoDecoder,
  dracoEncoder,
  esbuild,
]

/** @param {string} name */
export function workloadNamed(name) {
  const workload = WORKLOADS.find((each) => each.name === name)
  if (workload === undefined) throw new Error(`no such workload: ${name}`)
  return workload
}
