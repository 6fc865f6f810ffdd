import type { OverlaySettings } from '../../report/dev-state.ts'
import { Connection, type Hot } from './connection.ts'
import { watchErrorOverlay } from './error-watch.ts'
import { OverlayElement } from './overlay-element.ts'

/** Shows the overlay on this page; does nothing in a worker. `moduleUrl` says which server it is from. */
export function mountOverlay(settings: OverlaySettings, moduleUrl: string, hot: Hot | undefined): void {
  if (typeof document === 'undefined') return
  if (document.body === null) addEventListener('DOMContentLoaded', () => mount(settings, moduleUrl, hot))
  else mount(settings, moduleUrl, hot)
}

function mount({ endpoint, position, open }: OverlaySettings, moduleUrl: string, hot: Hot | undefined): void {
  // Another server's is there already.
  if (document.querySelector('wasm-budget-overlay') !== null) return
  const overlay = new OverlayElement()
  const connection = new Connection(new URL(endpoint, moduleUrl), hot, {
    state: (state) => overlay.setState(state),
    connected: (isConnected) => overlay.setConnected(isConnected),
  })
  overlay.setUp({ position, open, loadInside: ({ id }) => connection.inside(id) })
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
