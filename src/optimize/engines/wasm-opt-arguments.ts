import type { EngineJob, EngineLevel } from '../engine.ts'
import { wasmOptFeatures } from './feature-flags.ts'

/**
 * Arguments of `wasm-opt` for a job on a file, the same for every build of it.
 *
 * By default it allows what compilers allow by default, so that features begin at none: a module that ran in an MVP engine
 * still does. Names are kept, in a `name` section that is stripped later.
 */
export function wasmOptArguments(
  { level, features }: Pick<EngineJob, 'level' | 'features'>,
  inputFile: string,
  outputFile: string,
): string[] {
  return [
    inputFile,
    '--mvp-features',
    ...wasmOptFeatures(features).map((name) => `--enable-${name}`),
    levelFlag(level),
    ...(level.inlineOneCaller ? [] : ['--one-caller-inline-max-function-size=0']),
    '-g',
    '-o',
    outputFile,
  ]
}

function levelFlag({ optimize, shrink }: EngineLevel): string {
  if (shrink === 0) return `-O${optimize}`
  return shrink === 1 ? '-Os' : '-Oz'
}
