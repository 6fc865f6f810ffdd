import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

import { type Bundler, makeApp, sha256 } from '../support/app.ts'
import { type BuiltWay, buildWay } from './build-way.ts'
import {
  danglingMentions,
  type Pipelined,
  unlistedModules,
  unmovedScripts,
  untruthfulNames,
  wrongModules,
  wrongReports,
  wrongSiblings,
} from './checks.ts'
import { type Lab, PIPELINES } from './lab.ts'
import { runScript } from './run-script.ts'
import { shell } from './shell.ts'
import type { Shipped, Way } from './way.ts'

/** How a way fares in a bundler: nothing is wrong, these things are, or the bundler itself does not know it. */
export interface Outcome {
  readonly problems: readonly string[]
  /** What the bundler itself says to it. */
  readonly ownError?: string
}

/** Builds a way with two pipelines, looks at everything that was written, and runs it. */
export async function examine(way: Way, bundler: Bundler, id: string, lab: Lab): Promise<Outcome> {
  const app = makeApp({ ...shell, ...way.files })
  const place = { root: app.root, cdn: lab.originOf(id), cache: lab.cache }
  // Where Rollup and Rolldown have their cache.
  mkdirSync(join(app.root, 'node_modules'), { recursive: true })
  symlinkSync(lab.cache, join(app.root, 'node_modules', '.cache'), 'dir')
  const run = (name: string, { files }: BuiltWay): Promise<string> => {
    const { script } = way
    if (script === undefined) return lab.run(name, within(files, way.served), way.servedAt)
    const path = [...files.keys()].find((file) => script.path.test(file))
    if (path === undefined) return Promise.resolve(`failed: there is no ${script.path.source}`)
    return runScript(app.root, path, script.edge)
  }
  try {
    const ownError = way.unsupported?.[bundler]
    if (ownError !== undefined) {
      const alone = await buildWay(way, app, bundler, place)
      return judgeOwnError(alone.error?.message ?? (await run(id, alone)), ownError)
    }
    const optimised = await buildWay(way, app, bundler, place, PIPELINES.optimised)
    const printed = optimised.error === undefined ? await run(id, optimised) : undefined
    const asTheyAre = await buildWay(way, app, bundler, place, PIPELINES['as they are'])
    const bytes = new Map<string, Uint8Array>()
    const keyOf = (source: Uint8Array, as: Shipped['as']) => `${as === 'inlined'} ${sha256(source)}`
    for (const { source, as } of way.ships)
      bytes.set(keyOf(source, as), await lab.optimised(source, as === 'inlined' ? 'base64' : 'file'))
    const pipelined: Pipelined = (source, as) => bytes.get(keyOf(source, as)) as Uint8Array
    const silent = optimised.error === undefined && way.says?.test(optimised.log) === false
    const problems = [
      ...(silent ? [`says nothing like ${way.says?.source}`] : []),
      ...problemsOf(way, optimised, pipelined, printed).map((problem) => `optimised: ${problem}`),
      ...problemsOf(way, asTheyAre, (source) => source).map((problem) => `as they are: ${problem}`),
    ]
    if (optimised.error === undefined && asTheyAre.error === undefined)
      problems.push(...untruthfulNames(optimised, asTheyAre), ...unmovedScripts(way, optimised, asTheyAre))
    return { problems }
  } finally {
    app.remove()
  }
}

function problemsOf(way: Way, built: BuiltWay, pipelined: Pipelined, printed = String(way.prints)): string[] {
  if (built.error !== undefined)
    return [`the build failed: ${firstLine(stripVTControlCharacters(built.error.message))}`]
  const problems = [
    ...wrongModules(way, built, pipelined),
    ...wrongSiblings(built, way.serverFiles),
    ...danglingMentions(built, way.mentions),
    ...unlistedModules(built, way.listedIn),
    ...wrongReports(way, built, pipelined),
  ]
  if (printed !== String(way.prints)) problems.push(`prints ${firstLine(printed)}, not ${way.prints}`)
  return problems
}

function judgeOwnError(message: string, expected: RegExp): Outcome {
  const plain = stripVTControlCharacters(message)
  const found = expected.exec(plain)
  if (found !== null) return { problems: [], ownError: lineOf(plain, found) }
  return { problems: [`the bundler itself says ${firstLine(plain)}, which is not ${expected.source}`] }
}

/** Files below a directory, by path from it. */
function within(files: ReadonlyMap<string, Buffer>, directory = ''): ReadonlyMap<string, Buffer> {
  const inside = [...files].filter(([path]) => path.startsWith(directory))
  return new Map(inside.map(([path, bytes]) => [path.slice(directory.length), bytes]))
}

/** The line of a message in which something was found, without what is different every time. */
function lineOf(message: string, { 0: { length }, index }: RegExpExecArray): string {
  const end = message.indexOf('\n', index + length)
  const line = message.slice(message.lastIndexOf('\n', index) + 1, end < 0 ? undefined : end).trim()
  return line
    .replace(/^failed: /, '')
    .replaceAll(/http:\/\/[\w-]+\.localhost:\d+/g, '')
    .replaceAll(/(?:\.\.)?[\w./-]*wasm-budget-app-\w+\//g, '')
    .replaceAll(/-[\w-]{8}(?=\.)/g, '-[hash]')
}

const firstLine = (text: string): string => text.trim().split('\n', 3).join(' ').slice(0, 300)
