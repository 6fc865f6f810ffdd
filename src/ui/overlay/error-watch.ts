const ERROR_OVERLAY = 'vite-error-overlay'

/** Tells whenever Vite's error overlay comes or goes. */
export function watchErrorOverlay(tell: (isThere: boolean) => void): void {
  const look = () => tell(document.querySelector(ERROR_OVERLAY) !== null)
  new MutationObserver(look).observe(document.body, { childList: true })
  look()
}
