import { describe, expect, it } from 'vitest'
import { describeName } from '../../../src/analysis/names/describe-name.ts'
import { describeGoName, keysOfGoName } from '../../../src/analysis/names/go.ts'

type Row = readonly [raw: string, full: string, short: string, path: string | undefined, generic?: string]

/** Names that are nobody else's. */
const SURE: readonly Row[] = [
  // Symbols as they are.
  ['encoding/json.(*Decoder).Decode', 'encoding/json.(*Decoder).Decode', 'Decoder.Decode', 'encoding/json'],
  ['encoding/json.Marshal', 'encoding/json.Marshal', 'json.Marshal', 'encoding/json'],
  ['github.com/a/b.Do', 'github.com/a/b.Do', 'b.Do', 'github.com/a/b'],
  ['runtime.gcStart', 'runtime.gcStart', 'runtime.gcStart', 'runtime'],
  ['main.main.func1', 'main.main.func1', 'main.main.func1', 'main'],
  ['main.(*T).Run.func2.1', 'main.(*T).Run.func2.1', 'T.Run.func2.1', 'main'],
  [
    'sync/atomic.(*Pointer[go.shape.int]).Load',
    'sync/atomic.(*Pointer[go.shape.int]).Load',
    'Pointer[_].Load',
    'sync/atomic',
    'sync/atomic.(*Pointer[_]).Load',
  ],
  // As the Go linker writes them into wasm.
  [
    'encoding_json.__decodeState_.object',
    'encoding/json.(*decodeState).object',
    'decodeState.object',
    'encoding/json',
  ],
  [
    'encoding_json.typeEncoder.func1',
    'encoding/json.typeEncoder.func1',
    'json.typeEncoder.func1',
    'encoding/json',
  ],
  [
    'encoding_json.ptrEncoder.encode_fm',
    'encoding/json.ptrEncoder.encode-fm',
    'ptrEncoder.encode-fm',
    'encoding/json',
  ],
  ['runtime_internal_atomic.Xadd', 'runtime/internal/atomic.Xadd', 'atomic.Xadd', 'runtime/internal/atomic'],
  [
    'vendor_golang.org_x_net_idna.ToASCII',
    'vendor/golang.org/x/net/idna.ToASCII',
    'idna.ToASCII',
    'vendor/golang.org/x/net/idna',
  ],
  ['github.com_a_b_c.Do', 'github.com_a_b_c.Do', 'github.com_a_b_c.Do', 'github.com_a_b_c'],
  ['github.com_a_b.__T_.Do', 'github.com_a_b.(*T).Do', 'T.Do', 'github.com_a_b'],
  [
    'my_pkg.__List_go.shape.int__.Push',
    'my_pkg.(*List[go.shape.int]).Push',
    'List[_].Push',
    'my_pkg',
    'my_pkg.(*List[_]).Push',
  ],
  [
    'runtime.f_go.shape.int_.func1',
    'runtime.f[go.shape.int].func1',
    'runtime.f[_].func1',
    'runtime',
    'runtime.f[_].func1',
  ],
  ['runtime.heapBits.initSpan', 'runtime.heapBits.initSpan', 'heapBits.initSpan', 'runtime'],
  ['runtime.init.5', 'runtime.init.5', 'runtime.init.5', 'runtime'],
  [
    'type..eq.encoding_json.SyntaxError',
    'type..eq.encoding/json.SyntaxError',
    'SyntaxError.eq',
    'encoding/json',
  ],
  ['type..eq.struct___a.b_int__', 'type..eq.struct___a.b_int__', 'type..eq.struct___a.b_int__', undefined],
  // TinyGo.
  ['(*bytes.Buffer).Write', '(*bytes.Buffer).Write', 'Buffer.Write', 'bytes'],
]

/** Names that count in a module of Go only. */
const UNSURE: readonly Row[] = [
  ['main.main', 'main.main', 'main.main', 'main'],
  ['fmt.Println', 'fmt.Println', 'fmt.Println', 'fmt'],
  ['main.T.Run', 'main.T.Run', 'T.Run', 'main'],
  ['main.init.0', 'main.init.0', 'main.init.0', 'main'],
  ['main.glob..func1x', 'main.glob..func1x', 'main.glob..func1x', 'main'],
]

function check([raw, full, short, path, generic = full]: Row, isGo: boolean): void {
  const keys = path === undefined ? { generic } : { crate: path, generic }
  expect(describeGoName(raw, isGo)).toEqual({ full, short, ...keys })
  expect(keysOfGoName(raw, isGo)).toEqual(keys)
}

describe('describeGoName', () => {
  it.each(SURE.map((row) => [row[0], row] as const))('%s', (_, row) => check(row, false))
  it.each([...SURE, ...UNSURE].map((row) => [row[0], row] as const))('%s in a module of Go', (_, row) =>
    check(row, true),
  )

  it.each(UNSURE.map(([raw]) => raw))('leaves %s in other modules', (raw) => {
    expect(describeGoName(raw, false)).toBeUndefined()
  })

  it.each(['memmove', 'printf_core.1', 'go.buildid', 'runtime.1', '.x', 'x.', 'a b.c', 'pkg.(*T'])(
    'never takes %s for Go',
    (raw) => {
      expect(describeGoName(raw, true)).toBeUndefined()
    },
  )

  it('is what describeName says', () => {
    expect(describeName('encoding_json.Marshal')).toEqual({
      full: 'encoding/json.Marshal',
      short: 'json.Marshal',
      language: 'go',
      crate: 'encoding/json',
      generic: 'encoding/json.Marshal',
    })
  })
})
