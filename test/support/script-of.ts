import type { ScriptFile } from '../../src/budget/reachability.ts'

/** A chunk of an output that nothing is known about but what `rest` says. */
export function scriptOf(fileName: string, rest: Partial<ScriptFile> = {}): ScriptFile {
  return {
    fileName,
    name: fileName.replace(/\.js$/, ''),
    kind: 'chunk',
    isEntry: false,
    isDynamicEntry: false,
    imports: [],
    dynamicImports: [],
    workers: [],
    modules: [],
    ...rest,
  }
}
