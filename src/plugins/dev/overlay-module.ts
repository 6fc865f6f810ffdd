import { readFile } from 'node:fs/promises'
import type { OverlaySettings } from '../../report/dev-state.ts'
import { ENDPOINT } from './endpoints.ts'

/** What pages import that no HTML of Vite leads to. */
export const OVERLAY_ID = 'virtual:wasm-budget/overlay'

/** The same as Vite's graph knows it. */
export const RESOLVED_OVERLAY_ID = `\0${OVERLAY_ID}`

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
  const script = await readFile(new URL('../../ui/overlay.js', import.meta.url), 'utf8')
  const argument: OverlaySettings = { ...settings, endpoint: base + ENDPOINT }
  return `${script}\nwasmBudget.mountOverlay(${JSON.stringify(argument)}, import.meta.url, import.meta.hot)\n`
}
