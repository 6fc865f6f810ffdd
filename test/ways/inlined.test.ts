import { SourceMap } from 'node:module'

import { afterAll, describe, expect, it } from 'vitest'

import { build, type Bundler, BUNDLERS, makeApp, removeApps } from '../support/app.ts'
import { leaksOf, moduleOf } from '../support/wasm-fixtures.ts'
import { inlinedModules } from './checks.ts'
import { big, tiny } from './modules.ts'
import { page } from './shell.ts'

afterAll(removeApps)

const quick = { effort: 'fast', optimize: { engine: 'none' } } as const

const large100kB = moduleOf(1, { dataBytes: 100_000 })

// Why streaming is lost, which is what matters above a size.
const WARNING = /inlined[^]*(?:stream|compile it while it loads)[^]*\bfile\b/

/** An app in whose script base64 of a module stands between two marks, in one line. */
const files = (wasm: Uint8Array, prefix = 'data:application/wasm;base64,') => ({
  'index.html': page(),
  'src/main.js': `import { after } from './after.js'
globalThis.before = 'mark before'; globalThis.url = '${prefix}${Buffer.from(wasm).toString('base64')}'; globalThis.end = 'mark behind'
after()
`,
  'src/after.js': `export const after = () => { globalThis.after = 'mark in another file' }
`,
})

// A line for each mark would hide that columns behind a shortened string are wrong.
const settings = (bundler: Bundler) => ({
  bundler,
  config: { build: { sourcemap: true, minify: true } } as const,
  output: { sourcemap: true } as object,
})

describe.each(BUNDLERS)('base64 in the code of an app, in %s', (bundler) => {
  it.each([
    ['a data URL', undefined],
    ['bare base64', ''],
  ])('as %s is made smaller in place', async (_, prefix) => {
    const built = await build(makeApp(files(big(1), prefix)), quick, settings(bundler))
    expect(built.error).toBeUndefined()
    const modules = inlinedModules(built)
    expect(modules).toHaveLength(1)
    expect(modules.flatMap((bytes) => leaksOf(bytes))).toEqual([])
    expect(modules[0]?.length).toBeLessThan(big(1).length)
  })

  it('keeps source maps true before and behind it, in the same line and in other files', async () => {
    const app = makeApp(files(big(1)))
    const built = await build(app, quick, settings(bundler))
    expect(inlinedModules(built).flatMap((bytes) => leaksOf(bytes))).toEqual([])
    const [path, script] = [...built.files].find(([file]) => file.endsWith('.js')) as [string, Buffer]
    const map = new SourceMap(JSON.parse(String(built.files.get(`${path}.map`))))
    const sources: Readonly<Record<string, string>> = files(big(1))
    const lines = script.toString('utf8').split('\n')
    for (const mark of ['mark before', 'mark behind', 'mark in another file']) {
      const line = lines.findIndex((text) => text.includes(mark))
      // Quotes may be others, so that what is compared is the assignment before them.
      const column = (lines[line] as string).indexOf(mark) - 1
      const { originalSource, originalLine, originalColumn } = map.findEntry(line, column) as SourceMapEntry
      const file = originalSource.replace(/^.*\bsrc\//, 'src/')
      const original = (sources[file] as string).split('\n')[originalLine] as string
      expect(original.slice(originalColumn), mark).toMatch(new RegExp(`^['"\`]${mark}`))
    }
  })

  it('is budgeted like a file', async () => {
    const budgets = [{ scope: 'total', limit: '1 kB', metric: 'raw' }] as const
    const built = await build(makeApp(files(big(1))), { ...quick, budgets: [...budgets] }, settings(bundler))
    expect(String(built.error)).toContain('1 budget exceeded')
  })

  it('is told with what it costs, and large ones with how to emit a file instead', async () => {
    const large = await build(makeApp(files(large100kB)), quick, settings(bundler))
    const text = JSON.stringify(large.reports)
    expect(text).toContain('inlined')
    // Four letters for three bytes.
    const [bytes] = inlinedModules(large)
    expect(text).toContain(String(Math.ceil((bytes as Buffer).length / 3) * 4))
    expect(large.log.join('\n')).toMatch(WARNING)
    const small = await build(makeApp(files(tiny(1))), quick, settings(bundler))
    expect(small.log.join('\n')).not.toMatch(WARNING)
    expect(JSON.stringify(small.reports)).toContain('inlined')
  })
})

interface SourceMapEntry {
  readonly originalSource: string
  readonly originalLine: number
  readonly originalColumn: number
}
