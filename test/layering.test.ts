import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('..', import.meta.url))
const oxlint = join(repository, 'node_modules/oxlint/bin/oxlint')

let copy = ''

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'wasm-budget-layering-'))
  cpSync(join(repository, 'src'), join(copy, 'src'), { recursive: true })
  cpSync(join(repository, '.oxlintrc.json'), join(copy, '.oxlintrc.json'))
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

interface Lint {
  readonly status: number | null
  readonly rules: readonly string[]
}

function lint(...paths: string[]): Lint {
  const args = [oxlint, '--config', '.oxlintrc.json', '--format', 'json', ...paths]
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] }
  return { status, rules: diagnostics.map(({ code }) => /\((.*)\)/.exec(code)?.[1] ?? code) }
}

/** Puts a line in front of a file of `src/`, lints the file and takes the line out again. */
function lintWith(file: string, line: string): Lint {
  const path = join(copy, file)
  const before = readFileSync(path, 'utf8')
  writeFileSync(path, `${line}\n${before}`)
  try {
    return lint(file)
  } finally {
    writeFileSync(path, before)
  }
}

const IMPORTS = 'no-restricted-imports'
const GLOBALS = 'no-restricted-globals'

describe('the layers of src/', () => {
  it('are kept', () => {
    expect(lint('src').rules.filter((rule) => [IMPORTS, GLOBALS].includes(rule))).toEqual([])
  })

  it.each([
    [
      'src/ui/elements/table.ts',
      `import { readFileSync } from 'node:fs'\nexport const probe = readFileSync`,
      IMPORTS,
    ],
    [
      'src/wasm/sections.ts',
      `import { readFileSync } from 'node:fs'\nexport const probe = readFileSync`,
      IMPORTS,
    ],
    [
      'src/wasm/sections.ts',
      `import { gunzipSync } from 'node:zlib'\nexport const probe = gunzipSync`,
      IMPORTS,
    ],
    ['src/wasm/strip.ts', `export const probe = Buffer.alloc(1)`, GLOBALS],
    [
      'src/analysis/summary.ts',
      `import { digestHex } from '../cache/digest.ts'\nexport const probe = digestHex`,
      IMPORTS,
    ],
    ['src/analysis/summary.ts', `import type { Plugin } from 'vite'\nexport type Probe = Plugin`, IMPORTS],
    [
      'src/budget/evaluate.ts',
      `import { Session } from '../plugins/session.ts'\nexport const probe = Session`,
      IMPORTS,
    ],
    ['src/report/table.ts', `export const probe = () => process.cwd()`, GLOBALS],
    [
      'src/messages.ts',
      `import { compress } from './compress/compress.ts'\nexport const probe = compress`,
      IMPORTS,
    ],
    ['src/core.ts', `export { compress } from './compress/compress.ts'`, IMPORTS],
    ['src/optimize/judge.ts', `import { build } from 'vite'\nexport const probe = build`, IMPORTS],
    ['src/compress/compress.ts', `import { rollup } from 'rollup'\nexport const probe = rollup`, IMPORTS],
    [
      'src/config/load-config.ts',
      `import { Session } from '../plugins/session.ts'\nexport const probe = Session`,
      IMPORTS,
    ],
    [
      'src/directory/list-files.ts',
      `import { ExitCode } from '../cli/exit-code.ts'\nexport const probe = ExitCode`,
      IMPORTS,
    ],
    ['src/directory/page.ts', `export const probe = () => process.cwd()`, GLOBALS],
    ['src/cli/check.ts', `import { build } from 'vite'\nexport const probe = build`, IMPORTS],
    [
      'src/cli/check.ts',
      `import { Session } from '../plugins/session.ts'\nexport const probe = Session`,
      IMPORTS,
    ],
    [
      'src/report/table.ts',
      `import { listFiles } from '../directory/list-files.ts'\nexport const probe = listFiles`,
      IMPORTS,
    ],
    ['src/cache/digest.ts', `import type { Plugin } from 'rolldown'\nexport type Probe = Plugin`, IMPORTS],
  ])('%s must not contain: %s', (file, line, rule) => {
    const { status, rules } = lintWith(file, line)
    expect(rules).toContain(rule)
    expect(status).not.toBe(0)
  })
})
