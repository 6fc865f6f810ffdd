import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'

import {
  type App,
  build,
  type Built,
  bytesOf,
  danglingNames,
  fileOf,
  makeApp,
  removeApps,
  wrongSiblings,
} from '../support/app.ts'
import { oneModule } from '../support/apps.ts'
import { fakeEngine, GROW_BUFFERS, GROW_WASM, SPAWN, WELL } from '../support/fake-engines.ts'
import { run, runVite } from '../support/run-vite.ts'
import { assemble, concat, customSection, leaksOf, noise } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

interface Shape {
  export?: string
  import?: string
  body?: string
  dataBytes?: number
}

function wat({
  export: name = 'run',
  import: imported = 'log',
  body = 'i32.add',
  dataBytes = 200,
}: Shape = {}): string {
  const data = [...noise(dataBytes, 7)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
  const imports = imported === '' ? '' : `(import "env" "${imported}" (func $log (param i32)))`
  return `(module ${imports} (memory (export "memory") 1)
    (func $work (export "${name}") (param i32) (result i32) local.get 0 i32.const 5 ${body})
    (data (i32.const 0) "${data}"))`
}

const INPUT = concat(assemble(wat({ dataBytes: 6000 })), customSection('.debug_info', 'secret'))
const BETTER = assemble(wat())

// A body that can be read and not run: it leaves nothing on the stack.
const INVALID = ((): Uint8Array => {
  const bytes = assemble(wat({ body: 'i32.add i32.eqz i32.eqz' }), false)
  const at = Buffer.from(bytes).indexOf(Buffer.from([0x45, 0x45, 0x0b]))
  bytes[at] = 0x1a
  return bytes
})()

// The shell that follows a first line with `#!` is that of a system like Unix.
const BUILDS = process.platform === 'win32' ? (['npm'] as const) : (['npm', 'native'] as const)

type EngineBuild = (typeof BUILDS)[number]

/** Where each build of the engine lies. */
const DIRECTORIES = { npm: 'node_modules/binaryen', native: 'tools' } as const

const OPTIONS = { npm: {}, native: { engine: { path: 'tools/bin/wasm-opt' } } } as const

const WITH = "ships the engine's work"
const WITHOUT = 'ships what needs no engine'
const FROM_CACHE = `${WITHOUT}, from cache` as const

/** What is asserted of a fault, and printed. */
interface Fault {
  readonly name: string
  readonly source: string
  /** Runs of the engine: a fault of luck is tried twice. */
  readonly runs: number
  readonly outcome: RegExp
  /** What the next build does, with an engine that works: what luck did is not remembered. */
  readonly next: typeof WITH | typeof FROM_CACHE
  readonly optimize?: Exclude<WasmBudgetOptions['optimize'], boolean>
  readonly files?: Record<string, Uint8Array>
}

const always = (name: string, fault: string, reason: RegExp, more: Partial<Fault> = {}): Fault => ({
  name,
  source: fakeEngine(fault),
  runs: 1,
  outcome: new RegExp(`^${WITHOUT}; candidate-rejected: .*(?:${reason.source})`),
  next: FROM_CACHE,
  ...more,
})

const luck = (name: string, fault: string, reason: RegExp, more: Partial<Fault> = {}): Fault => ({
  name,
  source: fakeEngine(fault),
  runs: 2,
  outcome: new RegExp(`^stops; engine-fault: .*(?:${reason.source})`),
  next: WITH,
  ...more,
})

const returning = (name: string, file: string, wasm: Uint8Array, reason: RegExp): Fault =>
  always(name, `return readFileSync(here('${file}'))`, reason, { files: { [file]: wasm } })

// Works when it is asked for its version before the first run, and not after.
const BREAKS = `if (!process.argv.includes('--version')) appendFileSync(here('broken'), '')
if (existsSync(here('broken'))) throw new Error('broken package')`

const fine = { outcome: /^ships the engine's work$/, next: WITH } as const
const kept = { optimize: { onFault: 'keep' } } as const

const FAULTS: readonly Fault[] = [
  { name: 'none', source: fakeEngine(WELL), runs: 1, ...fine },
  { name: 'none, and all the time', source: fakeEngine(WELL), runs: 1, optimize: { seconds: 1e9 }, ...fine },
  always('throws an Error', `throw new Error('unexpected false')`, /unexpected false/),
  always('throws what is no Error', `throw 'parse exception: bad'`, /parse exception: bad/),
  always('throws undefined', 'throw undefined', /undefined/),
  always('throws control characters', String.raw`throw new Error('\u001b[2Jred line')`, /red/),
  luck('cannot be loaded any more', '', /broken package/, {
    source: fakeEngine('', { whenStarted: BREAKS }),
    runs: 0,
  }),
  always('writes nothing', 'return undefined', /wrote no module/),
  always('writes an empty file', `return ''`, /magic/),
  always('writes a directory', `require('node:fs').mkdirSync(options.at(-1))`, /wrote no module/),
  always('writes a text', `return 'binary'`, /magic/),
  always('writes garbage', 'return new Uint8Array(1000).fill(0x5a)', /magic/),
  always('writes half of the module', 'return input.subarray(0, input.length >> 1)', /at offset 0x/),
  returning('renames an export', 'renamed.wasm', assemble(wat({ export: 'ran' })), /interface/),
  returning('drops an import', 'dropped.wasm', assemble(wat({ import: '' })), /interface/),
  returning('renames an import', 'import.wasm', assemble(wat({ import: 'lag' })), /interface/),
  returning(
    'uses a new feature',
    'feature.wasm',
    assemble(wat({ body: 'i32.add i32.extend8_s' })),
    /sign-ext/,
  ),
  returning('writes an invalid module', 'invalid.wasm', INVALID, /rejects it/),
  always('exits with code 3', 'process.exit(3)', /ended with code 3/),
  always('exits with code 0', 'process.exit(0)', /ended with code 0/),
  always('exits, its child holds stderr', `${SPAWN('inherit')}\nprocess.exit(3)`, /ended with code 3/),
  luck('is killed', `process.kill(process.pid, 'SIGKILL'); hang()`, /SIGKILL/),
  luck('is killed once', `if (first()) { process.kill(process.pid, 'SIGKILL'); hang() }; ${WELL}`, /./, fine),
  luck('is killed, onFault: keep', `process.kill(process.pid, 'SIGKILL'); hang()`, /./, {
    outcome: /^ships what needs no engine; fault-kept: killed by SIGKILL$/,
    ...kept,
  }),
  luck('aborts', 'process.abort()', /SIGABRT/),
  always(
    'aborts by an assertion',
    `say("wasm-opt: pass.cpp:7: Assertion \`valid' failed.")\nprocess.abort()`,
    /SIGABRT: .*Assertion `valid' failed/,
  ),
  luck('aborts for want of memory', `say("what():  std::bad_alloc")\nprocess.abort()`, /bad_alloc/),
  luck('hangs', 'hang()', /not done after 2 s/, { optimize: { seconds: 2 } }),
  luck('hangs busily', 'for (;;);', /not done after 2 s/, { optimize: { seconds: 2 } }),
  luck('hangs once', `if (first()) hang(); ${WELL}`, /./, { optimize: { seconds: 5 }, ...fine }),
  luck('hangs, onFault: keep', 'hang()', /./, {
    outcome: /^ships what needs no engine; fault-kept: not done after 2 s$/,
    optimize: { seconds: 2, onFault: 'keep' },
  }),
  luck('grows to 4 GB (WebAssembly)', GROW_WASM, /memory/, { optimize: { memory: '300 MB' } }),
  luck('grows to 4 GB (buffers)', GROW_BUFFERS, /memory/, { optimize: { memory: '300 MB' } }),
  luck('grows once', `if (first()) { ${GROW_WASM} }; ${WELL}`, /./, {
    optimize: { memory: '300 MB' },
    ...fine,
  }),
  luck('says that it is out of memory', `throw new Error('Cannot enlarge memory arrays')`, /enlarge memory/),
  luck('hangs with a child', `${SPAWN('inherit')}\nhang()`, /not done/, { optimize: { seconds: 2 } }),
  { name: 'answers with a child', source: fakeEngine(`${SPAWN('inherit')}\n${WELL}`), runs: 1, ...fine },
  {
    name: 'prints 10 MB',
    source: fakeEngine(
      `for (let i = 0; i < 160; i++) { process.stderr.write('x'.repeat(65536)); process.stdout.write('y'.repeat(65536)) }\n${WELL}`,
    ),
    runs: 1,
    ...fine,
  },
  always(
    'prints 10 MB and throws',
    `for (let i = 0; i < 160; i++) say('x'.repeat(65536))\nthrow new Error('after all that')`,
    /after all that/,
  ),
]

const observed: { build: EngineBuild; fault: string; runs: number; outcome: string; next: string }[] = []

afterAll(() => {
  const rows = [
    {
      build: '',
      fault: 'binaryen',
      runs: 'runs',
      outcome: 'the build',
      next: 'the next build, with a binaryen that works',
    },
    ...observed.map((row) => ({ ...row, runs: String(row.runs) })),
  ]
  const width = (key: 'build' | 'fault' | 'outcome') => Math.max(...rows.map((row) => row[key].length))
  const [builds, faults, outcomes] = [width('build'), width('fault'), width('outcome')]
  console.log(
    rows
      .map(
        ({ build, fault, runs, outcome, next }) =>
          `${build.padEnd(builds)}  ${fault.padEnd(faults)}  ${runs.padStart(4)}  ${outcome.padEnd(outcomes)}  ${next}`,
      )
      .join('\n'),
  )
})

const lines = (app: App, name: string, engine: EngineBuild = 'npm'): string[] => {
  const path = join(app.root, DIRECTORIES[engine], name)
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}

/** Says what a build did in a few words, all taken from what it answered. */
function describeBuild({ error, reports, files }: Built): string {
  if (error !== undefined) {
    const { message } = error
    expect([...files.keys()]).toEqual([])
    for (const way of ['exclude', 'effort', 'optimize.engine', "optimize.onFault: 'keep'"])
      expect(message).toContain(way)
    const [, reason = message] =
      /binaryen failed twice on url-[\w-]+\.wasm \(-O[^)]*\): (.*)\. Set exclude/.exec(
        message.replaceAll('assets/', ''),
      ) ?? []
    return `stops; engine-fault: ${reason}`
  }
  const [module] = reports[0]?.modules ?? []
  const findings = (reports[0]?.findings ?? []).map(
    ({ code, args }) => `; ${code}: ${'reason' in args ? args.reason : ''}`,
  )
  const shipped = module?.chosen.startsWith('-O') === true ? WITH : WITHOUT
  return `${shipped}${findings.join('')}${module?.fromCache === true ? ', from cache' : ''}`
}

/** Whether a process runs; one that has ended and that nobody has asked after does not. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function ended(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100 && runs(pid); attempt++) await sleep(50)
  return !runs(pid)
}

function install(
  app: App,
  source: string,
  files: Record<string, Uint8Array> = {},
  engine: EngineBuild = 'npm',
): void {
  const directory = DIRECTORIES[engine]
  rmSync(join(app.root, directory), { recursive: true, force: true })
  if (engine === 'npm') app.installEngine(source)
  else {
    app.write({
      [`${directory}/bin/package.json`]: '{ "type": "commonjs" }',
      [`${directory}/bin/wasm-opt`]: source,
    })
    chmodSync(join(app.root, directory, 'bin/wasm-opt'), 0o755)
  }
  for (const [name, bytes] of Object.entries({ 'better.wasm': BETTER, ...files })) {
    app.write({ [`${directory}/${name}`]: bytes })
  }
}

/** Gives what is made in temporary files a directory of its own, to look into. */
function temporaryFiles(): () => string[] {
  const directory = mkdtempSync(join(tmpdir(), 'wasm-budget-faults-'))
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, directory)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    rmSync(directory, { recursive: true, force: true })
  })
  return () => readdirSync(directory)
}

describe.each(BUILDS)('a binaryen (%s) that', (engine) => {
  it.each(FAULTS)('$name', async (fault) => {
    const app = makeApp(oneModule(INPUT))
    const left = temporaryFiles()
    install(app, fault.source, fault.files, engine)
    const options: WasmBudgetOptions = { optimize: { ...OPTIONS[engine], ...fault.optimize } }
    const built = await build(app, options)
    const outcome = describeBuild(built)
    const count = lines(app, 'runs', engine).length
    if (built.error === undefined) {
      expect(danglingNames(built)).toEqual([])
      expect(wrongSiblings(built)).toEqual([])
      expect(leaksOf(bytesOf(built, 'url.wasm'))).toEqual([])
    }
    // Nothing that the engine started outlives the build, and nothing that it wrote.
    for (const pid of lines(app, 'pids', engine))
      expect(await ended(Number(pid)), `process ${pid}`).toBe(true)
    expect(left()).toEqual([])

    install(app, fakeEngine(WELL), {}, engine)
    const healthy = await build(app, options)
    const next = describeBuild(healthy).replace(/; candidate-rejected: [^,]*.*(?=, from cache)/, '')
    observed.push({
      build: engine,
      fault: fault.name,
      runs: count,
      outcome: outcome.replace(/\p{Cc}/gu, '\ufffd').slice(0, 90),
      next,
    })
    expect(outcome).toMatch(fault.outcome)
    expect(count).toBe(fault.runs)
    expect(next.replace(`${WITH}, from cache`, WITH)).toBe(fault.next)
    if (fault.next === WITH && fault.outcome !== fine.outcome) expect(next).not.toContain('cache')
    if (built.error === undefined) expect(fileOf(healthy, 'url.wasm')).toBe(fileOf(built, 'url.wasm'))
  })
})

describe('of several candidates', () => {
  it('the best of those that are sound ships, and each that is not is told by name', async () => {
    const app = makeApp(oneModule(INPUT))
    const fault = `if (level.shrink === 2) throw new Error('not this one')
      if (level.optimize === 1) return new Uint8Array(10)
      ${WELL}`
    install(app, fakeEngine(fault))
    const built = await build(app, { effort: 'max' })
    const [module] = built.reports[0]?.modules ?? []
    expect(module?.chosen).toMatch(/^-Os without 1c/)
    expect(
      module?.tries.filter(({ outcome }) => outcome === 'rejected').map(({ candidate }) => candidate),
    ).toEqual(expect.arrayContaining(['-O1', '-Oz']))
    expect(built.reports[0]?.findings.map(({ code, severity }) => `${code} ${severity}`)).toEqual(
      expect.arrayContaining(['candidate-rejected warn']),
    )
    const told = built.log.filter((line) => line.includes('is out ('))
    expect(told.length).toBe(built.reports[0]?.findings.length)
    expect(bytesOf(built, 'url.wasm').length).toBeLessThan(INPUT.length / 2)
  })

  it('one that is killed stops the build once, and all of them that still run', async () => {
    const app = makeApp({
      ...oneModule(INPUT),
      'src/main.js': `import a from './url.wasm?url'
        import b from './other.wasm?url'
        console.log(a, b)`,
      'src/other.wasm': concat(INPUT, customSection('other', 'x')),
    })
    const fault = `appendFileSync(here('pids'), process.pid + '\\n')
      if (level.shrink === 1) { process.kill(process.pid, 'SIGKILL') }
      hang()`
    install(app, fakeEngine(fault))
    const built = await build(app, { optimize: { seconds: 2 } })
    expect(built.error?.message.match(/binaryen failed twice/g)).toHaveLength(1)
    expect(lines(app, 'pids').length).toBeGreaterThan(1)
    for (const pid of lines(app, 'pids')) expect(await ended(Number(pid)), `process ${pid}`).toBe(true)
  })
})

describe.each(['vite', 'rollup', 'rolldown'] as const)('after a fault, the same plugin in %s', (bundler) => {
  it('optimises the next build', async () => {
    const app = makeApp(oneModule(INPUT))
    const { default: wasmBudget } = await import('vite-plugin-wasm-budget')
    const instance = wasmBudget()
    install(app, fakeEngine(`process.kill(process.pid, 'SIGKILL'); hang()`))
    const broken = await build(app, {}, { bundler, instance })
    expect(broken.error?.message).toContain('binaryen failed twice')
    install(app, fakeEngine(WELL))
    const whole = await build(app, {}, { bundler, instance })
    expect(whole.error).toBeUndefined()
    expect(bytesOf(whole, 'url.wasm').length).toBeLessThan(INPUT.length / 2)
  })
})

const KILLED = `process.kill(process.pid, 'SIGKILL'); hang()`

describe.each(BUILDS)('a process that builds (%s)', (engine) => {
  it.each([
    ['an engine that works', WELL, {}, 0],
    ['an engine that is killed', KILLED, {}, 1],
    ['an engine that hangs', 'hang()', { seconds: 2 }, 1],
    ['an engine that hangs, which is kept', 'hang()', { seconds: 2, onFault: 'keep' }, 0],
    ['an engine that throws', `throw new Error('no')`, {}, 0],
  ])('with %s ends by itself', (_, fault, optimize, status) => {
    const app = makeApp(oneModule(INPUT))
    install(app, fakeEngine(fault), {}, engine)
    const result = runVite(app, JSON.stringify({ optimize: { ...OPTIONS[engine], ...optimize } }))
    expect([result.status, result.stderr]).toEqual([status, expect.any(String)])
  })

  it('by a script without a bundler ends by itself', () => {
    const app = makeApp(oneModule(INPUT))
    app.install('vite-plugin-wasm-budget')
    install(app, fakeEngine(WELL), {}, engine)
    app.write({
      'build.mjs': `import { readFile } from 'node:fs/promises'
        import { createPipeline } from 'vite-plugin-wasm-budget/node'
        const optimize = ${JSON.stringify(OPTIONS[engine])}
        const pipeline = createPipeline({ root: process.cwd(), cacheDir: 'cache', optimize })
        const shipped = await pipeline.ship(await readFile('src/url.wasm'), 'url.wasm')
        const { after } = await pipeline.measure(shipped, 'url.wasm')
        await pipeline.close()
        console.log(shipped.chosen.slice(0, 2), after.rawBytes === shipped.bytes.length)`,
    })
    expect(run(app, ['build.mjs'])).toEqual({ status: 0, stdout: '-O true\n', stderr: '' })
  })

  it('and is killed takes its engines and their files with it', async () => {
    const app = makeApp(oneModule(INPUT))
    const left = temporaryFiles()
    app.install('vite-plugin-wasm-budget')
    const fault = `appendFileSync(here('pids'), process.pid + '\\n')
      ${SPAWN('ignore')}
      for (;;);`
    install(app, fakeEngine(fault), {}, engine)
    app.write({
      'build.mjs': `import { readFile } from 'node:fs/promises'
        import { createPipeline } from 'vite-plugin-wasm-budget/node'
        const optimize = ${JSON.stringify(OPTIONS[engine])}
        const pipeline = createPipeline({ root: process.cwd(), cacheDir: 'cache', optimize })
        await pipeline.ship(await readFile('src/url.wasm'), 'url.wasm')`,
    })
    const script = spawn(process.execPath, ['build.mjs'], { cwd: app.root, stdio: 'ignore' })
    const pids = () => lines(app, 'pids', engine)
    while (pids().length < 2) await sleep(50)
    expect(left()).toHaveLength(1)
    script.kill('SIGKILL')
    for (const pid of pids()) expect(await ended(Number(pid)), `process ${pid}`).toBe(true)
    expect(left()).toEqual([])
  })
})

describe.runIf(BUILDS.length > 1)('a native wasm-opt that optimize.engine names', () => {
  const withNative = (source: string) => {
    const app = makeApp(oneModule(INPUT))
    install(app, source, {}, 'native')
    return build(app, { optimize: OPTIONS.native })
  }

  it.each([
    ['cannot be started', '#!/no/such/interpreter', /tools\/bin\/wasm-opt cannot be used.*ENOENT/],
    ['is something else', '#!/bin/sh\necho tool 1.0', /said "tool 1\.0", not "wasm-opt version/],
    ['fails at once', '#!/bin/sh\nexit 3', /--version ended with code 3 and said nothing/],
    ['is too old', fakeEngine(WELL, { version: '108' }), /is of version 108\.0\.0.* needs 132 or newer/],
  ])('and that %s stops the build before it begins', async (_, source, message) => {
    const { error, files } = await withNative(source)
    expect(error?.message).toMatch(message)
    expect([...files.keys()]).toEqual([])
  })
})
