#!/usr/bin/env node
// Brings the published modules of modules.tsv out of the npm registry:
//   node test/corpus/fetch.mjs [DIRECTORY] [--max-bytes N] [--only NAME]...
// NAME is a part of "package/file". What is there already and is what the list says is not fetched again.
// Ends with code 1 if a wanted file is missing.
import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL, fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'

/** Where the files go unless told otherwise. */
export const DIRECTORY = fileURLToPath(new URL('../../node_modules/.cache/wasm-corpus', import.meta.url))

const DOWNLOADS_AT_A_TIME = 3
const DOWNLOAD_MILLISECONDS = 10 * 60_000

/**
 * One published module.
 * @typedef {object} CorpusModule
 * @property {string} package
 * @property {string} version
 * @property {string} file path within the package
 * @property {number} bytes
 * @property {string} sha256
 * @property {string} licence as the package states it
 */

/**
 * Which modules are meant, and where they lie.
 * @typedef {object} Selection
 * @property {string} [directory]
 * @property {number} [maxBytes] larger ones are left out
 * @property {readonly string[]} [only] parts of "package/file", one of which must be in it
 */

/** @returns {CorpusModule[]} sorted by package and file */
export function readList() {
  const text = readFileSync(new URL('modules.tsv', import.meta.url), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [name, version, file, bytes, sha256, licence] = line.split('\t')
      if (!name || !version || !file || !sha256 || !licence) throw new Error(`modules.tsv: ${line}`)
      return { package: name, version, file, bytes: Number(bytes), sha256, licence }
    })
}

/** @param {Selection} selection */
export function selectModules({ maxBytes = Infinity, only = [] }) {
  const isNamed = (/** @type {CorpusModule} */ module) =>
    only.length === 0 || only.some((part) => `${module.package}/${module.file}`.includes(part))
  return readList().filter((module) => module.bytes <= maxBytes && isNamed(module))
}

/** @param {CorpusModule} module @param {string} [directory] */
export function pathOf(module, directory = DIRECTORY) {
  return join(directory, `${module.package}@${module.version}`, module.file)
}

/** @param {CorpusModule} module @param {Uint8Array} bytes */
const isAsListed = (module, bytes) =>
  bytes.length === module.bytes && createHash('sha256').update(bytes).digest('hex') === module.sha256

/** @param {CorpusModule} module @param {string} directory */
function isThere(module, directory) {
  const path = pathOf(module, directory)
  return existsSync(path) && isAsListed(module, readFileSync(path))
}

/**
 * Fetches what is missing.
 * @param {Selection & { say?: (line: string) => void }} [options]
 * @returns {Promise<{ wanted: CorpusModule[], problems: string[] }>} problems: a sentence for each package or file that is missing
 */
export async function fetchCorpus(options = {}) {
  const { directory = DIRECTORY, say = () => {} } = options
  const wanted = selectModules(options)
  /** @type {Map<string, CorpusModule[]>} */
  const missing = new Map()
  for (const module of wanted) {
    if (isThere(module, directory)) continue
    const spec = `${module.package}@${module.version}`
    missing.set(spec, [...(missing.get(spec) ?? []), module])
  }
  /** @type {string[]} */
  const problems = []
  const queue = [...missing]
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [spec, modules] = next
      say(`fetching ${spec}`)
      try {
        problems.push(...unpack(await download(spec), spec, modules, directory))
      } catch (error) {
        problems.push(`${spec}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: DOWNLOADS_AT_A_TIME }, work))
  return { wanted, problems: problems.sort() }
}

/** @param {string} spec @returns {Promise<Buffer>} the tarball */
async function download(spec) {
  const directory = mkdtempSync(join(tmpdir(), 'wasm-corpus-'))
  try {
    const { stdout } = await promisify(execFile)(
      'npm',
      [
        'pack',
        '--loglevel=error',
        '--fetch-retries=1',
        '--ignore-scripts',
        '--pack-destination',
        directory,
        spec,
      ],
      // On Windows npm is a script, which only a shell starts.
      { cwd: directory, timeout: DOWNLOAD_MILLISECONDS, shell: process.platform === 'win32' },
    )
    return readFileSync(join(directory, stdout.trim().split('\n').at(-1) ?? ''))
  } catch (error) {
    throw new Error(`npm pack failed: ${reasonOf(error)}`, { cause: error })
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** @param {unknown} error of a process */
function reasonOf(error) {
  const {
    stderr = '',
    killed = false,
    message = '',
  } = /** @type {{ stderr?: string, killed?: boolean, message?: string }} */ (error)
  if (killed) return `no answer within ${DOWNLOAD_MILLISECONDS / 60_000} minutes`
  const lines = stderr.split('\n').map((line) => line.replace(/^npm (?:error|ERR!)\s*/, '').trim())
  return lines.find((line) => line !== '' && !/^(?:code|errno|syscall|type|npm warn) /.test(line)) ?? message
}

/**
 * Writes the modules of a package, each under its final name only when it is complete.
 * @param {Buffer} tarball
 * @param {string} spec
 * @param {readonly CorpusModule[]} modules
 * @param {string} directory
 * @returns {string[]} problems
 */
function unpack(tarball, spec, modules, directory) {
  const wanted = new Map(modules.map((module) => [module.file, module]))
  /** @type {string[]} */
  const problems = []
  for (const { path, bytes } of readTar(gunzipSync(tarball))) {
    // All files of an npm package lie in one folder, whose name is up to the package.
    const module = wanted.get(path.slice(path.indexOf('/') + 1))
    if (!module) continue
    wanted.delete(module.file)
    if (!isAsListed(module, bytes)) {
      problems.push(`${spec}: ${module.file} is not what the list says (${bytes.length} bytes)`)
      continue
    }
    const target = pathOf(module, directory)
    mkdirSync(dirname(target), { recursive: true })
    const unfinished = `${target}.${randomUUID()}`
    writeFileSync(unfinished, bytes)
    renameSync(unfinished, target)
  }
  return [...problems, ...[...wanted.keys()].map((file) => `${spec}: ${file} is not in the package`)]
}

/**
 * Regular files of a tar archive, as npm packs them: ustar, with long paths in pax headers.
 * @param {Buffer} tar
 */
function* readTar(tar) {
  const text = (/** @type {number} */ from, /** @type {number} */ length) =>
    tar.toString('utf8', from, from + length).replace(/\0.*$/s, '')
  let longPath
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const size = Number.parseInt(text(at + 124, 12), 8)
    const type = text(at + 156, 1)
    const bytes = tar.subarray(at + 512, at + 512 + size)
    const prefix = text(at + 345, 155)
    if (type === 'x') longPath = /^\d+ path=(.*)$/m.exec(bytes.toString('utf8'))?.[1]
    else {
      const path = longPath ?? `${prefix}${prefix === '' ? '' : '/'}${text(at, 100)}`
      if (type === '0' || type === '') yield { path, bytes }
      longPath = undefined
    }
    at += 512 + Math.ceil(size / 512) * 512
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'max-bytes': { type: 'string' }, only: { type: 'string', multiple: true } },
  })
  const directory = resolve(positionals[0] ?? DIRECTORY)
  const maxBytes = Number(values['max-bytes'] ?? Infinity)
  if (positionals.length > 1 || !(maxBytes >= 0)) {
    throw new Error('usage: node test/corpus/fetch.mjs [DIRECTORY] [--max-bytes N] [--only NAME]...')
  }
  const only = values.only ?? []
  const { wanted, problems } = await fetchCorpus({ directory, maxBytes, only, say: console.log })
  if (wanted.length === 0) problems.push('no module of the list is meant')
  for (const problem of problems) console.error(problem)
  const there = wanted.filter((module) => existsSync(pathOf(module, directory))).length
  console.log(`${there} of ${wanted.length} modules in ${directory}`)
  if (problems.length > 0) process.exitCode = 1
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  await main().catch((error) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  })
}
