// Sizes of one module as it is, stripped, as wasm-opt leaves it and as this package does.
import { createRequire } from 'node:module'
import { constants, brotliCompressSync, gzipSync } from 'node:zlib'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { inspect } from '../../dist/optimize/inspect.js'
import { judge, demandsOn } from '../../dist/optimize/judge.js'
import { ENGINE_CANDIDATES, ladderOf } from '../../dist/optimize/candidates.js'
import { findEngine } from '../../dist/optimize/engines/find-engine.js'
import { JobQueue } from '../../dist/optimize/job-queue.js'
import { optimizeModule } from '../../dist/optimize/optimize-module.js'
import { WorkerPool } from '../../dist/pipeline/worker-pool.js'
import { resolveOptions } from '../../dist/resolve-options.js'
import { Compressor } from '../../dist/pipeline/compressor.js'
import { ContentStore } from '../../dist/cache/content-store.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const code = fileURLToPath(new URL('../../dist/optimize', import.meta.url))
/** Stands for the optimiser's code: another one may come to other sizes. */
const CODE = readdirSync(code, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.js'))
  .sort()
  .reduce((hash, file) => hash.update(file).update(readFileSync(`${code}/${file}`)), createHash('sha256'))
  .digest('hex')

const LEVELS = ['-O1', '-Os', '-Oz', '-O3']
const binaryen = createRequire(import.meta.url)('binaryen/package.json').version

/**
 * Everything that is printed of a module; `remember(what, compute)` keeps what took long.
 */
export async function measureWire(bytes, efforts, remember) {
  const source = new Uint8Array(bytes)
  const queue = new JobQueue()
  const workers = new WorkerPool()
  const { engine } = findEngine({ engine: 'npm' }, root)
  const options = resolveOptions({}).optimize
  const inspection = inspect(source, 'always', [])
  const problems = []
  /** Outputs of the engine, which levels and efforts share. */
  const outputs = new Map()
  const shared = {
    id: engine.id,
    run(job, limits) {
      const key = JSON.stringify([createHash('sha256').update(job.input).digest('hex'), job.level])
      const known = outputs.get(key) ?? engine.run(job, limits)
      outputs.set(key, known)
      return known
    },
  }
  const limits = { memoryBytes: 4 * 2 ** 30, seconds: 900, signal: new AbortController().signal }
  const runLevel = async (level) => {
    const started = performance.now()
    const features = inspection.features ?? []
    const job = { input: inspection.engineInput, level: ENGINE_CANDIDATES[level], features }
    const outcome = await shared.run(job, limits)
    const judgement =
      outcome.kind === 'done'
        ? judge(outcome.output, demandsOn(inspection, options))
        : { problem: outcome.reason }
    if (judgement.problem !== undefined) return { problem: `${level}: ${judgement.problem}` }
    return { ...sizesOf(judgement.bytes), seconds: (performance.now() - started) / 1000 }
  }
  try {
    const variants = {
      original: sizesOf(source),
      stripped: sizesOf(inspection.base),
    }
    const levels = await Promise.all(
      LEVELS.map((level) => remember(['level', binaryen, level], () => queue.run(() => runLevel(level)))),
    )
    for (const [at, level] of LEVELS.entries()) {
      const { problem, ...figures } = levels[at]
      if (problem === undefined) variants[level] = figures
      else problems.push(problem)
    }
    for (const effort of efforts) {
      const level = effort === 'none' ? 'max' : effort
      variants[effort] = await remember(['effort', effort, binaryen, CODE, ladderOf(level)], async () => {
        const started = performance.now()
        const compressor = new Compressor(
          'native',
          new ContentStore(tmpdir(), () => undefined),
          queue,
          workers,
        )
        const measured = []
        const result = await optimizeModule(inspect(source, 'auto', []), 'bench', level, options, {
          queue,
          ...(effort === 'none' ? {} : { engine: shared }),
          judge: (output, demands) => workers.run('judge', { output, demands }),
          rewrite: (task) => queue.run(() => workers.run('runPass', task)),
          measure: async (candidate) => {
            const size = await compressor.measure(candidate, 'brotli', 'bench')
            measured.push({ candidate, size })
            return size
          },
          estimate: (candidate) => compressor.estimate(candidate, 'brotli'),
          progress: { expect() {}, step() {} },
          signal: limits.signal,
        })
        const seconds = (performance.now() - started) / 1000
        return {
          ...sizesOf(result.bytes),
          seconds,
          chosen: result.chosen,
          estimateError: await errorOfEstimate(measured, compressor),
          findings: result.findings.map((finding) => `${finding.code} ${JSON.stringify(finding.args)}`),
        }
      })
      problems.push(...variants[effort].findings.map((finding) => `${effort}: ${finding}`))
    }
    return { variants, problems }
  } finally {
    await workers.close()
  }
}

function sizesOf(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    [constants.BROTLI_PARAM_LGWIN]: Math.min(24, Math.max(16, Math.ceil(Math.log2(bytes.length)))),
  }
  return {
    rawBytes: bytes.length,
    gzipBytes: gzipSync(bytes, { level: 9, memLevel: 9 }).length,
    brotliBytes: brotliCompressSync(bytes, { params }).length,
  }
}

/** How far the estimate of the smallest is above the smallest estimate. */
async function errorOfEstimate(measured, compressor) {
  if (measured.length < 2) return 0
  const estimates = await Promise.all(
    measured.map(({ candidate }) => compressor.estimate(candidate, 'brotli')),
  )
  const smallest = Math.min(...measured.map(({ size }) => size))
  return estimates[measured.findIndex(({ size }) => size === smallest)] / Math.min(...estimates) - 1
}
