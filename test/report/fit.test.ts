import stringWidth from 'fast-string-width'
import { describe, expect, it } from 'vitest'
import { cut, cutEnd, pad } from '../../src/report/fit.ts'

describe('cut', () => {
  it.each([
    { text: 'engine.wasm', width: 11, fitted: 'engine.wasm' },
    { text: 'engine.wasm', width: 10, fitted: 'engin…wasm' },
    { text: 'engine.wasm', width: 5, fitted: 'en…sm' },
    { text: 'engine.wasm', width: 1, fitted: '…' },
    { text: '日本語の名前', width: 12, fitted: '日本語の名前' },
    { text: '日本語の名前', width: 9, fitted: '日本…名前' },
    { text: '日本語の名前', width: 8, fitted: '日本…前' },
    { text: 'a\u001b[2Jb', width: 20, fitted: 'a\ufffd[2Jb' },
  ])('fits $text into $width as $fitted', ({ text, width, fitted }) => {
    expect(cut(text, width)).toBe(fitted)
    expect(stringWidth(fitted)).toBeLessThanOrEqual(width)
  })
})

describe('cutEnd', () => {
  it.each([
    { text: 'kept as it was', width: 14, fitted: 'kept as it was' },
    { text: 'kept as it was', width: 8, fitted: 'kept as…' },
    { text: '日本語', width: 5, fitted: '日本…' },
    { text: '日本語', width: 4, fitted: '日…' },
    { text: 'a\nb', width: 9, fitted: 'a\ufffdb' },
  ])('fits $text into $width as $fitted', ({ text, width, fitted }) => {
    expect(cutEnd(text, width)).toBe(fitted)
  })
})

describe('pad', () => {
  it.each(['', 'a', 'engine.wasm', '日本', 'engine-with-a-long-name.wasm', '日本語の名前です'])(
    'makes %j exactly as wide as is asked for',
    (text) => {
      expect(stringWidth(pad(text, 12))).toBe(12)
    },
  )
})
