import { readFile } from 'node:fs/promises'
import type { OverlaySettings } from '../../report/dev-state.ts'
import { ENDPOINT } from './endpoints.ts'

/** What pages import that no HTML of Vite leads to. */
export const OVERLAY_ID = 'virtual:wasm-budget/overlay'

/** What the overlay imports when its panel is opened. */
export const INSIDE_ID = 'virtual:wasm-budget/inside'

/** The same as Vite's graph knows them. */
export const RESOLVED_OVERLAY_ID = `\0${OVERLAY_ID}`
export const RESOLVED_INSIDE_ID = `\0${INSIDE_ID}`

/** Nothing, where there is no overlay: builds, servers, `overlay: false`. */
export const NO_OVERLAY = 'export {}\n'

/**
 * Makes the script that shows the overlay.
 *
 * The file in front of it is a classic script that defines `wasmBudget`; in a module that name is nobody else's.
 */
export async function overlayScript(
  settings: Omit<OverlaySettings, 'endpoint'>,
  base: string,
): Promise<string> {
  const script = await readScript('overlay')
  const argument: OverlaySettings = { ...settings, endpoint: base + ENDPOINT }
  return `${script}
wasmBudget.mountOverlay(${JSON.stringify(argument)}, {
  url: import.meta.url,
  hot: import.meta.hot,
  loadInside: () => import(${JSON.stringify(INSIDE_ID)}),
})
`
}

/** Reads the script of the inside view: treemap, tables, reasons. It defines its elements itself. */
export function insideScript(): Promise<string> {
  return readScript('inside')
}

function readScript(name: 'overlay' | 'inside'): Promise<string> {
  return readFile(new URL(`../../ui/${name}.js`, import.meta.url), 'utf8')
}
