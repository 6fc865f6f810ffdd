import { describe, expect, it } from 'vitest'
import type { Finding, FindingArguments } from '../src/finding.ts'
import { describeFinding, describeViolation, WasmBudgetError, type ErrorArguments } from '../src/messages.ts'

// A code without a sample is a type error here, so that every sentence is read by somebody before it is printed.
const ERRORS: { readonly [Code in keyof ErrorArguments]: ErrorArguments[Code] } = {
  'options-invalid': {
    problems: [
      {
        path: 'budgets[0].limit',
        message: '"1 kilo" is not a size. Write a number of bytes, "250 kB" or "244 KiB"',
      },
      { path: 'metrics', message: 'there is no such option. Did you mean metric? Known: metric' },
    ],
  },
  'baseline-invalid': { path: 'wasm-budget.baseline.json', reason: 'line 7 is a mark of a merge conflict' },
  'budgets-exceeded': {
    violations: [
      'engine.wasm: 157.1 kB brotli, limit 100.0 kB\n  budget "**/engine*.wasm" (asset)',
      'total of all modules: 2.0 kB brotli, limit 1.0 kB',
    ],
  },
  'output-unusable': { path: 'dist', reason: "EACCES: permission denied, open 'dist/engine.wasm.br'" },
  'config-unreadable': { path: 'wasm-budget.config.ts', reason: 'Unexpected token (1:17)' },
  'engine-fault': { asset: 'assets/engine.wasm', candidate: '-Oz', reason: 'not done after 900 s' },
  'engine-not-found': { engine: 'npm', from: '/app' },
  'engine-unusable': { path: '/app/tools/wasm-opt', reason: 'spawnSync /app/tools/wasm-opt ENOENT' },
  'engine-too-old': { name: '/usr/bin/wasm-opt', found: '108.0.0', wanted: 132 },
  'exports-pruned-used': {
    asset: 'assets/engine.wasm',
    uses: [
      { name: 'add', file: 'assets/index-Ab12cd34.js' },
      { name: 'sub', file: 'assets/worker-Ab12cd34.js' },
    ],
  },
  'exports-invalid': { path: 'wasm-exports.json', reason: 'it holds no lists of names' },
  'sibling-mismatch': { asset: 'assets/engine.wasm', format: 'br', encoder: 'node-brotli@1.1.0' },
  'symbol-map-invalid': { line: 3, reason: '"main" is not a function\'s index, a colon and its name' },
}

const FINDINGS: { readonly [Code in keyof FindingArguments]: FindingArguments[Code] } = {
  'engine-missing': { install: 'npm i -D binaryen' },
  'engine-too-old': { found: '116.0.0', wanted: 132, install: 'npm i -D binaryen@latest' },
  'module-unreadable': { reason: 'unexpected end (at offset 0x2a)' },
  'engine-skipped': { reason: 'the section .debug_line, which is kept, holds offsets into the code' },
  'rewrite-declined': { reason: 'unknown opcode 0xfb0082 (at offset 0x42)' },
  'rewrite-unproved': { pass: 'locals', reason: 'function 7: local 3 holds another value (at offset 0x2a)' },
  'candidate-rejected': { candidate: '-O1', reason: 'it has another interface' },
  'fault-kept': { candidate: '-Oz', reason: 'killed by SIGKILL' },
  'module-duplicated': { places: ['assets/a.wasm', 'b.wasm'], wastedBytes: 12_345, metric: 'brotli' },
  'name-not-ours': {},
  'module-inlined': {
    file: 'assets/index-Ab12cd34.js',
    moduleBytes: 20_000,
    base64Bytes: 26_668,
    metric: 'brotli',
    wireBytes: 9000,
    asFileBytes: 8000,
    bundler: 'vite',
  },
  'public-name-hashed': {},
  'sibling-stale': { sibling: 'engine-B7cQ1xZe.wasm.br', replaced: true },
  'budget-unmatched': { budget: '**/enigne*.wasm', scope: 'asset', built: ['a.wasm', 'b.wasm'] },
  'override-unmatched': {
    path: 'overrides[0]',
    match: ['src/enigne.wasm', 'pkg/**'],
    built: ['assets/engine-B7cQ1xZe.wasm', 'assets/tiny-Cd34Ef56.wasm'],
    nearest: 'src/engine.wasm',
  },
  'budget-warning': { budget: 'first visit', sizeBytes: 100_001, warnBytes: 100_000, metric: 'brotli' },
  'baseline-missing': { path: 'wasm-budget.baseline.json', budgets: ['asset', 'first visit'] },
  'baseline-lacks': { budget: 'first visit', subjects: ['index.html'] },
  'baseline-modules-changed': { added: ['src/new.wasm'], vanished: ['foo/pkg/index_bg.wasm'] },
  'baseline-tools-changed': {
    changes: [
      { tool: 'br', before: 'node-brotli@1.1.0', now: 'node-brotli@1.2.0' },
      { tool: 'engine', before: 'binaryen@132.0.0', now: 'none' },
    ],
  },
  'budget-growth-unjudged': { budget: 'asset', sizeBytes: 157_100, baselineBytes: 100_000, metric: 'brotli' },
  'unused-exports': {
    count: 20,
    exportCount: 51,
    names: ['BrotliDecoderCreateInstance', 'BrotliDecoderVersion'],
    rawBytes: 152_111,
    wireBytes: 27_620,
    metric: 'brotli',
  },
  'exports-unknown': { names: [{ name: 'resvg_rendr', nearest: 'resvg_render' }] },
  'exports-kept': { names: ['memory', '__wbindgen_malloc'] },
  'exports-unlisted': { file: 'wasm-exports.json', isMissing: true },
  'exports-unpruned': { reason: 'unknown opcode 0xfb0082 (at offset 0x42)' },
  'cache-unusable': { path: '/app/node_modules/.vite/wasm-budget', reason: 'EACCES' },
  'symbols-unwritable': { path: '/app/symbols', reason: 'EACCES' },
  'report-unwritable': { path: '/app/reports/client.json', reason: 'EACCES' },
  'brotli-portable': {},
}

/** Findings that are about one module. */
const WITH_ASSET: ReadonlySet<keyof FindingArguments> = new Set([
  'module-unreadable',
  'engine-skipped',
  'candidate-rejected',
  'fault-kept',
  'name-not-ours',
  'public-name-hashed',
  'sibling-stale',
  'module-inlined',
  'budget-warning',
  'budget-growth-unjudged',
  'unused-exports',
  'exports-unknown',
  'exports-kept',
  'exports-unlisted',
  'exports-unpruned',
])

const errors = Object.entries(ERRORS) as [keyof ErrorArguments, ErrorArguments[keyof ErrorArguments]][]

const findings = (Object.keys(FINDINGS) as (keyof FindingArguments)[]).map((code) => {
  const asset = WITH_ASSET.has(code) ? { asset: 'assets/engine-B7cQ1xZe.wasm' } : {}
  return { code, severity: 'warn', args: FINDINGS[code], ...asset } as Finding
})

/** What is said in words of our own; everything else comes from files, directories, options and other programs. */
const OURS: ReadonlySet<string> = new Set([
  'code',
  'severity',
  'candidate',
  'scope',
  'metric',
  'install',
  'bundler',
  'tool',
])

/** Every string from outside, replaced by one that would like to control the terminal. */
const hostile = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (key, part: unknown) =>
    typeof part === 'string' && !OURS.has(key) ? `${part}\u001b[2J\u202e\u0007\r` : part,
  ) as T

const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

describe('errors', () => {
  it('say this', () => {
    const sentences = errors.map(([code, args]) => `${code}\n${new WasmBudgetError(code, args).message}\n`)
    expect(sentences.join('\n')).toMatchInlineSnapshot(`
      "options-invalid
      [vite-plugin-wasm-budget] 2 options are wrong
        budgets[0].limit: "1 kilo" is not a size. Write a number of bytes, "250 kB" or "244 KiB"
        metrics: there is no such option. Did you mean metric? Known: metric

      baseline-invalid
      [vite-plugin-wasm-budget] the baseline wasm-budget.baseline.json cannot be used: line 7 is a mark of a merge conflict. Mend it, or make it again: npx -p vite-plugin-wasm-budget wasm-budget baseline

      budgets-exceeded
      [vite-plugin-wasm-budget] 2 budgets exceeded

        engine.wasm: 157.1 kB brotli, limit 100.0 kB
          budget "**/engine*.wasm" (asset)

        total of all modules: 2.0 kB brotli, limit 1.0 kB

      output-unusable
      [vite-plugin-wasm-budget] modules that other plugins wrote to dist cannot be read or given siblings: EACCES: permission denied, open 'dist/engine.wasm.br'. Make the directory readable and writable, and build again.

      config-unreadable
      [vite-plugin-wasm-budget] wasm-budget.config.ts cannot be used: Unexpected token (1:17). Let it export an object with options: export default { budgets: [{ scope: 'total', limit: '400 kB' }] }.

      engine-fault
      [vite-plugin-wasm-budget] binaryen failed twice on assets/engine.wasm (-Oz): not done after 900 s. Set exclude to leave the module alone, effort: 'fast' to try less, optimize.engine: 'none' to do without binaryen, more optimize.memory or optimize.seconds, or optimize.onFault: 'keep' to ship such modules stripped only.

      engine-not-found
      [vite-plugin-wasm-budget] optimize.engine is 'npm', but binaryen cannot be found from /app. Install it (npm i -D binaryen) or use 'auto'.

      engine-unusable
      [vite-plugin-wasm-budget] /app/tools/wasm-opt cannot be used as optimize.engine: spawnSync /app/tools/wasm-opt ENOENT. Mend it, or use 'auto'.

      engine-too-old
      [vite-plugin-wasm-budget] /usr/bin/wasm-opt is of version 108.0.0, and optimize.engine needs 132 or newer. Update it, or use 'auto'.

      exports-pruned-used
      [vite-plugin-wasm-budget] assets/engine.wasm was built without exports that scripts name, because optimize.exports does not list them:
        "add" in assets/index-Ab12cd34.js
        "sub" in assets/worker-Ab12cd34.js
      Add them to the list.

      exports-invalid
      [vite-plugin-wasm-budget] wasm-exports.json, which optimize.exports names, cannot be used: it holds no lists of names. Mend it, or make it again: npx -p vite-plugin-wasm-budget wasm-budget exports --write FILE

      sibling-mismatch
      [vite-plugin-wasm-budget] the .br of assets/engine.wasm by node-brotli@1.1.0 does not decode to the bytes that ship. Use compress.encoder: 'portable' and report it, please.

      symbol-map-invalid
      [vite-plugin-wasm-budget] line 3 of the symbol map is wrong: "main" is not a function's index, a colon and its name. Give it the file that emcc --emit-symbol-map or wasm-opt --symbolmap wrote.
      "
    `)
  })

  it.each(errors)('%s carries its code, its arguments and no stack', (code, args) => {
    const cause = new Error('cause')
    const error = new WasmBudgetError(code, args, { cause })
    expect(error).toMatchObject({ name: 'WasmBudgetError', code, args, cause, stack: '' })
    expect(error).toBeInstanceOf(Error)
  })

  it('say where each engine was looked for', () => {
    const of = (engine: 'npm' | 'native', from: string) =>
      new WasmBudgetError('engine-not-found', { engine, from }).message
    expect(of('npm', '/app')).toContain('binaryen cannot be found from /app')
    expect(of('native', '/usr/bin:/bin')).toContain('no wasm-opt on PATH (/usr/bin:/bin)')
  })

  it('count one as one', () => {
    const [one, other] = ERRORS['options-invalid'].problems
    const message = (problems: ErrorArguments['options-invalid']['problems']) =>
      new WasmBudgetError('options-invalid', { problems }).message.split('\n')[0]
    expect(message([one as never])).toMatch(/1 option is wrong$/)
    expect(message([one as never, other as never])).toMatch(/2 options are wrong$/)
    const exceeded = new WasmBudgetError('budgets-exceeded', { violations: ['a'] })
    expect(exceeded.message.split('\n')[0]).toMatch(/1 budget exceeded$/)
  })

  it('recommend the encoder that did not fail', () => {
    const of = (encoder: string) =>
      new WasmBudgetError('sibling-mismatch', { asset: 'a.wasm', format: 'br', encoder }).message
    expect(of('node-brotli@1.1.0')).toContain("encoder: 'portable'")
    expect(of('brotli-wasm@3.0.1')).toContain("encoder: 'native'")
  })

  it('say so where the output is written already', () => {
    const { message } = new WasmBudgetError('budgets-exceeded', { violations: ['a'], written: 'dist' })
    expect(message.split('\n')[0]).toMatch(
      /1 budget exceeded, by modules that were found after dist was written: do not deploy it$/,
    )
  })

  it.each([
    'engine-fault',
    'engine-not-found',
    'engine-unusable',
    'engine-too-old',
    'output-unusable',
    'baseline-invalid',
  ] as const)('%s lets no name or reason control the terminal', (code) => {
    expect(new WasmBudgetError(code, hostile(ERRORS[code])).message).not.toMatch(CONTROLS)
  })
})

describe('findings', () => {
  it('say this', () => {
    const sentences = findings.map((finding) => `${finding.code}\n${describeFinding(finding)}\n`)
    expect(sentences.join('\n')).toMatchInlineSnapshot(`
      "engine-missing
      binaryen is not installed: modules are stripped and rewritten, and not optimised before. npm i -D binaryen

      engine-too-old
      binaryen 116.0.0 is not used: 132 or newer is needed. npm i -D binaryen@latest

      module-unreadable
      engine-B7cQ1xZe.wasm ships as it is and is reported by size only, because it cannot be read: unexpected end (at offset 0x2a)

      engine-skipped
      engine-B7cQ1xZe.wasm is not given to binaryen: the section .debug_line, which is kept, holds offsets into the code

      rewrite-declined
      is not rewritten: unknown opcode 0xfb0082 (at offset 0x42)

      rewrite-unproved
      rewriting (locals) made something that could not be shown to do the same, and it was thrown away: function 7: local 3 holds another value (at offset 0x2a). Nothing is broken, but this is a mistake of the plugin: please report it with the module

      candidate-rejected
      engine-B7cQ1xZe.wasm the candidate -O1 is out (it has another interface); the best of the rest ships

      fault-kept
      engine-B7cQ1xZe.wasm binaryen failed twice (-Oz: killed by SIGKILL). The module ships without its work, under the name that stands for the optimised bytes: delete this build's file from long-lived caches before the next deploy

      module-duplicated
      the same module ships 2 times, 12.3 kB brotli for nothing: assets/a.wasm, b.wasm. Load all of them from one place

      name-not-ours
      engine-B7cQ1xZe.wasm keeps its bytes: another plugin named it, with a hash that would no longer be true. Exclude it to silence this

      module-inlined
      engine-B7cQ1xZe.wasm is inlined: 26.7 kB of base64 for 20.0 kB of wasm (brotli 9.0 kB, as a file 8.0 kB). Browsers can neither compile it while it loads nor cache it apart from the script. To emit a file, lower build.assetsInlineLimit or import it with ?url&no-inline

      public-name-hashed
      engine-B7cQ1xZe.wasm keeps its bytes although optimize.publicFiles is on: the hash in its name would no longer be true. Import the file, so that it gets a new name, or exclude it to silence this

      sibling-stale
      engine-B7cQ1xZe.wasm has a sibling engine-B7cQ1xZe.wasm.br that decodes to other bytes; a fresh one is in the output. Make it again or delete it

      budget-unmatched
      budget "**/enigne*.wasm" (asset) matches nothing. Built: a.wasm, b.wasm

      override-unmatched
      overrides[0] matches nothing ("src/enigne.wasm", "pkg/**"). Built: assets/engine-B7cQ1xZe.wasm, assets/tiny-Cd34Ef56.wasm. The nearest name is "src/engine.wasm"

      budget-warning
      engine-B7cQ1xZe.wasm 100,001 B brotli, above the 100,000 B at which budget "first visit" warns

      baseline-missing
      growth is not judged ("asset", "first visit"): there is no wasm-budget.baseline.json. Make it and commit it: npx -p vite-plugin-wasm-budget wasm-budget baseline

      baseline-lacks
      the growth that budget "first visit" limits is not judged of index.html: the baseline has no size of it. Make it again: npx -p vite-plugin-wasm-budget wasm-budget baseline

      baseline-modules-changed
      new since the baseline: src/new.wasm; gone since the baseline: foo/pkg/index_bg.wasm

      baseline-tools-changed
      growth fails nothing: since the baseline the brotli encoder changed from node-brotli@1.1.0 to node-brotli@1.2.0, the engine changed from binaryen@132.0.0 to none, so sizes may differ without any change of the code. Make the baseline again: npx -p vite-plugin-wasm-budget wasm-budget baseline

      budget-growth-unjudged
      engine-B7cQ1xZe.wasm 157.1 kB brotli, 100.0 kB in the baseline: more than budget "asset" allows, but tools changed since

      unused-exports
      engine-B7cQ1xZe.wasm 20 of 51 exports are named by no script (BrotliDecoderCreateInstance, BrotliDecoderVersion and 18 more). To prune them would save 152.1 kB raw, about 27.6 kB brotli: set optimize.exports to a list, as npx -p vite-plugin-wasm-budget wasm-budget exports --write FILE makes it

      exports-unknown
      engine-B7cQ1xZe.wasm has no export "resvg_rendr" (did you mean "resvg_render"?), which optimize.exports lists

      exports-kept
      engine-B7cQ1xZe.wasm keeps memory, __wbindgen_malloc although optimize.exports does not list them: they are needed to start or to run the module. Add them to the list to silence this

      exports-unlisted
      engine-B7cQ1xZe.wasm keeps all exports: there is no wasm-exports.json. Make it and commit it: npx -p vite-plugin-wasm-budget wasm-budget exports --write wasm-exports.json

      exports-unpruned
      engine-B7cQ1xZe.wasm keeps all exports: unknown opcode 0xfb0082 (at offset 0x42)

      cache-unusable
      the cache at /app/node_modules/.vite/wasm-budget is not used: EACCES

      symbols-unwritable
      symbols cannot be written to /app/symbols: EACCES

      report-unwritable
      the report cannot be written to /app/reports/client.json: EACCES

      brotli-portable
      node:zlib has no brotli here, so the slower portable encoder makes the .br files
      "
    `)
  })

  it.each(findings)('$code is one line', (finding) => {
    expect(describeFinding(finding)).not.toContain('\n')
  })

  it.each(findings.filter(({ asset }) => asset !== undefined))('$code begins with the file', (finding) => {
    expect(describeFinding(finding).startsWith('engine-B7cQ1xZe.wasm ')).toBe(true)
  })

  it.each(findings)('$code lets no name or reason control the terminal', (finding) => {
    expect(describeFinding(hostile(finding))).not.toMatch(CONTROLS)
  })

  it('a stale sibling that is not replaced is left out', () => {
    const args = { sibling: 'a.wasm.br', replaced: false }
    const finding = { code: 'sibling-stale', severity: 'warn', asset: 'a.wasm', args } as const
    expect(describeFinding(finding)).toContain('left out of the output')
  })

  it('a budget for a part that is nowhere says so', () => {
    const args = { budget: 'a', scope: 'asset', part: 'crate:regex*', built: ['x.wasm'] }
    expect(describeFinding({ code: 'budget-unmatched', severity: 'warn', args })).toBe(
      'budget "a" (asset) judges nothing: there is no crate:regex* in x.wasm',
    )
  })

  it('an override that matches nothing says so too where nothing or a single module was built', () => {
    const told = (built: string[], nearest: object) => {
      const args = { path: 'overrides[1]', match: ['x'], built, ...nearest }
      return describeFinding({ code: 'override-unmatched', severity: 'warn', args })
    }
    expect(told([], {})).toBe('overrides[1] matches nothing ("x"). Built: no wasm')
    expect(told(['a.wasm'], { nearest: 'a.wasm' })).toBe('overrides[1] matches nothing ("x"). Built: a.wasm')
  })

  it('a budget that matches nothing says so too where nothing was built', () => {
    const args = { budget: 'a', scope: 'asset', built: [] }
    expect(describeFinding({ code: 'budget-unmatched', severity: 'warn', args })).toMatch(/Built: no wasm$/)
  })
})

describe('violations', () => {
  const VIOLATION = {
    subject: 'assets/engine-B7cQ1xZe.wasm',
    budget: '**/engine*.wasm',
    scope: 'asset',
    metric: 'brotli',
    sizeBytes: 157_100,
    limitBytes: 100_000,
    parts: [
      { label: 'Parser::next', sizeBytes: 120_500, metric: 'raw' },
      { label: '.rodata', sizeBytes: 900, metric: 'raw' },
    ],
  }

  it('say this', () => {
    expect(describeViolation(VIOLATION)).toMatchInlineSnapshot(`
      "assets/engine-B7cQ1xZe.wasm: 157.1 kB brotli, limit 100.0 kB, over by 57.1 kB (57 %)
        budget "**/engine*.wasm" (asset)
        largest parts: Parser::next 120.5 kB raw · .rodata 900 B raw"
    `)
  })

  it('tell where a limit comes from, what grew, and how to accept it', () => {
    const grown = [
      {
        title: 'crates',
        parts: [
          { label: "regex_syntax (regex's Unicode tables 286.3 kB)", sizeBytes: 358_300, metric: 'raw' },
        ],
      },
      { title: 'sections', parts: [{ label: 'data', sizeBytes: 308_300, metric: 'raw' }] },
    ]
    const limitNote = '95.2 kB in the baseline and 5 % more'
    expect(describeViolation({ ...VIOLATION, limitNote, grown, mayAccept: true })).toMatchInlineSnapshot(`
      "assets/engine-B7cQ1xZe.wasm: 157.1 kB brotli, limit 100.0 kB (95.2 kB in the baseline and 5 % more), over by 57.1 kB (57 %)
        budget "**/engine*.wasm" (asset)
        crates since the baseline: regex_syntax (regex's Unicode tables 286.3 kB) +358.3 kB raw
        sections since the baseline: data +308.3 kB raw
        if it is meant to be, make it the new baseline: npx -p vite-plugin-wasm-budget wasm-budget baseline"
    `)
  })

  it('are indented in the error, each line', () => {
    const { message } = new WasmBudgetError('budgets-exceeded', {
      violations: [describeViolation(VIOLATION), describeViolation({ ...VIOLATION, parts: [] })],
    })
    expect(message).toMatchInlineSnapshot(`
      "[vite-plugin-wasm-budget] 2 budgets exceeded

        assets/engine-B7cQ1xZe.wasm: 157.1 kB brotli, limit 100.0 kB, over by 57.1 kB (57 %)
          budget "**/engine*.wasm" (asset)
          largest parts: Parser::next 120.5 kB raw · .rodata 900 B raw

        assets/engine-B7cQ1xZe.wasm: 157.1 kB brotli, limit 100.0 kB, over by 57.1 kB (57 %)
          budget "**/engine*.wasm" (asset)"
    `)
  })

  it.each([
    {
      sizeBytes: 100_001,
      limitBytes: 100_000,
      first: '100,001 B brotli, limit 100,000 B, over by 1 B (1 %)',
    },
    {
      sizeBytes: 300_000,
      limitBytes: 100_000,
      first: '300.0 kB brotli, limit 100.0 kB, over by 200.0 kB (200 %)',
    },
    { sizeBytes: 5, limitBytes: 0, first: '5 B brotli, limit 0 B, over by 5 B' },
  ])('of $sizeBytes and $limitBytes bytes tell "$first"', ({ sizeBytes, limitBytes, first }) => {
    const [line] = describeViolation({ ...VIOLATION, sizeBytes, limitBytes }).split('\n')
    expect(line).toBe(`${VIOLATION.subject}: ${first}`)
  })

  it('let no name control the terminal', () => {
    const told = describeViolation(hostile(VIOLATION))
    expect(told.replaceAll('\n', '')).not.toMatch(CONTROLS)
    expect(told.split('\n')).toHaveLength(3)
  })
})
