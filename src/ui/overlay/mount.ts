import type { OverlaySettings } from '../../report/dev-state.ts'
import { Connection, type Hot } from './connection.ts'
import { watchErrorOverlay } from './error-watch.ts'
import { watchForeignModules } from './foreign-watch.ts'
import { OverlayElement } from './overlay-element.ts'

/** What the module gives that this script is in. */
export interface Surroundings {
  /** Says which server it is from. */
  readonly url: string
  readonly hot: Hot | undefined
  /** Loads the script of the inside view, which only those need who open the panel. */
  readonly loadInside: () => Promise<unknown>
}

/** Shows the overlay on this page; does nothing in a worker. */
export function mountOverlay(settings: OverlaySettings, surroundings: Surroundings): void {
  if (typeof document === 'undefined') return
  if (document.body === null) addEventListener('DOMContentLoaded', () => mount(settings, surroundings))
  else mount(settings, surroundings)
}

function mount({ endpoint, position, open }: OverlaySettings, { url, hot, loadInside }: Surroundings): void {
  // Another server's is there already.
  if (document.querySelector('wasm-budget-overlay') !== null) return
  const overlay = new OverlayElement()
  const connection = new Connection(new URL(endpoint, url), hot, {
    state: (state) => overlay.setState(state),
    connected: (isConnected) => overlay.setConnected(isConnected),
  })
  overlay.setUp({
    position,
    open,
    inside: { data: ({ id }) => connection.inside(id), script: loadInside },
  })
  watchForeignModules(new URL(url).origin, (modules) => overlay.setForeign(modules))
  // Beside the body, whose children may be somebody else's to count or to replace.
  document.documentElement.append(overlay)
  watchErrorOverlay((isThere) => overlay.toggleAttribute('data-behind', isThere))
  addEventListener('keydown', (event) => press(event, overlay))
}

function press(event: KeyboardEvent, overlay: OverlayElement): void {
  const { code, key, altKey, shiftKey, ctrlKey, metaKey } = event
  if (code === 'KeyW' && altKey && shiftKey && !ctrlKey && !metaKey) {
    event.preventDefault()
    overlay.setOpen(!overlay.isOpen)
  } else if (key === 'Escape' && overlay.isOpen && !event.defaultPrevented && isOurs(event, overlay)) {
    overlay.setOpen(false)
  }
}

/** Whether a key is meant for the overlay: the page may have something of its own to close. */
function isOurs(event: KeyboardEvent, overlay: OverlayElement): boolean {
  return event.composedPath().includes(overlay) || document.activeElement === document.body
}
