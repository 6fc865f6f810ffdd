import { isGoStandardPackage } from './go-packages.ts'

/** A Go symbol taken apart: `path` is the import path, `rest` what follows its dot. */
export interface GoSymbol {
  readonly path: string
  readonly rest: string
}

// The dots of a path's last element are escaped, so that the first dot behind the host's ends the path.
const HOST =
  /^(?:vendor_)?[a-z0-9_]+(?:\.[a-z0-9_]+)*?\.(?:com|org|net|io|in|dev|sh|app|xyz|co|ai|rs|me|cc|tech|cloud)_/

/**
 * Restores a symbol from the name section of a module of the Go toolchain.
 *
 * Its linker writes `_` for every character but letters, digits and dots (cmd/link/internal/wasm `nameRegexp`), so this is a
 * guess where it matters: `encoding_json.__decodeState_.valueQuoted` is `encoding/json` and `(*decodeState).valueQuoted`;
 * slashes come back only in packages of the standard library. Returns `undefined` without a package and an identifier.
 */
export function restoreGoSymbol(name: string): GoSymbol | undefined {
  const host = name.includes('_', name.indexOf('.')) ? (HOST.exec(name)?.[0].length ?? 0) : 0
  const dot = name.indexOf('.', host)
  // The build id lies before the functions, but has a name like one.
  if (dot <= 0 || name === 'go.buildid') return undefined
  const written = name.slice(0, dot)
  const rest = restoreRest(name.slice(dot + 1))
  if (!/^\w+(?:[.\w]*)$/.test(written) || !/^[\p{L}_(]/u.test(rest)) return undefined
  const path = written.replaceAll('_', '/')
  return { path: isGoStandardPackage(path) ? path : written, rest }
}

function restoreRest(rest: string): string {
  const method = /^__(.+?)_\.(.+)$/.exec(rest)
  const restored = method ? `(*${restoreArgs(method[1] ?? '')}).${method[2] ?? ''}` : restoreShape(rest)
  return restored.replace(/(?<=\w)_fm$/, '-fm')
}

// `SortFunc[go.shape.int]` became `SortFunc_go.shape.int_`, a closure of it ends in `_.func1`.
function restoreShape(rest: string): string {
  const open = rest.indexOf('_go.shape.')
  const close = rest.lastIndexOf('_')
  if (open <= 0 || close <= open) return rest
  return `${rest.slice(0, open)}[${rest.slice(open + 1, close)}]${rest.slice(close + 1)}`
}

// `List[int]` became `List_int_`; a type's own name hardly ever ends in `_`.
function restoreArgs(type: string): string {
  return type.replace(/^([A-Za-z0-9]+)_(.+)_$/, '$1[$2]')
}
