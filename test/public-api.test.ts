import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import * as plugin from 'vite-plugin-wasm-budget'
import * as core from 'vite-plugin-wasm-budget/core'
import * as node from 'vite-plugin-wasm-budget/node'
import { describe, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('..', import.meta.url))
const dist = join(repository, 'dist')
const tsc = join(repository, 'node_modules/typescript/bin/tsc')
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  type: string
  files: string[]
  exports: Record<string, string | Record<string, string>>
  dependencies: Record<string, string>
  peerDependencies: Record<string, string>
  peerDependenciesMeta: Record<string, { optional: boolean }>
}

const filesOf = (extension: string): string[] =>
  readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension))
    .map((file) => file.replaceAll('\\', '/'))

/** What a file imports, statically, dynamically or as a type. */
function importsOf(file: string): string[] {
  const code = readFileSync(join(dist, file), 'utf8').replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
  const imports = code.matchAll(
    /(?:from\s*|import\s*\(\s*|createRequire\(import\.meta\.url\)\(|import\s+)["']([^"']+)["']/g,
  )
  return [...imports].map(([, name]) => name as string)
}

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')

describe('the package exports', () => {
  it('the plugin, as default and by name', () => {
    expect(Object.keys(plugin).sort()).toMatchInlineSnapshot(`
      [
        "default",
        "wasmBudget",
      ]
    `)
    expect(plugin.default).toBe(plugin.wasmBudget)
  })

  it('what needs neither Node nor a bundler from ./core', () => {
    expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
      [
        "ModuleAnalysis",
        "WasmBudgetError",
        "WasmParseError",
        "analyzeModule",
        "collectFeatures",
        "compareInterfaces",
        "componentReport",
        "describeFinding",
        "describeInterface",
        "describeName",
        "diffReports",
        "estimateWireSizes",
        "evaluateBudgets",
        "findDuplicates",
        "formatBaseline",
        "grownAtMost",
        "identicalModules",
        "isComponent",
        "isWasm",
        "largestParts",
        "makeBaseline",
        "measureParts",
        "moduleKeys",
        "parseBaseline",
        "parseGrowth",
        "parsePart",
        "parseSize",
        "parseSymbolMap",
        "reach",
        "readComponent",
        "readInnerNames",
        "readModule",
        "removeSections",
        "renderAnnotations",
        "renderJson",
        "renderMarkdown",
        "renderTable",
        "stripReason",
        "summarize",
        "toAst",
        "traverse",
      ]
    `)
  })

  it('what needs Node and no bundler from ./node', () => {
    expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
      [
        "createPipeline",
        "optimizeModule",
      ]
    `)
  })

  it('nothing else, and every file that it names is there', () => {
    expect(Object.keys(manifest.exports)).toEqual([
      '.',
      './core',
      './node',
      './client',
      './schema.json',
      './package.json',
    ])
    for (const target of Object.values(manifest.exports)) {
      for (const file of typeof target === 'string' ? [target] : Object.values(target)) {
        expect(existsSync(join(repository, file)), file).toBe(true)
      }
    }
  })
})

describe('the plugin', () => {
  it('is a list of plugins named by their task, empty where it is off', () => {
    expect(plugin.wasmBudget().map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "vite-plugin-wasm-budget:config",
        "vite-plugin-wasm-budget:naming",
        "vite-plugin-wasm-budget:sources",
        "vite-plugin-wasm-budget:urls",
        "vite-plugin-wasm-budget:inlined",
        "vite-plugin-wasm-budget:bytes",
        "vite-plugin-wasm-budget:report",
        "vite-plugin-wasm-budget:disk",
        "vite-plugin-wasm-budget:overlay-module",
        "vite-plugin-wasm-budget:overlay",
      ]
    `)
    expect(plugin.wasmBudget({ enabled: false })).toEqual([])
  })

  it('shares nothing between two calls', () => {
    const [first, second] = [plugin.wasmBudget(), plugin.wasmBudget()]
    for (const [index, one] of first.entries()) expect(one).not.toBe(second[index])
  })
})

describe('the published files', () => {
  const peers = Object.keys(manifest.peerDependencies)

  it('declare every package that they import', () => {
    const imported = filesOf('.js')
      .flatMap(importsOf)
      .filter((name) => !/^(?:\.|node:)/.test(name))
    expect([...new Set(imported.map(packageOf))].sort()).toEqual(Object.keys(manifest.dependencies).sort())
  })

  it('import no peer, all of which may be absent', () => {
    expect(peers.sort()).toEqual(['binaryen', 'rolldown', 'rollup', 'vite'])
    expect(peers.filter((peer) => manifest.peerDependenciesMeta[peer]?.optional !== true)).toEqual([])
    for (const file of filesOf('.js')) {
      expect(
        importsOf(file).filter((name) => peers.includes(packageOf(name))),
        file,
      ).toEqual([])
    }
  })

  it('have types that import nothing but one another', () => {
    // Those of the command line, and of what reads scripts, are not published.
    const kept = manifest.files.flatMap((glob) => /^!dist\/(.+\/)\*\*\/\*\.d\.ts$/.exec(glob)?.[1] ?? [])
    expect(kept).toEqual(['cli/', 'scripts/syntax/'])
    const isPublished = (file: string) => !kept.some((directory) => file.startsWith(directory))
    const declarations = filesOf('.d.ts').filter(isPublished)
    expect(declarations.length).toBeGreaterThan(20)
    for (const file of declarations) {
      const names = importsOf(file)
      expect(
        names.filter((name) => !name.startsWith('.')),
        file,
      ).toEqual([])
      for (const name of names) {
        const target = join(dist, dirname(file), name.replace(/\.(?:js|ts)$/, '.d.ts'))
        expect(existsSync(target), `${file} imports ${name}`).toBe(true)
        expect(isPublished(relative(dist, target)), `${file} imports ${name}`).toBe(true)
      }
    }
  })

  it('have types that compile where no peer and no types of Node are installed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wasm-budget-types-'))
    try {
      const installed = join(folder, 'node_modules/vite-plugin-wasm-budget')
      cpSync(dist, join(installed, 'dist'), { recursive: true })
      cpSync(join(repository, 'package.json'), join(installed, 'package.json'))
      writeFileSync(
        join(folder, 'use.ts'),
        `import wasmBudget, { type BuildReport, type WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import { analyzeModule } from 'vite-plugin-wasm-budget/core'
import { createPipeline } from 'vite-plugin-wasm-budget/node'
const options: WasmBudgetOptions = { onReport: (report: BuildReport) => void report.modules }
export const used = [wasmBudget(options), analyzeModule, createPipeline]
`,
      )
      const flags =
        '--noEmit --strict --target es2023 --lib es2023,dom --module nodenext --skipLibCheck false'
      const args = [tsc, ...flags.split(' '), '--types', '', 'use.ts']
      const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
      expect([status, stdout]).toEqual([0, ''])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
