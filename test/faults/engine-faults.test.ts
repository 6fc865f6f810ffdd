import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

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

/** What is asserted of a fault, and printed. */
interface Fault {
  readonly name: string
  readonly source: string
  /** Runs of the engine: a fault of luck is tried twice. */
  readonly runs: number
  readonly outcome: RegExp
  /** What the next build does, with an engine that works: what luck did is not remembered. */
  readonly next: 'ships -Os without 1c' | 'ships strip, from cache'
  readonly optimize?: Exclude<WasmBudgetOptions['optimize'], boolean>
  readonly files?: Record<string, Uint8Array>
}

const always = (name: string, fault: string, reason: RegExp, more: Partial<Fault> = {}): Fault => ({
  name,
  source: fakeEngine(fault),
  runs: 1,
  outcome: new RegExp(`^ships strip; candidate-rejected: .*(?:${reason.source})`),
  next: 'ships strip, from cache',
  ...more,
})

const luck = (name: string, fault: string, reason: RegExp, more: Partial<Fault> = {}): Fault => ({
  name,
  source: fakeEngine(fault),
  runs: 2,
  outcome: new RegExp(`^stops; engine-fault: .*(?:${reason.source})`),
  next: 'ships -Os without 1c',
  ...more,
})

const returning = (name: string, file: string, wasm: Uint8Array, reason: RegExp): Fault =>
  always(name, `return new Uint8Array(readFileSync(here('${file}')))`, reason, { files: { [file]: wasm } })

const fine = { outcome: /^ships -Os without 1c$/, next: 'ships -Os without 1c' } as const
const kept = { optimize: { onFault: 'keep' } } as const

const FAULTS: readonly Fault[] = [
  { name: 'none', source: fakeEngine(WELL), runs: 1, ...fine },
  { name: 'none, and all the time', source: fakeEngine(WELL), runs: 1, optimize: { seconds: 1e9 }, ...fine },
  always('throws an Error', `throw new Error('unexpected false')`, /unexpected false/),
  always('throws what is no Error', `throw 'parse exception: bad'`, /parse exception: bad/),
  always('throws undefined', 'throw undefined', /undefined/),
  always('throws control characters', String.raw`throw new Error('\u001b[2Jred\nline')`, /red/),
  luck('cannot be loaded', '', /broken package/, {
    source: fakeEngine('', `throw new Error('broken package')`),
    runs: 0,
  }),
  always('returns nothing', 'return undefined', /returned no module/),
  always('returns null', 'return null', /returned no module/),
  always('returns a text', `return 'binary'`, /returned no module/),
  always('returns garbage', 'return new Uint8Array(1000).fill(0x5a)', /magic/),
  always('returns half of the module', 'return input.subarray(0, input.length >> 1)', /at offset 0x/),
  returning('renames an export', 'renamed.wasm', assemble(wat({ export: 'ran' })), /interface/),
  returning('drops an import', 'dropped.wasm', assemble(wat({ import: '' })), /interface/),
  returning('renames an import', 'import.wasm', assemble(wat({ import: 'lag' })), /interface/),
  returning(
    'uses a new feature',
    'feature.wasm',
    assemble(wat({ body: 'i32.add i32.extend8_s' })),
    /sign-ext/,
  ),
  returning('returns an invalid module', 'invalid.wasm', INVALID, /rejects it/),
  always('exits with code 3', 'process.exit(3)', /ended with code 3/),
  always('exits with code 0', 'process.exit(0)', /ended with code 0/),
  always('exits, its child holds stderr', `${SPAWN('inherit')}\nprocess.exit(3)`, /ended with code 3/),
  luck('is killed', `process.kill(process.pid, 'SIGKILL'); hang()`, /SIGKILL/),
  luck('is killed once', `if (first()) { process.kill(process.pid, 'SIGKILL'); hang() }; ${WELL}`, /./, fine),
  luck('is killed, onFault: keep', `process.kill(process.pid, 'SIGKILL'); hang()`, /./, {
    outcome: /^ships strip; fault-kept: killed by SIGKILL$/,
    ...kept,
  }),
  luck('aborts', 'process.abort()', /SIGABRT/),
  luck('hangs', 'hang()', /not done after 2 s/, { optimize: { seconds: 2 } }),
  luck('hangs busily', 'for (;;);', /not done after 2 s/, { optimize: { seconds: 2 } }),
  luck('hangs once', `if (first()) hang(); ${WELL}`, /./, { optimize: { seconds: 5 }, ...fine }),
  luck('hangs, onFault: keep', 'hang()', /./, {
    outcome: /^ships strip; fault-kept: not done after 2 s$/,
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
    `for (let i = 0; i < 160; i++) process.stderr.write('x'.repeat(65536))\nthrow new Error('after all that')`,
    /after all that/,
  ),
]

const observed: { fault: string; runs: number; outcome: string; next: string }[] = []

afterAll(() => {
  const rows = [
    {
      fault: 'binaryen',
      runs: 'runs',
      outcome: 'the build',
      next: 'the next build, with a binaryen that works',
    },
    ...observed.map((row) => ({ ...row, runs: String(row.runs) })),
  ]
  const width = (key: 'fault' | 'outcome') => Math.max(...rows.map((row) => row[key].length))
  const [faults, outcomes] = [width('fault'), width('outcome')]
  console.log(
    rows
      .map(
        ({ fault, runs, outcome, next }) =>
          `${fault.padEnd(faults)}  ${runs.padStart(4)}  ${outcome.padEnd(outcomes)}  ${next}`,
      )
      .join('\n'),
  )
})

const lines = (app: App, name: string): string[] => {
  const path = join(app.root, 'node_modules/binaryen', name)
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
      /binaryen failed twice on url-[\w-]+\.wasm \(-Os without 1c\): (.*)\. Set exclude/.exec(
        message.replaceAll('assets/', ''),
      ) ?? []
    return `stops; engine-fault: ${reason}`
  }
  const [module] = reports[0]?.modules ?? []
  const findings = (reports[0]?.findings ?? []).map(
    ({ code, args }) => `; ${code}: ${'reason' in args ? args.reason : ''}`,
  )
  return `ships ${module?.chosen}${findings.join('')}${module?.fromCache === true ? ', from cache' : ''}`
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

function install(app: App, source: string, files: Record<string, Uint8Array> = {}): void {
  rmSync(join(app.root, 'node_modules/binaryen'), { recursive: true, force: true })
  app.installEngine(source)
  for (const [name, bytes] of Object.entries({ 'better.wasm': BETTER, ...files })) {
    app.write({ [`node_modules/binaryen/${name}`]: bytes })
  }
}

describe('a binaryen that', () => {
  it.each(FAULTS)('$name', async (fault) => {
    const app = makeApp(oneModule(INPUT))
    install(app, fault.source, fault.files)
    const options: WasmBudgetOptions = {
      effort: 'fast',
      ...(fault.optimize === undefined ? {} : { optimize: fault.optimize }),
    }
    const built = await build(app, options)
    const outcome = describeBuild(built)
    const count = lines(app, 'runs').length
    if (built.error === undefined) {
      expect(danglingNames(built)).toEqual([])
      expect(wrongSiblings(built)).toEqual([])
      expect(leaksOf(bytesOf(built, 'url.wasm'))).toEqual([])
    }
    // Nothing that the engine started outlives the build.
    for (const pid of lines(app, 'pids')) expect(await ended(Number(pid)), `process ${pid}`).toBe(true)

    install(app, fakeEngine(WELL))
    const healthy = await build(app, options)
    const next = describeBuild(healthy).replace(/; candidate-rejected: [^,]*.*(?=, from cache)/, '')
    observed.push({
      fault: fault.name,
      runs: count,
      outcome: outcome.replace(/\p{Cc}/gu, '\ufffd').slice(0, 90),
      next,
    })
    expect(outcome).toMatch(fault.outcome)
    expect(count).toBe(fault.runs)
    expect(next.replace('ships -Os without 1c, from cache', 'ships -Os without 1c')).toBe(fault.next)
    if (fault.next === 'ships -Os without 1c' && fault.outcome !== fine.outcome)
      expect(next).not.toContain('cache')
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
    expect(module?.chosen).toBe('-Os without 1c')
    expect(
      module?.tries.filter(({ outcome }) => outcome === 'rejected').map(({ candidate }) => candidate),
    ).toEqual(expect.arrayContaining(['-O1', '-Oz without 1c']))
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
    const instance = wasmBudget({ effort: 'fast' })
    install(app, fakeEngine(`process.kill(process.pid, 'SIGKILL'); hang()`))
    const broken = await build(app, {}, { bundler, instance })
    expect(broken.error?.message).toContain('binaryen failed twice')
    install(app, fakeEngine(WELL))
    const whole = await build(app, {}, { bundler, instance })
    expect(whole.error).toBeUndefined()
    expect(bytesOf(whole, 'url.wasm').length).toBeLessThan(INPUT.length / 2)
  })
})

describe('a process that builds', () => {
  it.each([
    ['an engine that works', WELL, {}, 0],
    ['an engine that is killed', `process.kill(process.pid, 'SIGKILL'); hang()`, {}, 1],
    ['an engine that hangs', 'hang()', { seconds: 2 }, 1],
    ['an engine that hangs, which is kept', 'hang()', { seconds: 2, onFault: 'keep' }, 0],
    ['an engine that throws', `throw new Error('no')`, {}, 0],
  ])('with %s ends by itself', (_, fault, optimize, status) => {
    const app = makeApp(oneModule(INPUT))
    install(app, fakeEngine(fault))
    const result = runVite(app, JSON.stringify({ effort: 'fast', optimize }))
    expect([result.status, result.stderr]).toEqual([status, expect.any(String)])
  })

  it('by a script without a bundler ends by itself', () => {
    const app = makeApp(oneModule(INPUT))
    app.install('vite-plugin-wasm-budget')
    install(app, fakeEngine(WELL))
    app.write({
      'build.mjs': `import { readFile } from 'node:fs/promises'
        import { createPipeline } from 'vite-plugin-wasm-budget/node'
        const pipeline = createPipeline({ root: process.cwd(), cacheDir: 'cache', effort: 'fast' })
        const shipped = await pipeline.ship(await readFile('src/url.wasm'), 'url.wasm')
        const { after } = await pipeline.measure(shipped, 'url.wasm')
        await pipeline.close()
        console.log(shipped.chosen, after.rawBytes === shipped.bytes.length)`,
    })
    expect(run(app, ['build.mjs'])).toEqual({ status: 0, stdout: '-Os without 1c true\n', stderr: '' })
  })

  it('and is killed takes its engines with it', async () => {
    const app = makeApp(oneModule(INPUT))
    app.install('vite-plugin-wasm-budget')
    install(app, fakeEngine(`appendFileSync(here('pids'), process.pid + '\\n'); for (;;);`))
    app.write({
      'build.mjs': `import { readFile } from 'node:fs/promises'
        import { createPipeline } from 'vite-plugin-wasm-budget/node'
        const pipeline = createPipeline({ root: process.cwd(), cacheDir: 'cache', effort: 'fast' })
        await pipeline.ship(await readFile('src/url.wasm'), 'url.wasm')`,
    })
    const script = spawn(process.execPath, ['build.mjs'], { cwd: app.root, stdio: 'ignore' })
    while (lines(app, 'pids').length === 0) await sleep(50)
    script.kill('SIGKILL')
    for (const pid of lines(app, 'pids')) expect(await ended(Number(pid)), `process ${pid}`).toBe(true)
  })
})
