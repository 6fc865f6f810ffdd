import { describe, expect, it } from 'vitest'
import { ENGINE_CANDIDATES, planOf, type EngineCandidate } from '../../src/optimize/candidates.ts'
import type { Engine, EngineJob, EngineLimits, EngineOutcome } from '../../src/optimize/engine.ts'
import { inspect } from '../../src/optimize/inspect.ts'
import { JobQueue } from '../../src/optimize/job-queue.ts'
import { judge } from '../../src/optimize/judge.ts'
import { optimizeModule, type OptimizeServices } from '../../src/optimize/optimize-module.ts'
import type { PassResult, PassTask } from '../../src/optimize/rewrite/run-pass.ts'
import type { Effort } from '../../src/options.ts'
import type { ResolvedOptimize } from '../../src/resolve-options.ts'
import { readSections } from '../../src/wasm/sections.ts'
import {
  custom,
  functions,
  nameMap,
  nameSection,
  section,
  text,
  vector,
  wasm,
} from '../support/wasm-builder.ts'

const NAMES = nameSection(nameMap(1, [[0, 'main']]))
const PRODUCERS = custom('producers', [0])

/** A module of one function of so many `nop`s, and custom sections. */
const moduleOf = (nops: number, ...sections: number[][]) =>
  new Uint8Array([...functions([0, ...Array.from({ length: nops }, () => 0x01), 0x0b]), ...sections.flat()])

const customNames = (bytes: Uint8Array | undefined) =>
  bytes && readSections(bytes).flatMap(({ id, name }) => (id === 0 ? [name] : []))

const { levels: TRIED, rewrite: PLAN } = planOf('max', 100)
/** Steps that are told to progress before the first one. */
const STEPS = TRIED.length + PLAN.best

type Answer = EngineOutcome | ((job: EngineJob, limits: EngineLimits) => Promise<EngineOutcome>)

const done = (output: Uint8Array): EngineOutcome => ({ kind: 'done', output })
const unlucky = (reason = 'killed'): EngineOutcome => ({ kind: 'unlucky', reason })

interface Setting {
  input?: Uint8Array
  /** Answers to the first and later runs of a candidate; unnamed ones give a module that is larger than the input. */
  answers?: Partial<Record<EngineCandidate, readonly Answer[]>>
  engine?: false
  options?: Partial<ResolvedOptimize>
  measure?: (bytes: Uint8Array) => number
  /** What rewriting makes of a module; nothing unless told otherwise. */
  rewrite?: (task: PassTask) => PassResult
  /** Nothing is far from the smallest unless told otherwise. */
  estimate?: (bytes: Uint8Array) => number
  effort?: Effort
  queue?: JobQueue
  signal?: AbortSignal
}

async function optimize({
  input = moduleOf(10),
  answers = {},
  engine,
  options,
  measure = ({ length }) => length,
  rewrite = () => ({}),
  estimate = () => 1,
  effort = 'max',
  queue = new JobQueue(4),
  signal = new AbortController().signal,
}: Setting) {
  const resolved: ResolvedOptimize = {
    strip: 'auto',
    keepSections: [],
    engine: 'auto',
    exports: {},
    onFault: 'stop',
    memoryBytes: 1e9,
    seconds: 60,
    publicFiles: false,
    watch: false,
    ...options,
  }
  const runs: EngineCandidate[] = []
  const jobs: EngineJob[] = []
  const limits: EngineLimits[] = []
  const steps: (string | number)[] = []
  const measured: Uint8Array[] = []
  const fake: Engine = {
    id: 'fake@1',
    async run(job, given) {
      const [name] = Object.entries(ENGINE_CANDIDATES).find(([, level]) => level === job.level) as [
        EngineCandidate,
        unknown,
      ]
      jobs.push(job)
      limits.push(given)
      const answer = answers[name]?.[runs.filter((run) => run === name).length]
      runs.push(name)
      if (answer === undefined) return done(moduleOf(50))
      return typeof answer === 'function' ? answer(job, given) : answer
    },
  }
  const services: OptimizeServices = {
    queue,
    ...(engine === false ? {} : { engine: fake }),
    judge: async (output, demands) => judge(output, demands),
    rewrite: async (task) => rewrite(task),
    estimate: async (bytes) => estimate(bytes),
    measure: async (bytes) => {
      measured.push(bytes)
      return measure(bytes)
    },
    progress: { expect: (count) => steps.push(count), step: (name) => steps.push(name) },
    signal,
  }
  const inspection = inspect(input, resolved.strip, resolved.keepSections)
  const result = await optimizeModule(inspection, 'a.wasm', effort, resolved, services)
  return { result, runs, jobs, limits, steps, measured }
}

const outcomes = ({ tries }: { tries: readonly { candidate: string; outcome: string }[] }) =>
  Object.fromEntries(tries.map(({ candidate, outcome }) => [candidate, outcome]))

describe('what ships', () => {
  it.each([
    { sizes: { '-O1': 5, '-Os without 1c': 3, '-Os': 4, '-Oz': 6 }, chosen: '-Os without 1c' },
    { sizes: { '-O1': 5, '-Os without 1c': 9, '-Os': 9, '-Oz': 2 }, chosen: '-Oz' },
    { sizes: { '-O1': 3, '-Os without 1c': 3, '-Os': 3, '-Oz': 3 }, chosen: '-Os without 1c' },
    { sizes: { '-O1': 10, '-Os without 1c': 10, '-Os': 10, '-Oz': 10 }, chosen: 'keep' },
    { sizes: { '-O1': 11, '-Os without 1c': 12, '-Os': 13, '-Oz': 14 }, chosen: 'keep' },
  ])('is the smallest of 10 and $sizes, the earliest of equals: $chosen', async ({ sizes, chosen }) => {
    const answers = Object.fromEntries(
      Object.entries(sizes).map(([name, nops]) => [name, [done(moduleOf(nops))]]),
    ) as Setting['answers'] & object
    const { result } = await optimize({ answers })
    expect(result.chosen).toBe(chosen)
    expect(outcomes(result)).toEqual({
      keep: 'not-smaller',
      ...Object.fromEntries(TRIED.map((name) => [name, 'not-smaller'])),
      [chosen]: 'shipped',
    })
    const nops = chosen === 'keep' ? 10 : sizes[chosen as keyof typeof sizes]
    expect(Buffer.compare(result.bytes, moduleOf(nops))).toBe(0)
  })

  it('is the smallest by the metric, though it has more bytes', async () => {
    const { result } = await optimize({
      answers: { '-Oz': [done(moduleOf(40))] },
      measure: ({ length }) => (length === moduleOf(40).length ? 1 : 100),
    })
    expect(result.chosen).toBe('-Oz')
    expect(result.tries).toContainEqual({
      candidate: '-Oz',
      outcome: 'shipped',
      rawBytes: moduleOf(40).length,
      wireBytes: 1,
    })
  })

  it('is told to progress before it is tried', async () => {
    const { steps } = await optimize({})
    expect(steps.slice(0, TRIED.length + 1)).toEqual([STEPS, ...TRIED])
    expect(steps).toHaveLength(1 + STEPS)
  })
})

describe('without an engine', () => {
  it('is the module as it is where there is nothing to strip, and nothing is measured', async () => {
    const input = moduleOf(10)
    const { result, measured, steps } = await optimize({ input, engine: false })
    expect(result).toEqual({
      bytes: input,
      chosen: 'keep',
      tries: [{ candidate: 'keep', outcome: 'shipped', rawBytes: input.length }],
      removedSections: [],
      findings: [],
      faulty: false,
    })
    expect(measured).toEqual([])
    expect(steps).toEqual([1, 'rewrite'])
  })

  it('loses its names always, even where that makes it larger', async () => {
    const input = moduleOf(10, NAMES)
    const { result } = await optimize({ input, engine: false, measure: ({ length }) => 1000 - length })
    expect(result).toMatchObject({ chosen: 'strip', removedSections: ['name'] })
    expect(Buffer.compare(result.bytes, moduleOf(10))).toBe(0)
    expect(result.twin).toBe(input)
  })

  it.each([
    { what: 'smaller', measure: ({ length }: Uint8Array) => length, chosen: 'strip all', left: [] },
    { what: 'larger', measure: ({ length }: Uint8Array) => -length, chosen: 'strip', left: ['producers'] },
    { what: 'no smaller', measure: () => 1, chosen: 'strip', left: ['producers'] },
  ])('loses metadata only where that makes it smaller, not $what', async ({ measure, chosen, left }) => {
    const { result } = await optimize({ input: moduleOf(10, NAMES, PRODUCERS), engine: false, measure })
    expect(result.chosen).toBe(chosen)
    expect(customNames(result.bytes)).toEqual(left)
    expect(result.removedSections).toEqual(left.length === 0 ? ['name', 'producers'] : ['name'])
  })

  it('is called keep and strip where nothing leaks', async () => {
    const { result } = await optimize({ input: moduleOf(10, PRODUCERS), engine: false })
    expect(outcomes(result)).toEqual({ keep: 'not-smaller', strip: 'shipped' })
    expect(result).not.toHaveProperty('twin')
  })
})

describe('an engine', () => {
  it('is given the module with its names and without the rest that goes, its features, and its bounds', async () => {
    const features = custom('target_features', vector([0x2b, ...text('sign-ext')]))
    const { jobs, limits } = await optimize({
      input: moduleOf(10, NAMES, PRODUCERS, features, custom('mine')),
      options: { memoryBytes: 123, seconds: 45 },
    })
    expect(jobs).toHaveLength(TRIED.length)
    for (const job of jobs) {
      expect(customNames(job.input)).toEqual(['name', 'mine'])
      expect(job.features).toEqual(['sign-ext'])
    }
    expect(limits[0]).toMatchObject({ memoryBytes: 123, seconds: 45 })
  })

  it('has its output stripped, and the output with its names is the twin', async () => {
    const output = moduleOf(3, NAMES)
    const { result } = await optimize({
      input: moduleOf(10, NAMES, PRODUCERS),
      answers: { '-O1': [done(output)] },
    })
    expect(result).toMatchObject({ chosen: '-O1', removedSections: ['name', 'producers'], twin: output })
    expect(Buffer.compare(result.bytes, moduleOf(3))).toBe(0)
  })

  it('is not asked where its work would break a section that stays, and that is told', async () => {
    const { result, runs, steps } = await optimize({
      input: moduleOf(10, custom('.debug_line')),
      options: { keepSections: ['.debug_*'] },
    })
    expect(runs).toEqual([])
    expect(steps).toEqual([])
    expect(result.findings).toMatchObject([{ code: 'engine-skipped', severity: 'info', asset: 'a.wasm' }])
    expect(result.faulty).toBe(false)
  })
})

describe('a candidate that is broken', () => {
  const interfaceChanged = wasm(section(2, vector([...text('m'), ...text('f'), 2, 0, 1])))
  const featureAdded = functions([0, 0x41, 0, 0xc0, 0x1a, 0x0b])

  it.each<{ what: string; answer: EngineOutcome }>([
    { what: 'has another interface', answer: done(interfaceChanged) },
    { what: 'uses another feature', answer: done(featureAdded) },
    { what: 'is rejected by this runtime', answer: done(functions([0, 0x1a, 0x0b])) },
    { what: 'is no module', answer: done(Uint8Array.of(1, 2, 3)) },
    { what: 'is empty', answer: done(new Uint8Array()) },
    { what: 'made the engine fail', answer: { kind: 'failed', reason: 'unexpected false' } },
  ])('because it $what is out, once and for all, and the best of the rest ships', async ({ answer }) => {
    const { result, runs } = await optimize({
      answers: { '-O1': [answer], '-Oz': [done(moduleOf(4))] },
      // A broken one would win.
      measure: (bytes) => (Buffer.compare(bytes, moduleOf(4)) === 0 ? 2 : bytes.length < 40 ? 1 : 100),
    })
    expect(result.chosen).not.toBe('-O1')
    expect(runs.filter((name) => name === '-O1')).toHaveLength(1)
    expect(result.tries).toContainEqual({
      candidate: '-O1',
      outcome: 'rejected',
      reason: expect.any(String) as string,
    })
    expect(result.findings).toMatchObject([
      { code: 'candidate-rejected', severity: 'warn', asset: 'a.wasm', args: { candidate: '-O1' } },
    ])
    expect(result.faulty).toBe(false)
  })

  it('passes on what the engine said', async () => {
    const { result } = await optimize({
      answers: { '-O1': [{ kind: 'failed', reason: 'unexpected false' }] },
    })
    expect(result.findings[0]?.args).toEqual({ candidate: '-O1', reason: 'unexpected false' })
  })

  it('leaves the module as it is where all are', async () => {
    const failed: EngineOutcome = { kind: 'failed', reason: 'no' }
    const { result } = await optimize({
      answers: Object.fromEntries(TRIED.map((name) => [name, [failed]])),
    })
    expect(result).toMatchObject({ chosen: 'keep', faulty: false })
    expect(result.findings).toHaveLength(TRIED.length)
  })
})

describe('an engine that has bad luck', () => {
  it('once, is run again, and no more is said', async () => {
    const { result, runs, steps } = await optimize({
      answers: { '-O1': [unlucky(), done(moduleOf(3))] },
    })
    expect(runs.filter((name) => name === '-O1')).toHaveLength(2)
    expect(steps.filter((name) => name === '-O1')).toHaveLength(2)
    expect(steps.filter((name) => typeof name === 'number')).toEqual([STEPS, 1])
    expect(result).toMatchObject({ chosen: '-O1', findings: [], faulty: false })
  })

  it('because its process could not be started, is run again too', async () => {
    const cannotStart = () => Promise.reject(new Error('spawn EAGAIN'))
    const { result, runs } = await optimize({ answers: { '-O1': [cannotStart, done(moduleOf(3))] } })
    expect(runs.filter((name) => name === '-O1')).toHaveLength(2)
    expect(result.chosen).toBe('-O1')
  })

  it('once and then fails, is out like one that failed at once', async () => {
    const { result } = await optimize({ answers: { '-O1': [unlucky(), { kind: 'failed', reason: 'no' }] } })
    expect(result.findings).toMatchObject([{ code: 'candidate-rejected' }])
    expect(result.faulty).toBe(false)
  })

  it('is run again alone', async () => {
    const queue = new JobQueue(4)
    let running = 0
    let runningBesideRetry: number | undefined
    const count = async (): Promise<EngineOutcome> => {
      running++
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => void setImmediate(resolve))
      running--
      return done(moduleOf(20))
    }
    const { result } = await optimize({
      queue,
      answers: {
        '-O1': [
          unlucky(),
          async () => {
            runningBesideRetry = running
            const started = queue.run(async () => 'started')
            const first = await Promise.race([
              started,
              new Promise((resolve) => void setImmediate(() => resolve('nothing started'))),
            ])
            expect(first).toBe('nothing started')
            return done(moduleOf(3))
          },
        ],
        '-Os without 1c': [count],
        '-Os': [count],
        '-Oz': [count],
      },
    })
    expect(runningBesideRetry).toBe(0)
    expect(result.chosen).toBe('-O1')
  })

  it('twice, stops the build', async () => {
    await expect(
      optimize({ answers: { '-Oz': [unlucky('first'), unlucky('out of memory')] } }),
    ).rejects.toMatchObject({
      code: 'engine-fault',
      args: { asset: 'a.wasm', candidate: '-Oz', reason: 'out of memory' },
    })
  })

  it('twice under onFault keep, ships what needs no engine, and says so', async () => {
    const { result } = await optimize({
      input: moduleOf(10, NAMES, PRODUCERS),
      options: { onFault: 'keep' },
      answers: { '-O1': [done(moduleOf(1))], '-Oz': [unlucky(), unlucky('out of memory')] },
    })
    expect(result).toMatchObject({
      chosen: 'strip all',
      removedSections: ['name', 'producers'],
      faulty: true,
    })
    expect(Buffer.compare(result.bytes, moduleOf(10))).toBe(0)
    expect(result.findings).toMatchObject([
      {
        code: 'fault-kept',
        severity: 'warn',
        asset: 'a.wasm',
        args: { candidate: '-Oz', reason: 'out of memory' },
      },
    ])
    expect(outcomes(result)).toMatchObject({ '-O1': 'pruned', '-Oz': 'failed', 'strip all': 'shipped' })
  })

  it('is not run again once the build has failed elsewhere', async () => {
    const abort = new AbortController()
    const stop = async (): Promise<EngineOutcome> => {
      abort.abort()
      return unlucky('the build was stopped')
    }
    const runs: string[] = []
    const counted = async (): Promise<EngineOutcome> => {
      runs.push('-O1')
      return stop()
    }
    await expect(
      optimize({ signal: abort.signal, answers: { '-O1': [counted, counted] } }),
    ).rejects.toMatchObject({ code: 'engine-fault' })
    expect(runs).toEqual(['-O1'])
  })
})

describe('rewriting', () => {
  /** Says that a pass made of a module what `make` says, and that all others change nothing. */
  const only = (pass: PassTask['pass'], make: (bytes: Uint8Array) => PassResult) => (task: PassTask) =>
    task.pass === pass ? make(task.bytes) : {}

  it('needs no engine, and ships where it is smaller', async () => {
    const { result } = await optimize({
      engine: false,
      input: moduleOf(10, NAMES),
      rewrite: only('locals', () => ({ bytes: moduleOf(4, NAMES) })),
    })
    expect(outcomes(result)).toEqual({ strip: 'not-smaller', rewrite: 'shipped' })
    expect(Buffer.compare(result.bytes, moduleOf(4))).toBe(0)
    expect(result.twin).toEqual(moduleOf(4, NAMES))
    expect(result.removedSections).toEqual(['name'])
  })

  it('keeps a pass only where what would ship gets smaller', async () => {
    const made = {
      locals: moduleOf(6),
      similarity: moduleOf(8),
      'path-cover': moduleOf(5),
      data: moduleOf(7),
    }
    const { result } = await optimize({
      engine: false,
      rewrite: ({ pass }) => (pass in made ? { bytes: made[pass as keyof typeof made] } : {}),
    })
    expect(Buffer.compare(result.bytes, moduleOf(5))).toBe(0)
  })

  it('begins with integers in their shortest forms, whether that is smaller or not', async () => {
    const seen: [string, number][] = []
    await optimize({
      engine: false,
      rewrite: ({ pass, bytes }) => {
        seen.push([pass, bytes.length])
        return pass === 'shortest' ? { bytes: moduleOf(20) } : {}
      },
    })
    expect(seen[0]).toEqual(['shortest', moduleOf(10).length])
    expect(new Set(seen.slice(1).map(([, length]) => length))).toEqual(new Set([moduleOf(20).length]))
  })

  it('is done on what the engine made too, and on those alone that come out smallest', async () => {
    const rewritten = new Set<number>()
    const { result } = await optimize({
      answers: { '-O1': [done(moduleOf(3))], '-Oz': [done(moduleOf(4))], '-O3': [done(moduleOf(5))] },
      estimate: ({ length }) => length,
      rewrite: ({ pass, bytes, parameter }) => {
        if (pass === 'locals' && parameter === PLAN.rounds.at(-1)) rewritten.add(bytes.length)
        return pass === 'locals' && bytes.length === moduleOf(4).length ? { bytes: moduleOf(1) } : {}
      },
    })
    expect(result.chosen).toBe('-Oz, rewrite')
    expect(rewritten).toEqual(new Set([3, 4].map((nops) => moduleOf(nops).length)))
  })

  it('leaves a module that cannot be taken apart as it is, and that is told to reports alone', async () => {
    const { result } = await optimize({ engine: false, rewrite: () => ({ declined: 'unknown opcode' }) })
    expect(result).toMatchObject({ chosen: 'keep', faulty: false })
    expect(result.findings).toEqual([
      { code: 'rewrite-declined', severity: 'info', asset: 'a.wasm', args: { reason: 'unknown opcode' } },
    ])
  })

  it('loses a pass that could not be proved, and the user is asked to report it', async () => {
    const { result } = await optimize({
      engine: false,
      rewrite: (task) =>
        task.pass === 'locals'
          ? { unproved: 'function 3 reads another local' }
          : only('alignment', () => ({ bytes: moduleOf(9) }))(task),
    })
    expect(Buffer.compare(result.bytes, moduleOf(9))).toBe(0)
    expect(result.findings).toEqual([
      {
        code: 'rewrite-unproved',
        severity: 'warn',
        asset: 'a.wasm',
        args: { pass: 'locals', reason: 'function 3 reads another local' },
      },
    ])
  })

  it('is judged as an engine is', async () => {
    const { result } = await optimize({
      engine: false,
      rewrite: only('locals', () => ({
        bytes: wasm(section(2, vector([...text('m'), ...text('f'), 2, 0, 1]))),
      })),
    })
    expect(result.chosen).toBe('keep')
    expect(result.tries).toContainEqual({
      candidate: 'rewrite',
      outcome: 'rejected',
      reason: expect.stringContaining('interface') as string,
    })
  })

  it('is not done where it would break a section that stays', async () => {
    const { result } = await optimize({
      engine: false,
      input: moduleOf(10, custom('.debug_line')),
      options: { keepSections: ['.debug_*'] },
      rewrite: () => ({ bytes: moduleOf(1) }),
    })
    expect(outcomes(result)).toEqual({ keep: 'shipped' })
  })
})

describe('a candidate whose estimate is far above the smallest', () => {
  const { levels } = planOf('balanced', 100)
  const [level] = levels as [EngineCandidate]
  const rewrite = ({ pass, bytes }: PassTask): PassResult =>
    pass === 'locals' && bytes.length === moduleOf(10).length ? { bytes: moduleOf(9) } : {}

  it('is not measured', async () => {
    const { result, measured } = await optimize({
      effort: 'balanced',
      answers: { [level]: [done(moduleOf(40))] },
      estimate: ({ length }) => length,
      rewrite,
    })
    expect(outcomes(result)).toEqual({ keep: 'not-smaller', [level]: 'pruned', rewrite: 'shipped' })
    expect(measured.map(({ length }) => length)).not.toContain(moduleOf(40).length)
  })

  it('is measured all the same where it is the module as it is', async () => {
    const { result } = await optimize({
      effort: 'balanced',
      answers: { [level]: [done(moduleOf(9))] },
      estimate: ({ length }) => (length === moduleOf(10).length ? 1000 : 1),
      measure: ({ length }) => (length === moduleOf(10).length ? 1 : 1000),
      rewrite,
    })
    expect(result.chosen).toBe('keep')
  })
})
