import { splitOutsideBrackets } from './bracket-scan.ts'
import { parseRustTextPath, type RustTextStep } from './rust-text-path.ts'

/** Types in types in types: far more than people write, few enough for any stack. */
const MAX_DEPTH = 64

const REFERENCE = /^&(?:'\w+ )?(?:mut )?/
const POINTER = /^\*(?:const|mut) /
const FUNCTION = /^(?:for<[^>]*> )?(?:unsafe )?(?:extern "[^"]*" )?fn\(/

/** Prints a type with its first level of structure kept: `inner` prints what it refers to, `path` prints a path. */
export function mapRustTextType(
  type: string,
  depth: number,
  inner: (type: string, depth: number) => string,
  path: (steps: readonly RustTextStep[], depth: number) => string,
): string {
  const next = depth + 1
  if (next > MAX_DEPTH) return '_'
  switch (type.charAt(0)) {
    case '&':
    case '*': {
      const prefix = (REFERENCE.exec(type) ?? POINTER.exec(type))?.[0]
      if (prefix !== undefined) return prefix.replace(/'\w+ /, '') + inner(type.slice(prefix.length), next)
      break
    }
    case '[': {
      const [item = '', length] = splitOutsideBrackets(type.slice(1, -1), '; ') ?? []
      return `[${inner(item, next)}${length === undefined ? '' : '; _'}]`
    }
    case '(':
      return type === '()' ? type : '(_)'
    case 'd':
      if (type.startsWith('dyn ')) return `dyn ${boundsOf(type).map(boundWith(path, next)).join(' + ')}`
      break
    case 'e':
    case 'f':
    case 'u':
      if (FUNCTION.test(type)) return 'fn(_)'
      break
  }
  const steps = parseRustTextPath(type)
  return steps === undefined ? type : path(steps, next)
}

/** Takes `dyn ` and the lifetimes that it binds off a type. */
function withoutDyn(type: string): string {
  return type.startsWith('dyn ') ? type.slice('dyn '.length).replace(/^for<[^>]*> /, '') : type
}

/** Whether type arguments make another copy of the code, which lifetimes do not. */
export function makesTextCopies(args: string): boolean {
  return args !== '' && !(args.startsWith("'") && /^(?:'\w+(?:, )?)*$/.test(args))
}

function boundsOf(type: string): string[] {
  const bounds = splitOutsideBrackets(withoutDyn(type), ' + ') ?? []
  return bounds.filter((bound) => !bound.startsWith("'"))
}

function boundWith(path: (steps: readonly RustTextStep[], depth: number) => string, depth: number) {
  return (bound: string): string => path(parseRustTextPath(bound) ?? [], depth)
}
