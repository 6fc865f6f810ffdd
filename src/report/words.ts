import type { ModuleReport, ModuleUse } from './build-report.ts'
import { formatChange, formatSize } from './format.ts'
import { printable } from './printable.ts'

/** Says what was done to a module and what that did to its size by the metric, honestly where it is nothing. */
export function describeOutcome(module: ModuleReport, metric: 'brotli' | 'gzip' | 'raw'): string {
  const outcome = describeWork(module, metric)
  if (module.inlined === undefined) return outcome
  const { file, moduleBytes } = module.inlined
  return `${formatSize(moduleBytes)} of wasm inlined in ${printable(baseName(file))}; ${outcome}`
}

function describeWork(module: ModuleReport, metric: 'brotli' | 'gzip' | 'raw'): string {
  if (module.companionOf !== undefined) return `untouched: data of ${printable(module.companionOf)}`
  if (module.untouched === 'name-not-ours' && (module.place === 'public' || module.place === 'disk'))
    return 'untouched: there is a hash in its name'
  if (module.untouched !== undefined) return UNTOUCHED[module.untouched]
  if (module.chosen === 'keep') return describeKept(module, metric)
  const done = [
    ...describeRemoved(module.removedSections),
    ...(module.chosen.startsWith('strip') ? [] : [module.chosen]),
  ]
  const before = module.before[`${metric}Bytes`]
  const after = module.after[`${metric}Bytes`]
  return `${formatSize(module.before.rawBytes)} before, ${metric} ${formatChange(before, after)}: ${done.join(', ')}`
}

const UNTOUCHED = {
  excluded: 'untouched: excluded by the options',
  disabled: 'untouched: optimize is off',
  unreadable: 'untouched: it cannot be read',
  'name-not-ours': 'untouched: another plugin put a hash into its name',
  'text-not-ours': 'untouched: another plugin wrote the text around it',
  probe: 'untouched: it exports and starts nothing, so it may only be there to be validated',
  'public-file': 'untouched: the bundler did not emit it, and optimize.publicFiles is off',
  webcil: 'untouched: a .NET assembly (webcil)',
  'as-found': 'measured as it is',
  companion: 'untouched: data, counted because include names it',
} as const

function describeKept({ tries }: ModuleReport, metric: 'brotli' | 'gzip' | 'raw'): string {
  const kept = tries.find(({ outcome }) => outcome === 'shipped')?.wireBytes
  const others = tries.filter(({ outcome }) => outcome !== 'shipped')
  const sizes = others.map(({ wireBytes }) => wireBytes).filter((bytes) => bytes !== undefined)
  if (others.some(({ outcome }) => outcome === 'failed')) return 'kept as it was: binaryen failed on it'
  if (others.length === 0) return 'kept as it was: there is nothing to strip'
  if (kept === undefined || sizes.length === 0) return 'kept as it was: no other try can be used'
  const best = Math.min(...sizes)
  const tried = others.length === 1 ? 'the other try' : `the best of ${others.length} other tries`
  if (best === kept) return `kept as it was: ${tried} is not smaller in ${metric}`
  return `kept as it was: ${tried} is ${formatChange(kept, best).replace('+', '')} larger in ${metric}`
}

const CATEGORIES: readonly (readonly [test: RegExp, words: string])[] = [
  [/^name$/, 'names'],
  [/^\.debug_|^external_debug_info$/, 'debug info'],
  [/^sourceMappingURL$/, 'source map'],
  [/^linking$|^reloc\./, 'relocations'],
  [/^(?:producers|target_features)$/, 'producers'],
]

function describeRemoved(sections: readonly string[]): string[] {
  const words = CATEGORIES.filter(([test]) => sections.some((name) => test.test(name))).map(
    ([, word]) => word,
  )
  if (words.length === 0) return []
  const last = words.pop() as string
  return [`${words.length === 0 ? last : `${words.join(', ')} and ${last}`} stripped`]
}

/** Says who loads a module: `initial`, `lazy by editor.js`, `worker of render.js`. */
export function describeUses(uses: readonly ModuleUse[]): string {
  const [first] = uses
  if (first === undefined) return ''
  const chosen = uses.find(({ kind }) => kind === 'initial') ?? first
  if (chosen.kind === 'initial') return 'initial'
  const more = uses.length === 1 ? '' : ` and ${uses.length - 1} more`
  const by = printable(baseName(chosen.file))
  return `${chosen.kind === 'worker' ? 'worker' : 'lazy by'} ${by}${more}`
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}
