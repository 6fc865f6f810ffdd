import { describe, expect, it } from 'vitest'
import { findBase64Modules, isProbe, writeBase64 } from '../../src/wasm/base64-modules.ts'
import { assemble, concat, customSection, moduleOf, noise } from '../support/wasm-fixtures.ts'

const small = (seed: number, dataBytes = 16): Uint8Array => moduleOf(seed, { dataBytes })

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const found = (text: string): Buffer[] => findBase64Modules(text).map(({ bytes }) => Buffer.from(bytes))

const component = Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 0, 1, 0)

describe('a module in base64', () => {
  const text = base64(small(1))

  it.each([
    ['a data: URL', `f("data:application/wasm;base64,${text}")`],
    ['a string', `const source = '${text}'`],
    ['a template', `\`${text}\``],
    ['a string in a string', JSON.stringify(`const source = "${text}"`)],
    ['a style sheet', `a { background: url(data:application/wasm;base64,${text}) }`],
    ['a whole file', text],
    ['a string that ends with the file', `"${text}`],
  ])('is found in %s', (_, code) => {
    const [only, ...others] = findBase64Modules(code)
    expect(others).toEqual([])
    expect(Buffer.from(only?.bytes ?? []).equals(small(1))).toBe(true)
    expect(code.slice(only?.offset, only?.endOffset)).toBe(text)
  })

  it.each([16, 17, 18])(
    'is found with its padding, and without, with a data segment of %i bytes',
    (dataBytes) => {
      const padded = base64(small(2, dataBytes))
      const bare = padded.replace(/=+$/, '')
      for (const form of [padded, bare]) {
        const [only] = findBase64Modules(`("${form}")`)
        expect(only?.endOffset).toBe(2 + form.length)
        expect(only?.padded).toBe(form === padded)
        expect(Buffer.from(only?.bytes ?? []).equals(small(2, dataBytes))).toBe(true)
      }
    },
  )

  it.each([16, 17, 18])('is found in percent escapes, with a data segment of %i bytes', (dataBytes) => {
    // Characters that are escaped are among them.
    const module = concat(
      small(4, dataBytes),
      customSection(
        'of the program',
        noise(300, 4).map((byte) => byte * 17),
      ),
    )
    for (const form of [base64(module), base64(module).replace(/=+$/, '')]) {
      expect(form).toMatch(/[+/]/)
      const code = `f("data:text/javascript,${encodeURIComponent(`f("${form}")`)}")`
      const [only] = findBase64Modules(code)
      expect(only?.escaped).toBe(true)
      expect(code.slice(only?.offset, only?.endOffset)).toBe(encodeURIComponent(form))
      expect(Buffer.from(only?.bytes ?? []).equals(module)).toBe(true)
      expect(only && writeBase64(only.bytes, only)).toBe(encodeURIComponent(form))
    }
  })

  it('is found as often as it is there, among others', () => {
    const code = `["${text}", "${base64(small(3))}", "${text}"]`
    expect(found(code).map((bytes) => base64(bytes))).toEqual([text, base64(small(3)), text])
  })

  it('is found when it is megabytes long', () => {
    const large = concat(small(4), customSection('of the program', noise(6_000_000, 4)))
    expect(found(`f("${base64(large)}")`)[0]?.equals(large)).toBe(true)
  })

  it('is found when it is a component', () => {
    expect(found(`"${base64(component)}"`)).toEqual([Buffer.from(component)])
  })
})

describe('what is not a module in base64', () => {
  const text = base64(small(5))

  it.each([
    ['nothing', ''],
    ['the beginning of every module', '"AGFzbQ"'],
    ['the header of every module', 'source.startsWith("AGFzbQEAAAA")'],
    ['an empty module', `"${base64(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))}"`],
    ['a piece of a string in lines', `"${text.slice(0, 76)}" +\n"${text.slice(76)}"`],
    ['a string with an escape', `"${text.slice(0, 76)}\\n${text.slice(76)}"`],
    ['a cut module', `"${text.slice(0, -40)}"`],
    ['base64 for URLs', `"${text.slice(0, 100)}-${text.slice(101)}"`],
    ['a cut one in percent escapes', encodeURIComponent(`"${text.slice(0, -40)}"`)],
    ['too much padding in percent escapes', encodeURIComponent(`"${text}==="`)],
    ['one behind escaped base64', `AAAA%2B${text}`],
    ['one with other escapes in it', `"${text.slice(0, 100)}%41${text.slice(101)}"`],
    ['a part of a longer word', `"AAAA${text}"`],
    ['a name with that in it', `_${text}`],
    ['too much padding', `"${text}==="`],
    ['too little of it', `"${base64(small(5, 17)).replace(/=*$/, '')}A"`],
    ['a module of another version', `"${base64(concat(small(5).map((byte, at) => (at === 4 ? 2 : byte))))}"`],
  ])('%s, is left out', (_, code) => expect(found(code)).toEqual([]))
})

describe('a probe', () => {
  it.each([
    ['exports and starts nothing', '(module (func (result v128) i32.const 0 i8x16.splat))', true],
    ['has imports only', '(module (import "a" "b" (global i32)))', true],
    ['exports something', '(module (func (export "f")))', false],
    ['starts something', '(module (func $f) (start $f))', false],
  ])('%s', (_, wat, expected) => expect(isProbe(assemble(wat))).toBe(expected))

  it('is nothing that cannot be read', () => {
    expect(isProbe(component)).toBe(false)
    expect(isProbe(small(6).subarray(0, 40))).toBe(false)
  })
})
