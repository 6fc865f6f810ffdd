import { init, parse } from 'es-module-lexer'

/** What a script loads, as it is written there. */
export interface ScriptReferences {
  /** Statically, before it runs. */
  readonly imports: readonly string[]
  /** By `import()`. */
  readonly dynamicImports: readonly string[]
  /** By `new Worker` and `new SharedWorker`. */
  readonly workers: readonly string[]
}

const LITERAL = String.raw`(?:""\s*\+\s*)?(?:new\s+URL\s*\(\s*)?(?:/\*.*?\*/\s*)?(["'\`])((?:(?!\1)[^\\$])+)\1`
const WORKER = new RegExp(String.raw`\b(?:Shared)?Worker\s*\(\s*(?:/\*.*?\*/\s*)?${LITERAL}`, 'g')
const IMPORT_SCRIPTS = /\bimportScripts\s*\(([^)]*)\)/g
const STRING = /(["'`])((?:(?!\1)[^\\$])+)\1/g

/** Reads the references of a script to others; only those that are written as one literal are known. */
export async function readReferences(code: string): Promise<ScriptReferences> {
  await init
  const imports = [...code.matchAll(IMPORT_SCRIPTS)].flatMap(([, list]) =>
    [...(list as string).matchAll(STRING)].map(([, , url]) => url as string),
  )
  const dynamicImports: string[] = []
  for (const found of lex(code)) {
    if (found.type === 'static' || found.type === 'reexport-star') imports.push(found.specifier)
    else if (found.type === 'dynamic' && found.specifier !== undefined && !found.glob)
      dynamicImports.push(found.specifier)
  }
  const workers = [...code.matchAll(WORKER)].map(([, , url]) => url as string)
  return { imports, dynamicImports, workers }
}

function lex(code: string): ReturnType<typeof parse>[0] {
  try {
    return parse(code)[0]
  } catch {
    // A classic script may be no module, and can import nothing statically.
    return []
  }
}
