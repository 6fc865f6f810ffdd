import base from '../styles/base.css?inline'
import tokens from '../styles/tokens.css?inline'

/** Makes a style sheet that shadow roots adopt; nothing of it leaks out. */
export function makeSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}

/** Attaches a shadow root with what all elements share, and an element's own styles. */
export function attachRoot(host: HTMLElement, ...own: readonly string[]): ShadowRoot {
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [base, ...own].map(makeSheet)
  return root
}

/** Attaches a shadow root that also sets the tokens, for an element that is not within another one of ours. */
export function attachOutermostRoot(host: HTMLElement, ...own: readonly string[]): ShadowRoot {
  const root = attachRoot(host, ...own)
  root.adoptedStyleSheets = [makeSheet(tokens), ...root.adoptedStyleSheets]
  return root
}

/** Defines an element once, also where a page loads this twice. */
export function define(name: string, element: CustomElementConstructor): void {
  if (customElements.get(name) === undefined) customElements.define(name, element)
}
