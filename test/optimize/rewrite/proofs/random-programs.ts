import { readModule } from '../../../../src/wasm/module.ts'
import { wat } from '../../../support/wat.ts'
import { below, pick, readBody, type Body } from './edit-module.ts'
import { walkable, type Walkable } from './walk-paths.ts'

/** A program of one function that can be run. */
export interface Program {
  readonly bytes: Uint8Array
  readonly body: Body
  readonly walkable: Walkable
  /** See {@link runProgram}. */
  readonly trace: string
}

/** A random program of loops, branches and arithmetic over locals of two types; what it does is seen by the calls that it makes. */
export function randomProgram(random: () => number): Program {
  const statements = (depth: number): string =>
    Array.from({ length: 2 + below(random, 5) }, () => statement(depth)).join('\n')
  const small = () => `local.get ${below(random, 6)}`
  const long = () => `local.get ${6 + below(random, 3)}`
  const value = (): string =>
    pick(random, [
      small,
      small,
      () => `i32.const ${below(random, 100)}`,
      () => `${small()} ${small()} ${pick(random, ['i32.add', 'i32.xor', 'i32.mul', 'i32.lt_u'])}`,
      () => `${value()} local.tee ${below(random, 6)}`,
      () => `${long()} i32.wrap_i64`,
    ])()
  const statement = (depth: number): string =>
    pick(random, [
      () => `${value()} local.set ${below(random, 6)}`,
      () => `${value()} local.set ${below(random, 6)}`,
      () => `${value()} i64.extend_i32_s local.set ${6 + below(random, 3)}`,
      () => `${value()} call $log`,
      () => `${value()} drop`,
      () => (depth > 2 ? '' : `${value()} if ${statements(depth + 1)} else ${statements(depth + 1)} end`),
      () =>
        depth > 2
          ? ''
          : `block ${statements(depth + 1)} ${value()} br_if ${below(random, depth + 1)} ${statements(depth + 1)} end`,
      () => (depth > 2 ? '' : `loop call $tick ${statements(depth + 1)} ${value()} br_if 0 end`),
      () =>
        depth > 2
          ? ''
          : `block block ${statements(depth + 2)} ${value()} br_table 0 1 ${below(random, depth + 2)} end ${statements(depth + 1)} end`,
    ])()
  // No loop for ever: `tick` traps in the end.
  const bytes = wat(`(module
    (import "" "log" (func $log (param i32))) (import "" "tick" (func $tick))
    (func (export "run") (param i32 i32) (local i32 i32 i32 i32 i64 i64 i64)
      ${statements(0)} ${[0, 1, 2, 3, 4, 5].map((local) => `local.get ${local} call $log`).join(' ')}))`)
  const module = readModule(bytes)
  return { bytes, body: readBody(module, 0), walkable: walkable(module, 0), trace: runProgram(bytes) }
}

/** What a program does for some arguments. */
export function runProgram(bytes: Uint8Array): string {
  const module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>)
  const trace: (number | string)[] = []
  let ticks = 0
  const { exports } = new WebAssembly.Instance(module, {
    '': {
      log: (value: number) => void trace.push(value),
      tick: () => {
        if (++ticks > 200) throw new Error('long enough')
      },
    },
  })
  for (const [first, second] of [
    [0, 0],
    [1, -1],
    [7, 1000],
    [-5, 3],
  ]) {
    ticks = 0
    try {
      ;(exports['run'] as (first?: number, second?: number) => void)(first, second)
    } catch (error) {
      trace.push((error as Error).message)
    }
  }
  return trace.join()
}
