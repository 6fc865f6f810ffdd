/** What becomes a child: text stays text, whatever is in it. */
export type Child = Node | string | undefined

/** Attributes of an element; `true` is an empty one, `false` and undefined are none. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Makes an element; names of strangers only ever come in as text or as values of attributes. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  setAttributes(element, attributes)
  element.append(...children.filter((child) => child !== undefined))
  return element
}

/** Sets attributes, or takes them away. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) element.removeAttribute(name)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
}

/** Makes one of our own elements, which its module has defined. */
export function custom<Own extends HTMLElement>(
  name: string,
  attributes: Attributes = {},
  ...children: readonly Child[]
): Own {
  const element = document.createElement(name) as Own
  setAttributes(element, attributes)
  element.append(...children.filter((child) => child !== undefined))
  return element
}

/** Makes a button. */
export function button(label: Child, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = h('button', { type: 'button', ...attributes }, label)
  element.addEventListener('click', onClick)
  return element
}

/** Sets a style through the CSSOM, which a strict Content-Security-Policy allows. */
export function styled<Some extends HTMLElement>(
  element: Some,
  properties: Readonly<Record<string, string>>,
): Some {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value)
  return element
}

/** Code that may be broken after what separates names. */
export function breakable(text: string): HTMLElement {
  const code = h('code', { title: text })
  for (const part of text.split(/(?<=::|[/._,])/)) code.append(part, document.createElement('wbr'))
  return code
}
