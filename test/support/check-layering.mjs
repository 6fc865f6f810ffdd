// Proves that the layering is linted: a forbidden import in a pure room must be reported.
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** @type {ReadonlyArray<readonly [room: string, forbidden: string]>} */
const CASES = [
  ['wasm', "import { readFileSync } from 'node:fs'\nexport const probe = readFileSync\n"],
  ['analysis', "import { brotliCompressSync } from 'node:zlib'\nexport const probe = brotliCompressSync\n"],
  ['budget', "import { Session } from '../plugins/session.ts'\nexport const probe = Session\n"],
  ['report', 'export const probe = () => process.cwd()\n'],
  ['optimize', "import { build } from 'vite'\nexport const probe = build\n"],
  ['config', "import { Session } from '../plugins/session.ts'\nexport const probe = Session\n"],
  ['directory', "import { ExitCode } from '../cli/exit-code.ts'\nexport const probe = ExitCode\n"],
  ['cli', "import { build } from 'vite'\nexport const probe = build\n"],
]

const failed = CASES.filter(([room, source]) => {
  const file = `${root}src/${room}/layering-probe.ts`
  writeFileSync(file, source)
  try {
    const { status, stdout } = spawnSync('npx', ['oxlint', file], { cwd: root, encoding: 'utf8' })
    return status === 0 || !/no-restricted-(?:imports|globals)/.test(stdout)
  } finally {
    rmSync(file)
  }
})

for (const [room, source] of failed) console.error(`src/${room} may contain this, and must not:\n${source}`)
process.exitCode = failed.length === 0 ? 0 : 1
