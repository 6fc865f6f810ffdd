import { expect, test } from 'vitest'
import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../../src/optimize/rewrite/encode-module.ts'
import { rewriteLocals } from '../../../../src/optimize/rewrite/locals/rewrite-locals.ts'
import { proveLocals } from '../../../../src/optimize/rewrite/proofs/locals.ts'
import { readModule } from '../../../../src/wasm/module.ts'
import { readFixture } from '../../../support/fixtures.ts'
import { wat } from '../../../support/wat.ts'
import { randomNumbers } from '../proofs/edit-module.ts'
import { canRun, randomProgram, runProgram } from '../proofs/random-programs.ts'
import { haveCounterexample, walkable } from '../proofs/walk-paths.ts'

function rewritten(bytes: Uint8Array, rounds = 3): Uint8Array<ArrayBuffer> | undefined {
  const code = rewriteLocals(decodeModule(bytes), { rounds })
  return code && Uint8Array.from(encodeModule(code))
}

/** Slots of the accesses of each function, and its declared locals. */
function slotsOf(bytes: Uint8Array): { accesses: number[]; locals: number[] }[] {
  return decodeModule(bytes).functions.map(({ opcodes, operands, locals }) => ({
    accesses: [...operands].filter(
      (_, at) => (opcodes[at] as number) >= 0x20 && (opcodes[at] as number) <= 0x22,
    ),
    locals: [...locals],
  }))
}

test('random programs do the same after it', () => {
  let changed = 0
  for (let seed = 1; seed <= 150; seed++) {
    const { bytes } = randomProgram(randomNumbers(seed))
    const after = rewritten(bytes)
    if (after === undefined) continue
    changed++
    expect(runProgram(after), `seed ${seed}`).toBe(runProgram(bytes))
    expect(proveLocals(bytes, after), `seed ${seed}`).toBeUndefined()
  }
  expect(changed).toBeGreaterThan(120)
})

test('random programs with handlers do the same after it', () => {
  let changed = 0
  for (let seed = 1; seed <= 200; seed++) {
    const { bytes } = randomProgram(randomNumbers(seed), 'legacy')
    const after = rewritten(bytes)
    if (after === undefined) continue
    changed++
    expect(runProgram(after), `seed ${seed}`).toBe(runProgram(bytes))
    expect(proveLocals(bytes, after), `seed ${seed}`).toBeUndefined()
  }
  expect(changed).toBeGreaterThan(150)
})

test('random programs with try_table do the same after it', () => {
  let changed = 0
  for (let seed = 1; seed <= 200; seed++) {
    const { bytes, walkable: before } = randomProgram(randomNumbers(seed), 'exnref')
    const after = rewritten(bytes)
    if (after === undefined) continue
    changed++
    // An engine that does not know them cannot run them: paths through both, and the proof, must do.
    if (canRun(bytes)) expect(runProgram(after), `seed ${seed}`).toBe(runProgram(bytes))
    expect(haveCounterexample(before, walkable(readModule(after), 0), randomNumbers(seed))).toBe(false)
    expect(proveLocals(bytes, after), `seed ${seed}`).toBeUndefined()
  }
  expect(changed).toBeGreaterThan(150)
})

test('functions that do the same with other locals become the same', () => {
  const body = (one: number, other: number) => `(local i32 i32 i32)
    local.get 0 i32.const 3 i32.mul local.set ${one} local.get ${one} i32.const 5 i32.add local.set ${other}
    local.get ${one} local.get ${other} i32.xor call $log`
  const bytes = wat(`(module (import "" "log" (func $log (param i32)))
    (func (param i32) ${body(1, 2)}) (func (param i32) ${body(2, 1)}) (func (param i32) ${body(3, 1)}) (func (param i32) ${body(1, 2)}))`)
  const after = slotsOf(rewritten(bytes) as Uint8Array)
  expect(new Set(after.map((func) => JSON.stringify(func))).size).toBe(1)
})

test('a local whose live ranges fit into others is gone', () => {
  const bytes = wat(`(module (import "" "log" (func $log (param i32))) (func (param i32) (local i32 i32)
    i32.const 1 local.set 1 local.get 1 call $log i32.const 1 local.set 2 local.get 2 call $log
    i32.const 1 local.set 1 local.get 1 call $log i32.const 1 local.set 1 local.get 1 call $log))`)
  const [func] = slotsOf(rewritten(bytes) as Uint8Array)
  expect(func?.locals.length).toBeLessThan(2)
  expect(new Set(func?.accesses).size).toBe(1)
})

test.each([
  'rust196-app_sizez.wasm',
  'emscripten3.1.6-O3.wasm',
  'clang19-tailcall.wasm',
  'assemblyscript0.28.20-as_oz.wasm',
])('%s is shown to do the same, and comes out the same each time', (name) => {
  const bytes = readFixture(name)
  const code = decodeModule(bytes)
  const before = encodeModule({ ...code, functions: code.functions.map((func) => ({ ...func })) })
  const after = rewritten(bytes) as Uint8Array<ArrayBuffer>
  expect(WebAssembly.validate(after)).toBe(true)
  expect(proveLocals(before, after)).toBeUndefined()
  expect(rewritten(bytes)).toEqual(after)
})

test('locals without a default value are only renumbered as wholes', () => {
  const bytes = readFixture('moonc0.1.202605-moonbit-wasm-gc-debug.wasm')
  const code = decodeModule(bytes)
  expect(code.valueTypes.some(([first]) => first === 0x64)).toBe(true)
  // Node 20 knows no garbage collection: the checker, which follows what validation demands, must do.
  expect(proveLocals(encodeModule(code), rewritten(bytes) as Uint8Array)).toBeUndefined()
})

test('a live range in a try keeps apart from what its handler reads', () => {
  const bytes = wat(`(module (import "" "f" (func $f (param i32)))
    (func (param i32) (local i32 i32)
      i32.const 1 local.set 2 local.get 2 call $f
      try i32.const 2 local.set 1 local.get 1 call $f i32.const 3 local.set 1 local.get 1 call $f catch_all local.get 2 call $f end
      i32.const 4 local.set 1 local.get 1 call $f)
    (func (param i32) (local i32) i32.const 2 local.set 1 local.get 1 call $f))`)
  const [func] = slotsOf(rewritten(bytes) as Uint8Array)
  const accesses = func?.accesses ?? []
  const kept = accesses[0]
  expect(accesses[6]).toBe(kept)
  expect([accesses[2], accesses[4]]).not.toContain(kept)
})

test('what follows the last call of a try may take the slot that its handler reads', () => {
  const bytes = wat(`(module (import "" "f" (func $f (param i32)))
    (func (param i32) (local i32 i32)
      i32.const 1 local.set 2
      try local.get 0 call $f i32.const 3 local.set 1 local.get 1 local.set 0 catch_all local.get 2 local.set 0 end
      local.get 0 call $f)
    (func (param i32) (local i32) i32.const 3 local.set 1 local.get 1 local.set 0 local.get 0 call $f)
    (func (param i32) (local i32) i32.const 1 local.set 1 local.get 1 local.set 0 local.get 0 call $f))`)
  const after = rewritten(bytes) as Uint8Array
  expect(proveLocals(bytes, after)).toBeUndefined()
  expect(slotsOf(after)[0]?.locals.length).toBeLessThan(2)
})

test('a module without locals has nothing to change', () => {
  expect(rewritten(wat('(module (func i32.const 1 drop))'))).toBeUndefined()
})

test('a function with thousands of locals that are live at once is rewritten too', () => {
  const locals = 3000
  const all = Array.from({ length: locals }, (_, local) => local)
  const bytes = wat(`(module (import "" "log" (func $log (param i32)))
    (func (export "run") (local ${'i32 '.repeat(locals)})
      ${all.map((local) => `i32.const ${local} local.set ${local}`).join(' ')}
      ${all.map((local) => `local.get ${(local * 7) % locals} call $log`).join(' ')}
      ${all.map((local) => `local.get ${locals - 1 - local} call $log`).join(' ')}))`)
  const after = rewritten(bytes, 1)
  expect(runProgram(after as Uint8Array)).toBe(runProgram(bytes))
})
