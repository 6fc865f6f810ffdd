/** What an HTML page loads by itself, as it is written there. */
export interface Page {
  /** URLs of scripts, and of scripts that it preloads. */
  readonly scripts: readonly string[]
  /** URLs of style sheets. */
  readonly styles: readonly string[]
  /** Code that stands in the page. */
  readonly inline: readonly string[]
  /** The page without comments. */
  readonly text: string
}

const COMMENT = /<!--[^]*?-->/g
const SCRIPT = /<script\b((?:"[^"]*"|'[^']*'|[^>"'])*)>([^]*?)<\/script\s*>/gi
const LINK = /<link\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi
const ATTRIBUTE = /([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g
const CODE_TYPE = /^(?:module|(?:text|application)\/(?:x-)?(?:java|ecma)script)?$/i

/** Reads what a page loads; what scripts add to it later is not known. */
export function readPage(html: string): Page {
  const text = html.replaceAll(COMMENT, '')
  const scripts: string[] = []
  const styles: string[] = []
  const inline: string[] = []
  for (const [, tag, code] of text.matchAll(SCRIPT)) {
    const { src, type = '' } = attributesOf(tag as string)
    if (!CODE_TYPE.test(type)) continue
    if (src === undefined) inline.push(code as string)
    else scripts.push(src)
  }
  for (const [, tag] of text.matchAll(LINK)) {
    const { rel = '', href, as } = attributesOf(tag as string)
    if (href === undefined) continue
    if (/\bstylesheet\b/i.test(rel)) styles.push(href)
    if (rel === 'modulepreload' || (rel === 'preload' && as === 'script')) scripts.push(href)
  }
  return { scripts, styles, inline, text }
}

function attributesOf(tag: string): Partial<Record<string, string>> {
  const pairs = [...tag.matchAll(ATTRIBUTE)].map(([, name, double, single, bare]) => [
    (name as string).toLowerCase(),
    decode(double ?? single ?? bare ?? ''),
  ])
  return Object.fromEntries(pairs) as Partial<Record<string, string>>
}

function decode(value: string): string {
  return value.replaceAll('&amp;', '&')
}
