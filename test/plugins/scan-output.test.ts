import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listChanges, takeSnapshot, type ScanScope } from '../../src/plugins/scan-output.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wasm-budget-scan-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const write = (path: string, content = path) => {
  mkdirSync(join(dir, path, '..'), { recursive: true })
  writeFileSync(join(dir, path), content)
}
const scope = (rest: Partial<ScanScope> = {}): ScanScope => ({
  dir,
  isWanted: (path) => path.endsWith('.wasm'),
  skip: [],
  ...rest,
})
const LATER = Number.MAX_SAFE_INTEGER

describe('listChanges', () => {
  it('lists wanted files by path, sorted, in every directory but those of others', async () => {
    for (const path of [
      'b.wasm',
      'a/deep/c.wasm',
      'a/d.js',
      'server/e.wasm',
      'node_modules/f.wasm',
      '.git/g.wasm',
    ])
      write(path)
    expect(await listChanges(scope({ skip: [join(dir, 'server')] }), new Map())).toEqual([
      'a/deep/c.wasm',
      'b.wasm',
    ])
  })

  it('lists nothing of a directory that is not there', async () => {
    expect(await listChanges(scope({ dir: join(dir, 'missing') }), new Map())).toEqual([])
  })

  it('follows no link, neither to a file nor to a directory', async () => {
    write('out/a.wasm')
    write('elsewhere/b.wasm')
    symlinkSync(join(dir, 'elsewhere'), join(dir, 'out/linked'))
    symlinkSync(join(dir, 'elsewhere/b.wasm'), join(dir, 'out/link.wasm'))
    expect(await listChanges(scope({ dir: join(dir, 'out') }), new Map())).toEqual(['a.wasm'])
  })

  it('leaves out what is as it was, and tells a file that was written again, though it is as old and as large', async () => {
    for (const path of ['same.wasm', 'again.wasm', 'larger.wasm']) write(path, 'x')
    utimesSync(join(dir, 'again.wasm'), 1, 1)
    const before = await takeSnapshot(scope(), LATER)
    expect(before.size).toBe(3)
    rmSync(join(dir, 'again.wasm'))
    write('new.wasm')
    write('again.wasm', 'y')
    utimesSync(join(dir, 'again.wasm'), 1, 1)
    write('larger.wasm', 'xx')
    expect(await listChanges(scope(), before)).toEqual(['again.wasm', 'larger.wasm', 'new.wasm'])
  })
})

describe('takeSnapshot', () => {
  it('leaves out what was written since the build began', async () => {
    write('a.wasm')
    expect((await takeSnapshot(scope(), 0)).size).toBe(0)
    expect([...(await takeSnapshot(scope(), LATER)).keys()]).toEqual(['a.wasm'])
  })
})
