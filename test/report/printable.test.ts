import { describe, expect, it } from 'vitest'
import { printable } from '../../src/report/printable.ts'

describe('printable', () => {
  it.each(['', 'core::fmt::write', 'größe', '日本語', '🦀', 'é', '█░·…', 'a b', 'a ## b', '#[x]', ':x'])(
    'leaves %j as it is',
    (text) => {
      expect(printable(text)).toBe(text)
    },
  )

  it.each([
    { what: 'an escape sequence', text: '\u001b[31mred', clean: '\ufffd[31mred' },
    { what: 'the one-character introducer', text: '\u009b31m', clean: '\ufffd31m' },
    { what: 'a bell and a backspace', text: 'a\u0007\u0008', clean: 'a\ufffd\ufffd' },
    { what: 'line ends', text: 'a\r\nb\u2028c\u2029d', clean: 'a\ufffd\ufffdb\ufffdc\ufffdd' },
    { what: 'a tab', text: 'a\tb', clean: 'a\ufffdb' },
    { what: 'a null and a delete', text: '\0\u007f', clean: '\ufffd\ufffd' },
    {
      what: 'what turns the direction of text around',
      text: 'a\u202eb\u2066c\u200fd',
      clean: 'a\ufffdb\ufffdc\ufffdd',
    },
    { what: 'what is not to be seen', text: 'a\u200bb\u00adc\ufeffd', clean: 'a\ufffdb\ufffdc\ufffdd' },
    { what: 'tags', text: 'a\u{e0041}', clean: 'a\ufffd' },
    { what: "a command of GitHub's runner", text: '::error::x', clean: '\ufffd:error::x' },
    { what: 'one behind spaces', text: '  ::error::x', clean: '  \ufffd:error::x' },
    { what: 'one anywhere in a line', text: 'a ##[error]x', clean: 'a #\ufffd[error]x' },
    { what: 'one of Azure Pipelines', text: 'a ###vso[task.x]', clean: 'a ##\ufffdvso[task.x]' },
  ])('replaces $what', ({ text, clean }) => {
    expect(printable(text)).toBe(clean)
  })
})
