import { describe, expect, it } from 'vitest'

import { resolveUrl } from '../../src/directory/resolve-url.ts'

const files = new Set(['app.js', 'assets/a.js', 'assets/b c.js'])

describe('resolveUrl', () => {
  it.each([
    ['./a.js', 'assets/x.js', 'assets/a.js'],
    ['../app.js?v=1#x', 'assets/x.js', 'app.js'],
    ['b%20c.js', 'assets/x.js', 'assets/b c.js'],
    ['/assets/a.js', 'index.html', 'assets/a.js'],
    ['/deployed/here/assets/a.js', 'index.html', 'assets/a.js'],
    ['https://cdn.example/assets/a.js', 'index.html', 'assets/a.js'],
    ['//cdn.example/app.js', 'index.html', 'app.js'],
  ])('finds what %j means in %j', (url, from, file) => {
    expect(resolveUrl(url, from, files)).toBe(file)
  })

  it.each(['a.js', '../../app.js', 'data:text/javascript,1', '%', 'https://cdn.example'])(
    'finds nothing for %j',
    (url) => {
      expect(resolveUrl(url, 'index.html', files)).toBeUndefined()
    },
  )
})
