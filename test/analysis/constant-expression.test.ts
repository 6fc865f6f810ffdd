import { describe, expect, it } from 'vitest'
import { ConstantEvaluator, readConstant } from '../../src/analysis/constant-expression.ts'
import { readModule } from '../../src/wasm/module.ts'
import { wat } from '../support/wat.ts'

describe('readConstant', () => {
  it.each([
    { name: 'a constant of 32 bits', bytes: [0x41, 0x80, 0x08, 0x0b], value: 1024 },
    { name: 'a constant of 64 bits', bytes: [0x42, 0x80, 0x08, 0x0b], value: 1024 },
    { name: 'a global', bytes: [0x23, 0, 0x0b], value: undefined },
    { name: 'a sum', bytes: [0x41, 1, 0x41, 2, 0x6a, 0x0b], value: undefined },
    { name: 'a float', bytes: [0x43, 0, 0, 0, 0, 0x0b], value: undefined },
  ])('makes $value of $name', ({ bytes, value }) => {
    expect(readConstant(Uint8Array.from(bytes), 0)).toBe(value)
  })
})

/** Value of the last global of a module. */
const valueOf = (globals: string) => {
  const module = readModule(wat(`(module ${globals})`))
  return new ConstantEvaluator(module).evaluate(module.globals.at(-1)!.initializerOffset!)
}

describe('ConstantEvaluator', () => {
  it.each([
    { name: 'one constant', globals: '(global i32 (i32.const 1024))', value: 1024 },
    { name: 'a high address', globals: '(global i32 (i32.const -16))', value: 0xfffffff0 },
    {
      name: 'a sum that wraps round',
      globals: '(global i32 (i32.add (i32.const -8) (i32.const 24)))',
      value: 16,
    },
    {
      name: 'a difference below 0',
      globals: '(global i32 (i32.sub (i32.const 8) (i32.const 24)))',
      value: 0xfffffff0,
    },
    {
      name: 'a product',
      globals: '(global i64 (i64.mul (i64.const 65536) (i64.const 65537)))',
      value: 65_536 * 65_537,
    },
    {
      name: 'operators within one another',
      globals: '(global i64 (i64.sub (i64.add (i64.const 5) (i64.const 4)) (i64.const 2)))',
      value: 7,
    },
    {
      name: 'a global of a global',
      globals: `(global $a i32 (i32.const 8)) (global $b i32 (global.get $a))
        (global i32 (i32.add (global.get $b) (global.get $a)))`,
      value: 16,
    },
    {
      name: 'an imported global',
      globals: '(import "env" "__memory_base" (global $base i32)) (global i32 (global.get $base))',
      value: undefined,
    },
    {
      name: 'a global that follows from an imported one',
      globals: `(import "env" "__memory_base" (global $base i32))
        (global $next i32 (i32.add (global.get $base) (i32.const 8)))
        (global i32 (i32.add (global.get $next) (i32.const 8)))`,
      value: undefined,
    },
    {
      name: 'a global that can change',
      globals: '(global $a (mut i32) (i32.const 8)) (global i32 (global.get $a))',
      value: undefined,
    },
    {
      name: 'a global that is behind it',
      globals: '(global $a i32 (i32.const 8)) (global i32 (global.get 1))',
      value: undefined,
    },
    { name: 'a float', globals: '(global f32 (f32.const 8))', value: undefined },
  ])('makes $value of $name', ({ globals, value }) => {
    expect(valueOf(globals)).toBe(value)
  })

  it.each([
    { name: 'an operator without operands', bytes: [0x41, 1, 0x6a, 0x0b] },
    { name: 'a constant too many', bytes: [0x41, 1, 0x41, 2, 0x0b] },
    { name: 'nothing', bytes: [0x0b] },
  ])('does not know the value of $name', ({ bytes }) => {
    const { bytes: header, ...module } = readModule(wat('(module)'))
    const whole = Uint8Array.from([...header, ...bytes])
    const evaluator = new ConstantEvaluator({ ...module, bytes: whole })
    expect(evaluator.evaluate(header.length)).toBeUndefined()
  })
})
