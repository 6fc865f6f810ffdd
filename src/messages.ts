import type { Finding } from './finding.ts'
import { EXPORT_SENTENCES, NAMES_TOLD, WRITE_EXPORTS } from './report/export-sentences.ts'
import { formatBytePair, formatSize } from './report/format.ts'
import { printable } from './report/printable.ts'
import type { OptionProblem } from './option-checker.ts'

/** Codes of all errors that stop a build, and what each needs to become a sentence; sizes are in bytes. */
export interface ErrorArguments {
  readonly 'options-invalid': {
    readonly problems: readonly OptionProblem[]
    /** The config file that they are in. */
    readonly file?: string
  }
  /** A config file that cannot be loaded. */
  readonly 'config-unreadable': { readonly path: string; readonly reason: string }
  /** A baseline that cannot be read. */
  readonly 'baseline-invalid': { readonly path: string; readonly reason: string }
  readonly 'budgets-exceeded': {
    readonly violations: readonly string[]
    /** Where the output lies, if it was complete before the modules in question were found. */
    readonly written?: string
  }
  /** What was found on disk after the build cannot be worked on. */
  readonly 'output-unusable': { readonly path: string; readonly reason: string }
  readonly 'engine-fault': { readonly asset: string; readonly candidate: string; readonly reason: string }
  /** `from` is a directory, or for a native engine the search path. */
  readonly 'engine-not-found': { readonly engine: 'npm' | 'native'; readonly from: string }
  readonly 'engine-unusable': { readonly path: string; readonly reason: string }
  readonly 'engine-too-old': { readonly name: string; readonly found: string; readonly wanted: number }
  /** Exports that were pruned and that scripts name. */
  readonly 'exports-pruned-used': {
    readonly asset: string
    readonly uses: readonly { readonly name: string; readonly file: string }[]
  }
  /** A file of `optimize.exports` that cannot be read. */
  readonly 'exports-invalid': { readonly path: string; readonly reason: string }
  readonly 'sibling-mismatch': { readonly asset: string; readonly format: string; readonly encoder: string }
  /** A symbol map that is none; lines count from 1. */
  readonly 'symbol-map-invalid': { readonly line: number; readonly reason: string }
}

/** Code of an error that stops a build. */
export type ErrorCode = keyof ErrorArguments

/** The only error that this package throws on purpose, apart from `WasmParseError`; `code` tells which it is. */
export class WasmBudgetError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'WasmBudgetError'
  readonly code: Code
  readonly args: ErrorArguments[Code]

  constructor(code: Code, args: ErrorArguments[Code], options?: ErrorOptions) {
    super(`[vite-plugin-wasm-budget] ${ERRORS[code](args)}`, options)
    this.code = code
    this.args = args
    // A stack would bury the sentence in frames of the bundler; `cause` keeps the one that matters.
    this.stack = ''
  }
}

const MAKE_BASELINE = 'npx -p vite-plugin-wasm-budget wasm-budget baseline'

const TOOLS: Readonly<Record<string, string>> = {
  br: 'the brotli encoder',
  gz: 'the gzip encoder',
  engine: 'the engine',
  package: 'this package',
}

const ERRORS: { readonly [Code in ErrorCode]: (args: ErrorArguments[Code]) => string } = {
  'options-invalid': ({ problems, file }) =>
    [
      (problems.length === 1 ? '1 option is wrong' : `${problems.length} options are wrong`) +
        (file === undefined ? '' : ` in ${printable(file)}`),
      ...problems.map(({ path, message }) => `  ${path}: ${message}`),
    ].join('\n'),
  'config-unreadable': ({ path, reason }) =>
    `${printable(path)} cannot be used: ${printable(reason)}. ` +
    `Let it export an object with options: export default { budgets: [{ scope: 'total', limit: '400 kB' }] }.`,
  'baseline-invalid': ({ path, reason }) =>
    `the baseline ${printable(path)} cannot be used: ${printable(reason)}. Mend it, or make it again: ${MAKE_BASELINE}`,
  'budgets-exceeded': ({ violations, written }) =>
    [
      (violations.length === 1 ? '1 budget exceeded' : `${violations.length} budgets exceeded`) +
        (written === undefined
          ? ''
          : `, by modules that were found after ${printable(written)} was written: do not deploy it`),
      ...violations.map((violation) => `\n${indent(violation)}`),
    ].join('\n'),
  'output-unusable': ({ path, reason }) =>
    `modules that other plugins wrote to ${printable(path)} cannot be read or given siblings: ${printable(reason)}. ` +
    `Make the directory readable and writable, and build again.`,
  'engine-fault': ({ asset, candidate, reason }) =>
    `binaryen failed twice on ${printable(asset)} (${candidate}): ${printable(reason)}. ` +
    `Set exclude to leave the module alone, effort: 'fast' to try less, optimize.engine: 'none' to do without binaryen, ` +
    `more optimize.memory or optimize.seconds, or optimize.onFault: 'keep' to ship such modules stripped only.`,
  'engine-not-found': ({ engine, from }) =>
    engine === 'npm'
      ? `optimize.engine is 'npm', but binaryen cannot be found from ${printable(from)}. Install it (npm i -D binaryen) or use 'auto'.`
      : `optimize.engine is 'native', but there is no wasm-opt on PATH (${printable(from)}). Install binaryen for this system, ` +
        `say where it is (engine: { path }), or use 'auto'.`,
  'engine-unusable': ({ path, reason }) =>
    `${printable(path)} cannot be used as optimize.engine: ${printable(reason)}. Mend it, or use 'auto'.`,
  'engine-too-old': ({ name, found, wanted }) =>
    `${printable(name)} is of version ${printable(found)}, and optimize.engine needs ${wanted} or newer. Update it, or use 'auto'.`,
  'exports-pruned-used': ({ asset, uses }) =>
    [
      `${printable(asset)} was built without exports that scripts name, because optimize.exports does not list them:`,
      ...uses.slice(0, NAMES_TOLD).map(({ name, file }) => `  ${quote(name)} in ${printable(file)}`),
      ...(uses.length > NAMES_TOLD ? [`  and ${uses.length - NAMES_TOLD} more`] : []),
      `Add them to the list.`,
    ].join('\n'),
  'exports-invalid': ({ path, reason }) =>
    `${printable(path)}, which optimize.exports names, cannot be used: ${printable(reason)}. Mend it, or make it again: ${WRITE_EXPORTS} FILE`,
  'sibling-mismatch': ({ asset, format, encoder }) =>
    `the .${format} of ${printable(asset)} by ${encoder} does not decode to the bytes that ship. ` +
    `Use compress.encoder: '${encoder.startsWith('node') ? 'portable' : 'native'}' and report it, please.`,
  'symbol-map-invalid': ({ line, reason }) =>
    `line ${line} of the symbol map is wrong: ${printable(reason)}. ` +
    `Give it the file that emcc --emit-symbol-map or wasm-opt --symbolmap wrote.`,
}

const EMIT_FILE = {
  vite: 'To emit a file, lower build.assetsInlineLimit or import it with ?url&no-inline',
  'vite-lib':
    'Libraries get every asset inlined: import it with ?url&no-inline to ship a file beside the library',
  other:
    "To emit a file, set maxFileSize: 0 of @rollup/plugin-wasm, limit: 0 of @rollup/plugin-url, or Rolldown's moduleTypes: { '.wasm': 'asset' }",
} as const

const FINDINGS: {
  readonly [Code in Finding['code']]: (finding: Extract<Finding, { code: Code }>) => string
} = {
  'engine-missing': ({ args }) =>
    `binaryen is not installed: modules are stripped and rewritten, and not optimised before. ${args.install}`,
  'engine-too-old': ({ args }) =>
    `binaryen ${printable(args.found)} is not used: ${args.wanted} or newer is needed. ${args.install}`,
  'module-unreadable': ({ args }) =>
    `ships as it is and is reported by size only, because it cannot be read: ${printable(args.reason)}`,
  'engine-skipped': ({ args }) => `is not given to binaryen: ${printable(args.reason)}`,
  'rewrite-declined': ({ args }) => `is not rewritten: ${printable(args.reason)}`,
  'rewrite-unproved': ({ args }) =>
    `rewriting (${printable(args.pass)}) made something that could not be shown to do the same, and it was thrown away: ` +
    `${printable(args.reason)}. Nothing is broken, but this is a mistake of the plugin: please report it with the module`,
  'candidate-rejected': ({ args }) =>
    `the candidate ${args.candidate} is out (${printable(args.reason)}); the best of the rest ships`,
  'fault-kept': ({ args }) =>
    `binaryen failed twice (${args.candidate}: ${printable(args.reason)}). The module ships without its work, under the ` +
    `name that stands for the optimised bytes: delete this build's file from long-lived caches before the next deploy`,
  'module-duplicated': ({ args }) =>
    `the same module ships ${args.places.length} times, ${formatSize(args.wastedBytes)} ${args.metric} for nothing: ` +
    `${args.places.map(printable).join(', ')}. Load all of them from one place`,
  'name-not-ours': () =>
    `keeps its bytes: another plugin named it, with a hash that would no longer be true. Exclude it to silence this`,
  'public-name-hashed': () =>
    `keeps its bytes although optimize.publicFiles is on: the hash in its name would no longer be true. ` +
    `Import the file, so that it gets a new name, or exclude it to silence this`,
  'sibling-stale': ({ args }) =>
    `has a sibling ${printable(args.sibling)} that decodes to other bytes; ` +
    (args.replaced
      ? 'a fresh one is in the output. Make it again or delete it'
      : 'it is left out of the output. Make it again or delete it'),
  'module-inlined': ({ args }) => {
    const { metric, moduleBytes, base64Bytes, wireBytes, asFileBytes } = args
    const [wire, asFile] = formatBytePair(wireBytes, asFileBytes)
    const onWire = metric === 'raw' ? '' : ` (${metric} ${wire}, as a file ${asFile})`
    return (
      `is inlined: ${formatSize(base64Bytes)} of base64 for ${formatSize(moduleBytes)} of wasm${onWire}. ` +
      `Browsers can neither compile it while it loads nor cache it apart from the script. ${EMIT_FILE[args.bundler]}`
    )
  },
  'budget-unmatched': ({ args: { budget, scope, part, built } }) => {
    const files = built.length === 0 ? 'no wasm' : built.map(printable).join(', ')
    return part === undefined
      ? `budget ${quote(budget)} (${scope}) matches nothing. Built: ${files}`
      : `budget ${quote(budget)} (${scope}) judges nothing: there is no ${printable(part)} in ${files}`
  },
  'override-unmatched': ({ args: { path, match, built, nearest } }) =>
    `${printable(path)} matches nothing (${match.map(quote).join(', ')}). Built: ` +
    (built.length === 0 ? 'no wasm' : built.map(printable).join(', ')) +
    (nearest === undefined || (built.length === 1 && built[0] === nearest)
      ? ''
      : `. The nearest name is ${quote(nearest)}`),
  'budget-warning': ({ args }) => {
    const [size, limit] = formatBytePair(args.sizeBytes, args.warnBytes)
    return `${size} ${args.metric}, above the ${limit} at which budget ${quote(args.budget)} warns`
  },
  'baseline-missing': ({ args }) =>
    `growth is not judged (${args.budgets.map(quote).join(', ')}): there is no ${printable(args.path)}. Make it and commit it: ${MAKE_BASELINE}`,
  'baseline-lacks': ({ args }) =>
    `the growth that budget ${quote(args.budget)} limits is not judged of ${args.subjects.map(printable).join(', ')}: ` +
    `the baseline has no size of it. Make it again: ${MAKE_BASELINE}`,
  'baseline-modules-changed': ({ args: { added, vanished } }) =>
    [
      ...(added.length === 0 ? [] : [`new since the baseline: ${added.map(printable).join(', ')}`]),
      ...(vanished.length === 0 ? [] : [`gone since the baseline: ${vanished.map(printable).join(', ')}`]),
    ].join('; '),
  'baseline-tools-changed': ({ args }) =>
    `growth fails nothing: since the baseline ` +
    `${args.changes.map(({ tool, before, now }) => `${TOOLS[tool] ?? printable(tool)} changed from ${printable(before)} to ${printable(now)}`).join(', ')}, ` +
    `so sizes may differ without any change of the code. Make the baseline again: ${MAKE_BASELINE}`,
  'budget-growth-unjudged': ({ args }) => {
    const [size, before] = formatBytePair(args.sizeBytes, args.baselineBytes)
    return `${size} ${args.metric}, ${before} in the baseline: more than budget ${quote(args.budget)} allows, but tools changed since`
  },
  ...EXPORT_SENTENCES,
  'cache-unusable': ({ args }) =>
    `the cache at ${printable(args.path)} is not used: ${printable(args.reason)}`,
  'symbols-unwritable': ({ args }) =>
    `symbols cannot be written to ${printable(args.path)}: ${printable(args.reason)}`,
  'report-unwritable': ({ args }) =>
    `the report cannot be written to ${printable(args.path)}: ${printable(args.reason)}`,
  'brotli-portable': () => `node:zlib has no brotli here, so the slower portable encoder makes the .br files`,
}

/** Makes the sentence of a finding, one line without control characters; the asset's name comes first where there is one. */
export function describeFinding(finding: Finding): string {
  const describe = FINDINGS[finding.code] as (finding: Finding) => string
  return finding.asset === undefined
    ? describe(finding)
    : `${printable(baseName(finding.asset))} ${describe(finding)}`
}

/** Something that a violation names with a size. */
export interface ViolationPart {
  readonly label: string
  readonly sizeBytes: number
  readonly metric: string
}

/** A budget that is exceeded; `parts` are the largest parts of what was measured. */
export interface Violation {
  readonly subject: string
  readonly budget: string
  readonly scope: string
  readonly metric: string
  readonly sizeBytes: number
  readonly limitBytes: number
  readonly parts: readonly ViolationPart[]
  /** Where the limit comes from, if it is not simply that of the budget. */
  readonly limitNote?: string
  /** What grew since the baseline, by what it is; it takes the place of `parts`. */
  readonly grown?: readonly { readonly title: string; readonly parts: readonly ViolationPart[] }[]
  /** Whether accepting the build as the new baseline would help. */
  readonly mayAccept?: boolean
}

/** Tells a budget that is exceeded, in the words of the error. */
export function describeViolation(violation: Violation): string {
  const { sizeBytes, limitBytes, metric, limitNote, grown = [], mayAccept = false } = violation
  const [size, limit] = formatBytePair(sizeBytes, limitBytes)
  const overBytes = sizeBytes - limitBytes
  const percent = limitBytes === 0 ? '' : ` (${Math.max(1, Math.round((overBytes / limitBytes) * 100))} %)`
  const note = limitNote === undefined ? '' : ` (${printable(limitNote)})`
  const list = (parts: readonly ViolationPart[], sign: string) =>
    parts
      .map((part) => `${printable(part.label)} ${sign}${formatSize(part.sizeBytes)} ${part.metric}`)
      .join(' · ')
  return [
    `${printable(violation.subject)}: ${size} ${metric}, limit ${limit}${note}, over by ${formatSize(overBytes)}${percent}`,
    `  budget ${quote(violation.budget)} (${violation.scope})`,
    ...grown.map(({ title, parts }) => `  ${title} since the baseline: ${list(parts, '+')}`),
    ...(violation.parts.length === 0 || grown.length > 0
      ? []
      : [`  largest parts: ${list(violation.parts, '')}`]),
    ...(mayAccept ? [`  if it is meant to be, make it the new baseline: ${MAKE_BASELINE}`] : []),
  ].join('\n')
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}

function quote(name: string): string {
  return `"${printable(name)}"`
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}
