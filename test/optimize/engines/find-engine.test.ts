import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { findEngine } from '../../../dist/optimize/engines/find-engine.js'
import type { EngineOutcome } from '../../../src/optimize/engine.ts'
import type { EngineChoice } from '../../../src/options.ts'
import { makeApp, removeApps, type App } from '../../support/app.ts'
import { fakeEngine } from '../../support/fake-engines.ts'
import { wat } from '../../support/wat.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  removeApps()
})

const INPUT = wat('(module (import "m" "f" (func)) (func (export "run")))')

const answering = (text: string) => `return '${text}'`

/** An app with a native program, which is on PATH before everything else. */
function appWithNative(fault: string, version = '1320'): App {
  const app = makeApp({
    'tools/bin/package.json': '{ "type": "commonjs" }',
    'tools/bin/wasm-opt': fakeEngine(fault, { version }),
  })
  chmodSync(join(app.root, 'tools/bin/wasm-opt'), 0o755)
  vi.stubEnv(
    'PATH',
    [join(app.root, 'tools/bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
  )
  return app
}

async function run(app: App, engine: EngineChoice, times = 1) {
  const found = findEngine({ engine }, app.root).engine
  const outcomes: string[] = []
  for (let time = 0; time < times; time++) {
    const outcome = (await found?.run(
      { input: INPUT, level: { optimize: 1, shrink: 0, inlineOneCaller: true }, features: [] },
      { memoryBytes: 2 ** 30, seconds: 20, signal: new AbortController().signal },
    )) as EngineOutcome
    outcomes.push(outcome.kind === 'done' ? Buffer.from(outcome.output).toString() : outcome.kind)
  }
  return { id: found?.id, outcomes }
}

const runsOf = (app: App, directory: string): number => {
  const path = join(app.root, directory, 'runs')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0
}

const emptyPath = () => vi.stubEnv('PATH', '/no/such/directory')

describe("'none', or no optimising,", () => {
  it('is no engine and nothing to say', () => {
    const app = makeApp({})
    app.installEngine(fakeEngine(answering('npm')))
    expect(findEngine({ engine: 'none' }, app.root)).toEqual({})
    expect(findEngine(false, app.root)).toEqual({})
  })
})

describe('without the package', () => {
  it("'auto' is none, and says how to install it, whatever is on PATH", () => {
    const app = appWithNative(answering('native'))
    expect(findEngine({ engine: 'auto' }, app.root)).toEqual({
      finding: { code: 'engine-missing', severity: 'warn', args: { install: 'npm i -D binaryen' } },
    })
  })

  it("'npm' is an error", () => {
    const app = makeApp({})
    expect(() => findEngine({ engine: 'npm' }, app.root)).toThrow(
      expect.objectContaining({ code: 'engine-not-found', args: { engine: 'npm', from: app.root } }) as Error,
    )
  })
})

describe('with an old package', () => {
  it("'auto' is none, and says what is there and what is needed", () => {
    const app = makeApp({})
    app.installEngine(fakeEngine(answering('npm')), '131.0.0')
    const args = { found: '131.0.0', wanted: 132, install: 'npm i -D binaryen@latest' }
    expect(findEngine({ engine: 'auto' }, app.root)).toEqual({
      finding: { code: 'engine-too-old', severity: 'warn', args },
    })
  })

  it("'npm' is an error", () => {
    const app = makeApp({})
    app.installEngine(fakeEngine(answering('npm')), '116.0.0')
    const args = { name: 'binaryen', found: '116.0.0', wanted: 132 }
    expect(() => findEngine({ engine: 'npm' }, app.root)).toThrow(
      expect.objectContaining({ code: 'engine-too-old', args }) as Error,
    )
  })
})

// A first line with `#!` makes no program of a script on Windows.
describe.skipIf(process.platform === 'win32')('with the package and a native wasm-opt on PATH', () => {
  const withPackage = (app: App, fault = answering('npm'), version = '1320.0.0') => {
    app.installEngine(fakeEngine(fault), version)
    return app
  }

  it("'auto' takes the native one of the same version, under the id of the package", async () => {
    const app = withPackage(appWithNative(answering('native')))
    const { id, outcomes } = await run(app, 'auto')
    expect(outcomes).toEqual(['native'])
    expect(id).toBe('binaryen@1320.0.0')
    emptyPath()
    expect(await run(app, 'auto')).toEqual({ id, outcomes: ['npm'] })
  })

  it.each([
    ['older', '1319', '1320.0.0'],
    ['newer', '1321', '1320.0.0'],
    ['between releases', '1320 (version_1320-3-gabcdef0)', '1320.0.0'],
    ['that of a nightly package', '1320', '1320.0.0-nightly.20261001'],
  ])("'auto' takes the package where the native version is another: %s", async (_, native, npm) => {
    const app = withPackage(appWithNative(answering('native'), native), answering('npm'), npm)
    expect(await run(app, 'auto')).toEqual({ id: `binaryen@${npm}`, outcomes: ['npm'] })
  })

  it("'auto' takes the package where the native one says no version", async () => {
    const app = withPackage(appWithNative(answering('native'), '?'))
    expect((await run(app, 'auto')).outcomes).toEqual(['npm'])
  })

  it.each([
    ['throws', `throw new Error('no')`],
    ['is killed', `process.kill(process.pid, 'SIGKILL'); hang()`],
  ])("'auto' turns to the package for good where the native one %s", async (_, fault) => {
    const app = withPackage(appWithNative(fault))
    expect((await run(app, 'auto', 3)).outcomes).toEqual(['npm', 'npm', 'npm'])
    expect([runsOf(app, 'tools'), runsOf(app, 'node_modules/binaryen')]).toEqual([1, 3])
  })

  it("'npm' takes the package", async () => {
    const app = withPackage(appWithNative(answering('native')))
    expect(await run(app, 'npm')).toEqual({ id: 'binaryen@1320.0.0', outcomes: ['npm'] })
  })

  it("'native' takes the one on PATH, and its version is the id", async () => {
    const app = withPackage(appWithNative(answering('native'), '1321 (version_1321-3-gabcdef0)'))
    expect(await run(app, 'native')).toEqual({
      id: 'binaryen@1321.0.0+version_1321-3-gabcdef0',
      outcomes: ['native'],
    })
  })

  it("'native' of the version of the package has its id", () => {
    const app = withPackage(appWithNative(answering('native')))
    const idOf = (engine: EngineChoice) => findEngine({ engine }, app.root).engine?.id
    expect(idOf('native')).toBe(idOf('npm'))
    expect(idOf({ path: 'tools/bin/wasm-opt' })).toBe(idOf('npm'))
  })

  it("'native' is an error where there is none on PATH", () => {
    const app = withPackage(appWithNative(answering('native')))
    emptyPath()
    expect(() => findEngine({ engine: 'native' }, app.root)).toThrow(
      expect.objectContaining({
        code: 'engine-not-found',
        args: { engine: 'native', from: '/no/such/directory' },
      }) as Error,
    )
  })

  it('a path is from the root, or absolute', async () => {
    const app = withPackage(appWithNative(answering('native')))
    const relative = await run(app, { path: 'tools/bin/wasm-opt' })
    expect(relative.outcomes).toEqual(['native'])
    expect(await run(app, { path: join(app.root, 'tools/bin/wasm-opt') })).toEqual(relative)
  })

  it('a path to nothing is an error that says which', () => {
    const app = withPackage(appWithNative(answering('native')))
    expect(() => findEngine({ engine: { path: 'tools/wasm-opt' } }, app.root)).toThrow(
      expect.objectContaining({
        code: 'engine-unusable',
        args: { path: join(app.root, 'tools/wasm-opt'), reason: expect.stringContaining('ENOENT') as string },
      }) as Error,
    )
  })

  it('a path to an old one is an error that says how old', () => {
    const app = appWithNative(answering('native'), '108')
    expect(() => findEngine({ engine: { path: 'tools/bin/wasm-opt' } }, app.root)).toThrow(
      /tools\/bin\/wasm-opt is of version 108\.0\.0, and optimize\.engine needs 132 or newer/,
    )
  })
})
