import { describe, expect, it } from 'vitest'
import { codeElementOf, codeOf, tableOf } from '../../src/report/markdown-text.ts'
import { renderGfm, tablesOf, textOf } from '../support/render-markdown.ts'

const NAMES = [
  'assets/engine-B7cQ1xZe.wasm',
  'core::fmt::Write::<T>::write_fmt',
  'a|b',
  '`',
  'a `` b',
  '\\',
  'ends with \\',
  ' spaces ',
  '<b>bold</b>',
  '<!-- hidden',
  '</code></details>',
  '**a** _b_ ~~c~~',
  '[l](javascript:x) ![i](x)',
  'https://evil.example www.evil.example me@evil.example',
  '@octocat #1 octo/repo#1',
  '&lt;b&gt; &amp;',
  '- item',
  '| a | b |',
  '***',
  'ünïcödé 日本',
]

describe.each([
  ['codeOf', codeOf],
  ['codeElementOf', codeElementOf],
])('%s', (_, render) => {
  it.each(NAMES)('shows %j as it is and as nothing but code', (name) => {
    for (const text of [
      render(name),
      `- ${render(name)} end`,
      `<details><summary>x</summary>\n\n${render(name)}\n\n</details>`,
    ]) {
      const html = renderGfm(text)
      const inside = /<code>([^]*)<\/code>/.exec(html)?.[1] ?? ''
      expect(inside).not.toContain('<')
      expect(textOf(inside)).toBe(name)
      expect(
        html.replace(/<code>[^]*<\/code>/, '').replace(/<\/?(?:p|ul|li|details|summary)>/g, ''),
      ).not.toContain('<')
    }
  })

  it.each(NAMES)('keeps %j within the cell of a table', (name) => {
    const [table] = tablesOf(renderGfm(tableOf(['name', 'size:'], [[render(name), '1 B']])))
    expect(table).toEqual([
      ['name', 'size'],
      [`\`${name}\``, '1 B'],
    ])
  })

  it('replaces what could end a line or control a terminal, and cuts what is long', () => {
    expect(textOf(render('a\nb\u001b[2J'))).toBe('`a\ufffdb\ufffd[2J`')
    expect(textOf(render('x'.repeat(1000)))).toMatch(/^`x{1,60}…x{1,60}`$/)
  })
})

it('an empty name is code too', () => {
  expect(renderGfm(codeOf(''))).toBe('<p><code></code></p>')
})
