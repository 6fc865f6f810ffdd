import { describe, expect, it } from 'vitest'
import { outcomeOfEnd, type WasmOptEnd } from '../../../src/optimize/engines/wasm-opt-end.ts'

describe('an end of wasm-opt', () => {
  it.each<[string, WasmOptEnd, 'failed' | 'unlucky', string]>([
    ['by an exit', { code: 1, stderr: 'Fatal: no\n' }, 'failed', 'binaryen ended with code 1: Fatal: no'],
    ['by a silent exit', { code: 3, stderr: '' }, 'failed', 'binaryen ended with code 3'],
    ['without a module', { code: 0, stderr: '' }, 'failed', 'binaryen ended with code 0 and wrote no module'],
    ['by a signal', { signal: 'SIGKILL', stderr: '' }, 'unlucky', 'killed by SIGKILL'],
    ['by a crash', { signal: 'SIGSEGV', stderr: 'noise' }, 'unlucky', 'killed by SIGSEGV: noise'],
    [
      'by a crash on Windows',
      { code: 0xc0000005, stderr: '' },
      'unlucky',
      'binaryen ended with code 3221225477',
    ],
    [
      'by an assertion',
      { signal: 'SIGABRT', stderr: "wasm-opt: a.cpp:7: int wasm::f(): Assertion `x' failed.\n" },
      'failed',
      "killed by SIGABRT: wasm-opt: a.cpp:7: int wasm::f(): Assertion `x' failed.",
    ],
    [
      'by what cannot be reached',
      { signal: 'SIGABRT', stderr: 'UNREACHABLE executed at a.cpp:7!' },
      'failed',
      'killed by SIGABRT: UNREACHABLE executed at a.cpp:7!',
    ],
    [
      'by want of memory, native',
      {
        signal: 'SIGABRT',
        stderr: "terminate called after throwing an instance of 'St9bad_alloc'\n  what():  std::bad_alloc\n",
      },
      'unlucky',
      'killed by SIGABRT: what():  std::bad_alloc',
    ],
    [
      'by want of memory, while reading',
      {
        code: 1,
        stderr:
          'Fatal: error building module, std::bad_alloc (possibly invalid request for silly amounts of memory)',
      },
      'unlucky',
      'binaryen ended with code 1: Fatal: error building module, std::bad_alloc (possibly invalid request for silly amounts of memory)',
    ],
    [
      'by want of memory, in WebAssembly',
      {
        code: 1,
        stderr:
          'RuntimeError: Aborted(OOM). Build with -sASSERTIONS\n    at abort (wasm-opt:1:2)\n\nNode.js v20.19.0\n',
      },
      'unlucky',
      'binaryen ended with code 1: RuntimeError: Aborted(OOM). Build with -sASSERTIONS',
    ],
    [
      'that speaks of a function named after it',
      {
        code: 1,
        stderr: '[wasm-validator error in function alloc::oom] bad\nFatal: error validating input\n',
      },
      'failed',
      'binaryen ended with code 1: [wasm-validator error in function alloc::oom] bad',
    ],
  ])('%s', (_, end, kind, reason) => {
    expect(outcomeOfEnd(end)).toEqual({ kind, reason })
  })
})
