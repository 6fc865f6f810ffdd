import type { Bundler } from '../../support/app.ts'

type OwnErrors = Partial<Record<Bundler, RegExp>>

/** Where a module lies whose name is the bundlers' default. */
export const hashed = (name: string): RegExp => {
  const [stem, extension = 'wasm'] = name.split('.')
  return new RegExp(`^assets/${stem}-[\\w-]{8}\\.${extension}$`)
}

/** What Rollup and Rolldown say to a query that only Vite knows. */
export const unresolved: OwnErrors = {
  rollup: /Could not resolve "[^"]+\?[\w&-]+"/,
  rolldown: /Could not load [^ ]+\?[\w&-]+/,
}

/** What versions of Vite before 8 say to an import of a module as one of JavaScript. */
export const noIntegration: OwnErrors = {
  vite7: /"ESM integration proposal for Wasm" is not supported currently/,
  vite6: /"ESM integration proposal for Wasm" is not supported currently/,
}

/** What Rollup and Rolldown say to the same. */
export const notJavaScript: OwnErrors = {
  rollup: /Unexpected character/,
  rolldown: /Could not load src\/engine\.wasm|Invalid Character/,
}

/** What becomes of a URL that Rollup and Rolldown leave as it is. */
export const notFound: OwnErrors = { rollup: /404 [^ ;]+/, rolldown: /404 [^ ;]+/ }
