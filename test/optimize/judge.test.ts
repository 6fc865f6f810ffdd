import { describe, expect, it } from 'vitest'
import { inspect } from '../../src/optimize/inspect.ts'
import { judge, type Demands } from '../../src/optimize/judge.ts'
import { custom, functions, nameMap, nameSection, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const demandsOf = (
  input: Uint8Array,
  strip: Demands['strip'] = 'auto',
  keepSections: string[] = [],
): Demands => {
  const { interface: kept, features = [], accepted } = inspect(input, strip, keepSections)
  return { interface: kept, features, accepted, strip, keepSections }
}

const INPUT = wat(
  '(module (import "m" "f" (func $f (param i32))) (func (export "run") (call $f (i32.const 1)) (nop)))',
)
const OUTPUT = wat(
  '(module (import "m" "f" (func $f (param i32))) (func (export "run") (call $f (i32.const 1))))',
)

const withCustom = (bytes: Uint8Array, ...sections: number[][]) =>
  new Uint8Array([...bytes, ...sections.flat()])

describe('judge', () => {
  it('passes an output that keeps to its input', () => {
    expect(judge(OUTPUT, demandsOf(INPUT))).toEqual({ bytes: OUTPUT })
  })

  it('strips names and whatever the engine adds', () => {
    const output = withCustom(OUTPUT, nameSection(nameMap(1, [[1, 'run']])), custom('producers', [0]))
    const { bytes } = judge(output, demandsOf(INPUT)) as { bytes: Uint8Array }
    expect(Buffer.compare(bytes, OUTPUT)).toBe(0)
  })

  it('leaves what is to be kept', () => {
    const output = withCustom(OUTPUT, nameSection(nameMap(1, [[1, 'run']])))
    expect(judge(output, demandsOf(INPUT, 'auto', ['name']))).toEqual({ bytes: output })
  })

  it.each([
    { what: 'an export is gone', output: wat('(module (import "m" "f" (func (param i32))))') },
    { what: 'an import is gone', output: wat('(module (func (export "run")))') },
    {
      what: 'an import is new',
      output: wat(
        '(module (import "m" "f" (func (param i32))) (import "m" "g" (func)) (func (export "run")))',
      ),
    },
    {
      what: 'a type is another',
      output: wat('(module (import "m" "f" (func (param i64))) (func (export "run")))'),
    },
    { what: 'a custom section is new', output: withCustom(OUTPUT, custom('mine')) },
  ])('rejects an output where $what', ({ output }) => {
    expect(judge(output, demandsOf(INPUT)).problem).toMatch(/interface/)
  })

  it('rejects an output that lost a custom section of the input', () => {
    expect(judge(OUTPUT, demandsOf(withCustom(INPUT, custom('mine', [1])))).problem).toMatch(/mine/)
  })

  it('rejects an output that uses a feature which the input does not, and names it', () => {
    const input = wat('(module (func (export "run") (result i32) (i32.const 1)))')
    const output = wat('(module (func (export "run") (result i32) (i32.extend8_s (i32.const 1))))')
    expect(judge(output, demandsOf(input)).problem).toContain('sign-ext')
    expect(judge(input, demandsOf(output))).toEqual({ bytes: input })
  })

  it('looks for what the features of an output imply among what is allowed', () => {
    const input = wat('(module (table 1 externref) (func (export "run")))')
    expect(judge(input, { ...demandsOf(input), features: ['reference-types'] }).problem).toContain(
      'call-indirect-overlong',
    )
    expect(judge(input, demandsOf(input))).toEqual({ bytes: input })
  })

  describe('lets this runtime veto', () => {
    const invalid = functions([0, 0x1a, 0x0b])

    it('an output that it rejects while it accepts the input', () => {
      expect(judge(invalid, demandsOf(functions([0, 0x0b]))).problem).toMatch(/rejects/)
    })

    it('nothing where it rejects the input too', () => {
      expect(judge(invalid, demandsOf(invalid))).toEqual({ bytes: invalid })
    })
  })

  it.each([
    { what: 'nothing', output: new Uint8Array() },
    { what: 'garbage', output: Uint8Array.of(1, 2, 3) },
    { what: 'half a module', output: INPUT.subarray(0, 20) },
    { what: 'code that cannot be decoded', output: functions([0, 0x27, 0x0b]) },
  ])('rejects $what with the offset, and does not throw', ({ output }) => {
    const demands = output.length > 20 ? demandsOf(functions([0, 0x0b])) : demandsOf(INPUT)
    expect(judge(output, demands).problem).toMatch(/\(at offset 0x[0-9a-f]+\)$/)
  })

  it('passes an empty module for an empty module', () => {
    expect(judge(wasm(), demandsOf(wasm()))).toEqual({ bytes: wasm() })
  })
})
