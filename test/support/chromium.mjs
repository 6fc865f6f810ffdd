import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

import { chromium } from 'playwright-core'

const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser']

// The first makes it start as root and in containers, the rest keep a test from waiting for the network.
const launchArgs = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const howToGetOne =
  'Install Chromium or Google Chrome, or set CHROME_PATH to the executable of one that is installed.'

/**
 * Where a browser to test with is, if there is one.
 * @param {NodeJS.ProcessEnv} env
 * @param {string | undefined} downloaded where playwright-core keeps its own, which may not be there
 * @returns {string | undefined}
 */
export function findChromium(env = process.env, downloaded = pathOfDownloaded()) {
  if (env.CHROME_PATH) {
    if (isExecutable(env.CHROME_PATH)) return env.CHROME_PATH
    throw new Error(
      `CHROME_PATH is ${env.CHROME_PATH}, which is not an executable file. Correct it or unset it.`,
    )
  }
  if (downloaded && isExecutable(downloaded)) return downloaded
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

/** @returns {Promise<import('playwright-core').Browser>} */
export async function launchChromium() {
  const executablePath = findChromium()
  if (!executablePath) throw new Error(`There is no browser to test with. ${howToGetOne}`)
  return chromium.launch({ executablePath, args: launchArgs })
}

function pathOfDownloaded() {
  try {
    return chromium.executablePath()
  } catch {
    // playwright-core has none for this platform.
    return undefined
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
