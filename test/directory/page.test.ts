import { describe, expect, it } from 'vitest'

import { readPage } from '../../src/directory/page.ts'

describe('readPage', () => {
  it('lists scripts, what it preloads, styles and code in the page', () => {
    const page = readPage(`<!doctype html>
      <link rel=stylesheet href=/a.css><link rel="modulepreload" href="/b.js?x=1&amp;y=2">
      <link rel="preload" as="script" href='c.js'><link rel="preload" as="fetch" href="d.wasm">
      <script src="e.js" data-x="a > b"></script><script type="module" async src=f.js></script>
      <SCRIPT type="text/javascript">import('g.js')</SCRIPT >
      <script type="importmap">{ "imports": {} }</script><script type="application/json" src="h.json"></script>`)
    expect(page.scripts).toEqual(['e.js', 'f.js', '/b.js?x=1&y=2', 'c.js'])
    expect(page.styles).toEqual(['/a.css'])
    expect(page.inline).toEqual([`import('g.js')`])
  })

  it('leaves out what is in comments', () => {
    const page = readPage('<!-- <script src="a.js"></script> b.wasm --><script src="c.js"></script>')
    expect(page.scripts).toEqual(['c.js'])
    expect(page.text).not.toContain('b.wasm')
  })
})
