// Published packages, with their glue code, that no test but the full ones needs: `packages/package-lock.json` pins them.
import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const LOCK = 'package-lock.json'
const FILES = ['package.json', LOCK]
const DIRECTORY = fileURLToPath(new URL('../../node_modules/.cache/wasm-behaviour', import.meta.url))
const INSTALLED = join(DIRECTORY, 'installed.json')
const INSTALL_MILLISECONDS = 10 * 60_000

/** @param {string} file */
const listed = (file) => fileURLToPath(new URL(`packages/${file}`, import.meta.url))

/** Whether the packages are there in the versions that are listed. */
export function arePackagesInstalled() {
  return existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === readFileSync(listed(LOCK), 'utf8')
}

/** Installs the packages unless they are there; npm checks what it brings against the lock file. */
export async function installPackages() {
  if (arePackagesInstalled()) return
  mkdirSync(DIRECTORY, { recursive: true })
  for (const file of FILES) copyFileSync(listed(file), join(DIRECTORY, file))
  await promisify(execFile)(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: DIRECTORY,
      timeout: INSTALL_MILLISECONDS,
      // On Windows npm is a script, which only a shell starts.
      shell: process.platform === 'win32',
    },
  )
  writeFileSync(`${INSTALLED}.new`, readFileSync(listed(LOCK)))
  renameSync(`${INSTALLED}.new`, INSTALLED)
}

/** Path of a file of such a package. @param {string} file as `package/path` */
export function fetchedFile(file) {
  return join(DIRECTORY, 'node_modules', file)
}
