import { describe, expect, it } from 'vitest'

import { nameFrames, type FrameLocation } from '../../src/cli/stack-frames.ts'

const NAMES: Readonly<Record<number, string>> = { 12: 'engine::render', 13: 'engine::main' }

const nameOf = ({ index, offset }: FrameLocation) => NAMES[index ?? (offset === 0x34 ? 12 : -1)]

describe('nameFrames', () => {
  it.each([
    [
      'V8 without a name',
      '    at http://h:80/a/x.wasm:wasm-function[12]:0x34',
      '    at engine::render (http://h:80/a/x.wasm:wasm-function[12]:0x34)',
    ],
    [
      'V8 with a placeholder',
      '    at wasm-function[12] (http://h/x.wasm:wasm-function[12]:0x34)',
      '    at engine::render (http://h/x.wasm:wasm-function[12]:0x34)',
    ],
    [
      'V8 with a name',
      '    at run (http://h/x.wasm:wasm-function[12]:0x34)',
      '    at run (http://h/x.wasm:wasm-function[12]:0x34)',
    ],
    [
      'V8 of bytes',
      '    at wasm://wasm/1a2b3c4d:wasm-function[13]:0x99',
      '    at engine::main (wasm://wasm/1a2b3c4d:wasm-function[13]:0x99)',
    ],
    [
      'Firefox',
      'wasm-function[12]@http://h/x.wasm:wasm-function[12]:0x34',
      'engine::render@http://h/x.wasm:wasm-function[12]:0x34',
    ],
    [
      'Firefox without a name',
      '@http://h/x.wasm:wasm-function[12]:0x34',
      'engine::render@http://h/x.wasm:wasm-function[12]:0x34',
    ],
    ['Safari', 'wasm-function[12]@[wasm code]', 'engine::render@[wasm code]'],
    ['Safari with a placeholder', '<?>.wasm-function[12]@[wasm code]', 'engine::render@[wasm code]'],
    [
      'wasmtime',
      '    1:     0x34 - <unknown>!<wasm function 12>',
      '    1:     0x34 - engine::render (<unknown>!<wasm function 12>)',
    ],
    ['an offset alone', '  at dist/x.wasm:0x34', '  at engine::render (dist/x.wasm:0x34)'],
  ])('reads a frame of %s', (_engine, line, named) => {
    const { text, frames } = nameFrames(line, nameOf)
    expect(text).toBe(named)
    expect(frames).toHaveLength(1)
  })

  it('leaves what is no frame, or has no name, as it is', () => {
    const trace =
      'RuntimeError: unreachable\n    at http://h/x.wasm:wasm-function[99]:0x1\n    at http://h/app.js:1:2\n'
    const { text, frames } = nameFrames(trace, nameOf)
    expect(text).toBe(trace)
    expect(frames).toEqual([{ line: 2, location: { url: 'http://h/x.wasm', index: 99, offset: 1 } }])
  })
})
