/** Replaces what is in an element; the focus stays with what has the same `data-key`. */
export function replaceKeepingFocus(element: HTMLElement, ...children: readonly Node[]): void {
  const root = element.getRootNode() as ShadowRoot
  const key = element.contains(root.activeElement) ? root.activeElement?.getAttribute('data-key') : undefined
  const { scrollTop } = element
  element.replaceChildren(...children)
  element.scrollTop = scrollTop
  if (key === undefined || key === null) return
  const next = [...element.querySelectorAll<HTMLElement>('[data-key]')].find(
    (child) => child.dataset['key'] === key,
  )
  next?.focus({ preventScroll: true })
}
