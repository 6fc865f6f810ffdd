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

/** How a random program handles exceptions. */
export type Handlers = 'none' | 'legacy' | 'exnref'

/**
 * A random program of loops, branches and arithmetic over locals of two types; what it does is seen by the calls that it makes.
 *
 * One with handlers throws, and calls what throws for some arguments. One with those of `exnref` runs only where engines know them:
 * elsewhere its trace is empty.
 */
export function randomProgram(random: () => number, handlers: Handlers = 'none'): Program {
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
  const risk = () => `${value()} ${pick(random, ['call $may', 'call $raise', 'if throw $t end'])}`
  const risks = (depth: number) => `${risk()} ${statements(depth)} ${risk()}`
  const handling: Record<Handlers, ((depth: number) => string)[]> = {
    none: [],
    legacy: [
      risk,
      (depth) => `try ${risks(depth + 1)} catch_all ${statements(depth + 1)} end`,
      (depth) =>
        `try ${risks(depth + 1)} catch $t ${statements(depth + 1)} catch_all ${value()} if rethrow 1 end ${risk()} end`,
      (depth) => `try ${risks(depth + 1)} catch $t ${statements(depth + 1)} end`,
      (depth) => `try ${risks(depth + 1)} delegate ${below(random, depth + 1)}`,
    ],
    exnref: [
      risk,
      (depth) => `block try_table (catch_all 0) ${risks(depth + 2)} end ${statements(depth + 1)} end`,
      (depth) =>
        `block try_table (catch $t ${below(random, depth + 2)}) (catch_all ${below(random, depth + 2)}) ${risks(depth + 2)} end ${risk()} end`,
      (depth) => `block try_table (catch $t ${below(random, depth + 2)}) ${risks(depth + 2)} end end`,
      () =>
        `block block (result exnref) try_table (catch_all_ref 0) ${risk()} ${value()} local.set 2 ${risk()} end br 1 end throw_ref end`,
    ],
  }
  const statement = (depth: number): string =>
    pick(random, [
      ...handling[handlers].map((make) => () => (depth > 2 ? risk() : make(depth))),
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
  // No loop for ever: `tick` traps in the end, which no handler catches.
  const bytes = wat(`(module
    (import "" "log" (func $log (param i32))) (import "" "tick" (func $isOver (result i32)))
    (import "" "may" (func $may (param i32))) ${handlers === 'none' ? '' : '(tag $t)'}
    (func (export "run") (param i32 i32) (local i32 i32 i32 i32 i64 i64 i64)
      ${statements(0)} ${[0, 1, 2, 3, 4, 5].map((local) => `local.get ${local} call $log`).join(' ')})
    (func $tick call $isOver if unreachable end)
    (func $raise (param i32) local.get 0 i32.const 3 i32.and ${handlers === 'none' ? 'drop' : 'i32.eqz if throw $t end'}))`)
  const module = readModule(bytes)
  return {
    bytes,
    body: readBody(module, 0),
    walkable: walkable(module, 0),
    trace: canRun(bytes) ? runProgram(bytes) : '',
  }
}

/** Says whether this engine knows all that a program uses. */
export function canRun(bytes: Uint8Array): boolean {
  return WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)
}

/** What a program does for some arguments. */
export function runProgram(bytes: Uint8Array): string {
  const module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>)
  const trace: (number | string)[] = []
  let ticks = 0
  const { exports } = new WebAssembly.Instance(module, {
    '': {
      log: (value: number) => void trace.push(value),
      tick: () => (++ticks > 200 ? 1 : 0),
      may: (value: number) => {
        trace.push(`may ${value}`)
        if (value % 3 === 0) throw new Error('it did')
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
      trace.push(error instanceof Error ? error.message : 'thrown')
    }
  }
  return trace.join()
}
