import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { findChromium } from './chromium.mjs'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-chromium-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function executable(...path: string[]): string {
  const file = join(folder, ...path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, '#!/bin/sh\n')
  chmodSync(file, 0o755)
  return file
}

const missing = (): string => join(folder, 'missing')

const ensureChromium = (CHROME_PATH: string) =>
  spawnSync(process.execPath, [fileURLToPath(new URL('ensure-chromium.mjs', import.meta.url))], {
    env: { ...process.env, CHROME_PATH },
    encoding: 'utf8',
  })

describe('findChromium', () => {
  it('prefers CHROME_PATH to everything else', () => {
    const chosen = executable('chosen')
    executable('path', 'chromium')
    const env = { CHROME_PATH: chosen, PATH: join(folder, 'path') }
    expect(findChromium(env, executable('downloaded'))).toBe(chosen)
  })

  it('prefers the downloaded one to what is on PATH', () => {
    const downloaded = executable('downloaded')
    executable('path', 'chromium')
    expect(findChromium({ PATH: join(folder, 'path') }, downloaded)).toBe(downloaded)
  })

  it('takes chromium from any folder on PATH before Google Chrome', () => {
    executable('first', 'google-chrome')
    const chromium = executable('second', 'chromium')
    const PATH = [join(folder, 'first'), join(folder, 'second')].join(delimiter)
    expect(findChromium({ PATH }, missing())).toBe(chromium)
  })

  it.each(['google-chrome', 'google-chrome-stable', 'chromium-browser'])('takes %s', (name) => {
    const browser = executable('path', name)
    expect(findChromium({ PATH: join(folder, 'path') }, missing())).toBe(browser)
  })

  it('passes over a folder and a file that cannot be executed', () => {
    mkdirSync(join(folder, 'path', 'chromium'), { recursive: true })
    writeFileSync(join(folder, 'path', 'google-chrome'), '')
    expect(findChromium({ PATH: join(folder, 'path') }, missing())).toBeUndefined()
  })

  it('finds nothing without PATH', () => {
    expect(findChromium({}, missing())).toBeUndefined()
  })

  it('names CHROME_PATH when it points nowhere, whatever else is there', () => {
    expect(() => findChromium({ CHROME_PATH: missing() }, executable('downloaded'))).toThrow(
      `CHROME_PATH is ${missing()}`,
    )
  })
})

describe('ensure-chromium', () => {
  it('is silent when there is a browser', () => {
    expect(ensureChromium(executable('chosen'))).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })

  it('fails with one line that names CHROME_PATH when it points nowhere', () => {
    const { status, stderr } = ensureChromium(missing())
    expect(status).toBe(1)
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(`CHROME_PATH is ${missing()}`)])
  })
})
