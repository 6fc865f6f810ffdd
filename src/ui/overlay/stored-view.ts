/** What is kept of the overlay when the page is loaded again. */
export interface StoredView {
  readonly isOpen: boolean
  /** Path of the module that is looked at. */
  readonly module?: string
  readonly tab?: string
  readonly theme?: 'light' | 'dark'
}

const KEY = 'vite-plugin-wasm-budget:overlay'

/** Reads what was kept; undefined where nothing was, or where the page may keep nothing. */
export function readStored(): StoredView | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    return typeof value === 'object' && value !== null && 'isOpen' in value
      ? (value as StoredView)
      : undefined
  } catch {
    return undefined
  }
}

/** Keeps a view as long as the tab is there. */
export function store(view: StoredView): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(view))
  } catch {
    // A page in a sandbox keeps nothing.
  }
}
