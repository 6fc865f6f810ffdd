import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { findPackage } from '../../package-version.ts'
import type { Engine, EngineJob, EngineLimits, EngineOutcome } from '../engine.ts'
import type { BinaryenAnswer, BinaryenRequest } from './npm-binaryen-process.ts'

/** Finds the npm package binaryen as the project in `root` would import it; undefined where it is not installed. */
export function findNpmBinaryen(root: string): Engine | undefined {
  const found = findPackage('binaryen', join(root, 'package.json'))
  if (found === undefined) return undefined
  const entry = pathToFileURL(found.entry).href
  return { id: `binaryen@${found.version}`, run: (job, limits) => run(entry, job, limits) }
}

const SCRIPT = new URL('./npm-binaryen-process.js', import.meta.url)

async function run(entry: string, job: EngineJob, limits: EngineLimits): Promise<EngineOutcome> {
  const request: BinaryenRequest = { entry, parent: process.pid, ...job }
  const { runLimited } = await import('../limited-process.ts')
  const outcome = await runLimited(SCRIPT, request, limits)
  switch (outcome.kind) {
    case 'killed':
      return { kind: 'unlucky', reason: outcome.reason }
    case 'exited':
      return ended(`binaryen ended with code ${outcome.code}`, outcome.stderr)
    case 'answered': {
      const answer = outcome.message as BinaryenAnswer
      // It is a stranger's: what it returned may be anything.
      if (answer.output instanceof Uint8Array) return { kind: 'done', output: answer.output }
      if (answer.error === undefined) return ended('binaryen returned no module', '')
      // A broken installation says nothing about the module, and is mended under the same version.
      if (!answer.isLoaded) return { kind: 'unlucky', reason: `it cannot be loaded: ${answer.error}` }
      return ended(answer.error, '')
    }
  }
}

const OUT_OF_MEMORY = /out of memory|\boom\b|cannot enlarge memory|allocation failed/i

function ended(reason: string, stderr: string): EngineOutcome {
  const lastLine = stderr.trim().split('\n').at(-1) ?? ''
  const full = lastLine === '' ? reason : `${reason}: ${lastLine}`
  return { kind: OUT_OF_MEMORY.test(`${reason}\n${stderr}`) ? 'unlucky' : 'failed', reason: full }
}
