import type { EngineJob } from '../engine.ts'
import { binaryenFeatures } from './npm-binaryen-features.ts'

/** What is used of the package binaryen; its own declarations are wrong in places (132). */
export interface Binaryen {
  readonly Features: Readonly<Record<string, number>>
  readBinary(bytes: Uint8Array, features: number): BinaryenModule
  setOptimizeLevel(level: number): void
  setShrinkLevel(level: number): void
  setOneCallerInlineMaxSize(size: number): void
  setDebugInfo(on: boolean): void
  getFunctionInfo(func: number): { name: string; module: string; base: string }
  getGlobalInfo(global: number): { name: string; module: string; base: string }
}

interface BinaryenModule {
  getNumFunctions(): number
  getFunctionByIndex(index: number): number
  getNumGlobals(): number
  getGlobalByIndex(index: number): number
  addFunctionExport(name: string, external: string): void
  addGlobalExport(name: string, external: string): void
  removeExport(external: string): void
  optimize(): void
  emitBinary(): Uint8Array
}

const UNLIMITED = -1

/** Optimises a module in this process; names are kept in a `name` section where the input has one. */
export function optimizeWithBinaryen(binaryen: Binaryen, { input, level, features }: EngineJob): Uint8Array {
  const module = binaryen.readBinary(input, binaryenFeatures(binaryen.Features, features))
  binaryen.setDebugInfo(true)
  binaryen.setOptimizeLevel(level.optimize)
  binaryen.setShrinkLevel(level.shrink)
  binaryen.setOneCallerInlineMaxSize(level.inlineOneCaller ? UNLIMITED : 0)
  const kept = keepImports(binaryen, module)
  module.optimize()
  for (const external of kept) module.removeExport(external)
  return module.emitBinary()
}

// It drops imports that nothing uses, which would change the interface: as exports they are used.
function keepImports(binaryen: Binaryen, module: BinaryenModule): string[] {
  const kept: string[] = []
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const { name, base } = binaryen.getFunctionInfo(module.getFunctionByIndex(index))
    if (base === '') continue
    kept.push(`wasm-budget:function:${index}`)
    module.addFunctionExport(name, kept.at(-1) as string)
  }
  for (let index = 0; index < module.getNumGlobals(); index++) {
    const { name, base } = binaryen.getGlobalInfo(module.getGlobalByIndex(index))
    if (base === '') continue
    kept.push(`wasm-budget:global:${index}`)
    module.addGlobalExport(name, kept.at(-1) as string)
  }
  return kept
}
