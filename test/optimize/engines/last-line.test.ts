import { describe, expect, it } from 'vitest'
import { lastLine } from '../../../src/optimize/engines/last-line.ts'

describe('the last line of stderr', () => {
  it.each([
    ['is that above the blank ones', 'first\nlast\n\n', 'last'],
    ['is none of nothing', '', ''],
    [
      'is the error, not where Node says that it was thrown',
      '/a/wasm-opt:7\n  throw new Error()\n  ^\n\nError: bad\n    at f (/a/wasm-opt:7:9)\n\nNode.js v20.19.0\n',
      'Error: bad',
    ],
    [
      'is the error, not the stack of a process that aborts',
      'Error: bad\n----- Native stack trace -----\n\n 1: 0xb8ced1 node::Abort() [node]\n----- JavaScript stack trace -----\n\n1: abort (node:internal:1:1)\n',
      'Error: bad',
    ],
    [
      'is what binaryen says of the module, not that it gives up',
      '[parse exception: unexpected end (at 0:9)]\nFatal: error parsing wasm (try --debug for more info)\n',
      '[parse exception: unexpected end (at 0:9)]',
    ],
    [
      'is that it gives up where it says nothing else',
      'Fatal: Failed opening x\n',
      'Fatal: Failed opening x',
    ],
  ])('%s', (_, stderr, line) => {
    expect(lastLine(stderr)).toBe(line)
  })

  it('is cut where it is no line for a terminal', () => {
    expect(lastLine('x'.repeat(9000))).toHaveLength(300)
  })
})
