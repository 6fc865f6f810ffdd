import type { Attribution } from './attribution.ts'
import { isGoStandardPackage } from './names/go-packages.ts'
import type { NameContext } from './names/group-keys.ts'
import {
  CPP_PREFIXES,
  CRATES,
  GO_RUNTIME,
  LIBRARY_PREFIXES,
  MANGLED_ALLOCATOR,
  NAMES,
  PRINTF_HELPERS,
  RUSTC_NAME,
  RUST_PANICKING_STEP,
  RUST_PATHS,
  TOPICS,
  type Topic,
} from './topic-patterns.ts'

type SpecificTopic = keyof typeof NAMES

const SPECIFIC: readonly SpecificTopic[] = ['allocator', 'panic', 'fmt']

const TOPIC_OF_CRATE = new Map(listed(CRATES))
const TOPIC_OF_NAME = new Map(listed(NAMES))
const PATHS_OF_CRATE = new Map(
  ['alloc', 'core', 'std'].map((crate) => [
    crate,
    listed(RUST_PATHS).filter(([path]) => path.startsWith(`${crate}::`)),
  ]),
)
const LONGEST_NAME = Math.max(...[...TOPIC_OF_NAME.keys()].map((name) => name.length))

type NameKeys = Pick<Attribution, 'crates' | 'crateIds' | 'generics' | 'genericIds'>

/** A number that LLVM appends to names of C that occur twice. */
const CLONE = /\.\d+$/

const INLINE_NAMESPACE = /^std::__(?:\d+|ndk\d+|cxx\d+)::/

/**
 * Finds what each function is for, as its name tells: its index in `TOPICS`, or -1.
 *
 * `functions` are names as the module has them, absent where there is none, as they were given to `attribute`.
 */
export function topicsOfFunctions(
  functions: readonly (string | undefined)[],
  { crates, crateIds, generics, genericIds }: NameKeys,
  context: NameContext = {},
): Int8Array {
  const topics = new Int8Array(functions.length).fill(-1)
  const helpers: number[] = []
  let hasPrintf = false
  for (let func = 0; func < functions.length; func++) {
    const raw = functions[func]
    if (raw === undefined) continue
    const crate = crates[crateIds[func] as number]
    const generic = generics[genericIds[func] as number]
    const topic = topicOf(raw, crate, generic, context)
    if (topic !== undefined) topics[func] = TOPICS.indexOf(topic)
    else if (PRINTF_HELPERS.includes(raw)) helpers.push(func)
    if (raw === 'printf_core') hasPrintf = true
  }
  if (hasPrintf) for (const func of helpers) topics[func] = TOPICS.indexOf('fmt')
  return topics
}

/**
 * Finds what a function is for; `crate` and `generic` are what `groupKeysOf` says of its name.
 *
 * `undefined` for everything that is the program's own, as far as the name tells.
 */
export function topicOf(
  raw: string,
  crate: string | undefined,
  generic: string | undefined,
  { isGo }: NameContext = {},
): Topic | undefined {
  if (generic === undefined || crate === undefined) return topicWithoutCrate(raw)
  if (isGo === true) return topicOfGo(crate, generic)
  const whole = TOPIC_OF_CRATE.get(crate)
  if (whole !== undefined) return whole
  switch (crate) {
    case 'core':
    case 'alloc':
      // C++ has namespaces of these names too.
      return isCppFunction(generic) ? undefined : (topicOfRustPath(crate, generic) ?? crate)
    case 'std':
      return (
        topicOfCpp(generic) ?? (isCppFunction(generic) ? crate : (topicOfRustPath(crate, generic) ?? crate))
      )
    case '__rustc':
      return topicOfRustc(generic.slice('__rustc::'.length))
    default:
      return implementsFmt(generic) ? 'fmt' : undefined
  }
}

function isCppFunction(generic: string): boolean {
  return generic.endsWith(')') || generic.endsWith(' const')
}

function topicOfRustPath(crate: string, generic: string): SpecificTopic | undefined {
  const path = pathOfSelf(generic)
  const topic = PATHS_OF_CRATE.get(crate)?.find(([prefix]) => isAtOrBelow(path, prefix))?.[1]
  if (topic === 'allocator' || topic === 'panic') return topic
  if (RUST_PANICKING_STEP.test(generic)) return 'panic'
  return topic ?? (implementsFmt(generic) ? 'fmt' : undefined)
}

/** `core::fmt::Formatter>::pad` of `<core::fmt::Formatter>::pad`. */
function pathOfSelf(generic: string): string {
  let at = 0
  while (generic.charAt(at) === '<') at++
  return at === 0 ? generic : generic.slice(at)
}

function isAtOrBelow(path: string, prefix: string): boolean {
  return (
    path.startsWith(prefix) &&
    (path.length === prefix.length ||
      path.startsWith('::', prefix.length) ||
      path.startsWith('>', prefix.length))
  )
}

/** Whether a function is of an `impl` of one of the traits in `core::fmt`. */
function implementsFmt(generic: string): boolean {
  if (!generic.includes('core::fmt::')) return false
  const trait = generic.lastIndexOf(' as ') + ' as '.length
  return (
    (trait >= ' as '.length && generic.startsWith('core::fmt::', trait)) ||
    generic.includes('<impl core::fmt::')
  )
}

function topicOfRustc(name: string): SpecificTopic | undefined {
  if (!/^(?:__r|rust_)/.test(name)) return undefined
  if (RUSTC_NAME.allocator.test(name)) return 'allocator'
  return RUSTC_NAME.panic.test(name) ? 'panic' : undefined
}

function topicOfCpp(generic: string): SpecificTopic | undefined {
  const path = generic.startsWith('std::__') ? generic.replace(INLINE_NAMESPACE, 'std::') : generic
  for (const topic of SPECIFIC) {
    if (CPP_PREFIXES[topic].some((prefix) => path.startsWith(prefix))) return topic
  }
  return path.includes('::__throw_') ? 'panic' : undefined
}

function topicOfGo(crate: string, generic: string): Topic | undefined {
  if (crate === 'fmt') return 'fmt'
  if (crate !== 'runtime') return isGoStandardPackage(crate) ? 'std' : undefined
  const name = generic.slice('runtime.'.length)
  if (GO_RUNTIME.allocator.test(name)) return 'allocator'
  return GO_RUNTIME.panic.test(name) ? 'panic' : 'runtime'
}

function topicWithoutCrate(raw: string): Topic | undefined {
  for (const [prefix, topic] of LIBRARY_PREFIXES) if (raw.startsWith(prefix)) return topic
  if (raw.startsWith('operator ')) return topicOfCpp(raw)
  if (raw.startsWith('_Z')) return MANGLED_ALLOCATOR.test(raw) ? 'allocator' : undefined
  // Looking a name up takes longer than seeing that it is none of these.
  if (raw.length > LONGEST_NAME + '.999'.length) return undefined
  const name = /\d$/.test(raw) ? raw.replace(CLONE, '') : raw
  return TOPIC_OF_NAME.get(name) ?? topicOfRustc(name)
}

function listed(patterns: typeof NAMES): (readonly [text: string, topic: SpecificTopic])[] {
  return SPECIFIC.flatMap((topic) => patterns[topic].map((text) => [text, topic] as const))
}
