import { formatSize } from './format.ts'
import { printable } from './printable.ts'

/** What is worth saying about a module in development, as data. */
export type DevFinding = {
  [Code in keyof DevFindingArguments]: {
    readonly code: Code
    readonly severity: 'error' | 'warn' | 'info'
    readonly args: DevFindingArguments[Code]
  }
}[keyof DevFindingArguments]

/** Codes of the findings in development; sizes are in bytes. */
export interface DevFindingArguments {
  /** A page is answered where a module was asked for; `dependency` was moved away from its module by prebundling. */
  readonly 'page-instead-of-module': { readonly dependency?: string }
  /** Browsers refuse to compile it while it loads. */
  readonly 'mime-type-wrong': { readonly type: string }
  /** `status` is 0 where no answer came. */
  readonly 'not-served': { readonly status: number }
  /** A page of `origin` may not read it; `server` is the other server that it is on, absent for the dev server. */
  readonly 'cors-missing': { readonly origin: string; readonly server?: string }
  /** It stands in a script as base64. */
  readonly 'base64-in-source': { readonly file: string; readonly base64Bytes: number }
  /** A build would inline it, since it is smaller than `limitBytes`. */
  readonly 'inlined-in-build': { readonly limitBytes: number }
  readonly 'module-unreadable': { readonly reason: string }
}

/** A finding in words. */
export interface DescribedFinding {
  readonly title: string
  readonly text: string
  /** What to put into the config, or to write instead. */
  readonly fix?: string
}

const DESCRIPTIONS: {
  readonly [Code in keyof DevFindingArguments]: (args: DevFindingArguments[Code]) => DescribedFinding
} = {
  'page-instead-of-module': ({ dependency }) => ({
    title: 'A page is answered instead of the module',
    text:
      dependency === undefined
        ? 'There is no file at this URL, so the server answers with a page (text/html). Import the module, or put it into the public directory.'
        : `Prebundling has moved ${printable(dependency)} away from its module, so its URL leads nowhere and the server answers with a page (text/html). Leave the package as it is.`,
    ...(dependency === undefined
      ? { fix: "import url from './module.wasm?url'" }
      : { fix: `optimizeDeps: { exclude: ['${printable(dependency)}'] }` }),
  }),
  'mime-type-wrong': ({ type }) => ({
    title: 'Not streaming: wrong MIME type',
    text: `The server sends ${type === '' ? 'no type' : printable(type)}, so the browser waits for the whole file before it compiles. Send exactly application/wasm, without parameters.`,
    fix: "response.setHeader('Content-Type', 'application/wasm')",
  }),
  'not-served': ({ status }) =>
    status === 0
      ? {
          title: 'Not there: no answer',
          text: 'The page asked for this module and got nothing that it may read: the server was not reached, or the browser kept the answer back.',
        }
      : {
          title: `Not there: the server answers ${status}`,
          text: 'The page asked for this module and did not get it. Correct the URL, or put the file where it leads.',
        },
  'cors-missing': ({ origin, server }) => ({
    title: 'The page may not read it: no CORS header',
    ...(server === undefined
      ? {
          text: `${printable(origin)} is another origin, and the answer has no Access-Control-Allow-Origin for it.`,
          fix: `server: { cors: { origin: '${printable(origin)}' } }`,
        }
      : {
          text: `${printable(server)} answers without an Access-Control-Allow-Origin that lets ${printable(origin)} read it. That server has to send the header, or the module has to come from your own.`,
          fix: `Access-Control-Allow-Origin: ${printable(origin)}`,
        }),
  }),
  'base64-in-source': ({ file, base64Bytes }) => ({
    title: 'Not streaming: base64 in a script',
    text: `${printable(file)} holds ${formatSize(base64Bytes)} of base64. Browsers can neither compile it while it loads nor cache it apart from the script. Emscripten writes a file without -sSINGLE_FILE, wasm-pack with --target web.`,
  }),
  'inlined-in-build': ({ limitBytes }) => ({
    title: 'Not streaming in the build: base64',
    text: `It is smaller than build.assetsInlineLimit (${formatSize(limitBytes)}), so a build puts it into a script as base64.`,
    fix: "import url from './module.wasm?url&no-inline'",
  }),
  'module-unreadable': ({ reason }) => ({
    title: 'Size only: it cannot be read',
    text: `${printable(reason)}. Sizes and budgets hold; what is inside is unknown.`,
  }),
}

/** Makes the words of a finding, without control characters. */
export function describeDevFinding({ code, args }: DevFinding): DescribedFinding {
  return (DESCRIPTIONS[code] as (args: unknown) => DescribedFinding)(args)
}
