// Codes instead of characters: these loops run over every name of a module.
const SPACE = 32
const DOUBLE_QUOTE = 34
const SINGLE_QUOTE = 39
const OPEN_ROUND = 40
const CLOSE_ROUND = 41
const MINUS = 45
const LESS = 60
const GREATER = 62
const OPEN_SQUARE = 91
const BACKSLASH = 92
const CLOSE_SQUARE = 93
const LOWER_R = 114
const OPEN_CURLY = 123
const CLOSE_CURLY = 125

/**
 * Finds the bracket that closes the one at `open` in a Rust or C++ path; -1 if none does.
 *
 * Arrows, C++ operators and quoted constants are no brackets, and a `<` or `>` inside parentheses may be a comparison.
 */
export function closingBracket(text: string, open: number): number {
  // Open `<` since the innermost other bracket; for each of those its counterpart and how many there were before it.
  let angles = 0
  const others: number[] = []
  for (let at = open; at < text.length; at++) {
    const code = text.charCodeAt(at)
    switch (code) {
      case SINGLE_QUOTE:
      case DOUBLE_QUOTE:
        at = endOfQuoted(text, at)
        break
      case OPEN_ROUND:
        others.push(angles, CLOSE_ROUND)
        angles = 0
        break
      case OPEN_SQUARE:
      case OPEN_CURLY:
        others.push(angles, code + 2)
        angles = 0
        break
      case LESS:
        if (at === open || !isOperator(text, at)) angles++
        break
      case GREATER:
        if (angles === 0 || isOperator(text, at)) break
        if (--angles === 0 && others.length === 0) return at
        break
      case CLOSE_ROUND:
      case CLOSE_SQUARE:
      case CLOSE_CURLY:
        if (others.pop() !== code) return -1
        angles = others.pop() as number
        if (angles === 0 && others.length === 0) return at
        break
    }
  }
  return -1
}

/** Splits text wherever `separator` stands outside all brackets; `undefined` if brackets do not close. */
export function splitOutsideBrackets(text: string, separator: string): string[] | undefined {
  const first = separator.charCodeAt(0)
  const parts: string[] = []
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isOpening(code)) {
      at = closingBracket(text, at)
      if (at < 0) return undefined
    } else if (code === first && (separator.length === 1 || text.startsWith(separator, at))) {
      parts.push(text.slice(start, at))
      start = at + separator.length
      at = start - 1
    } else if (code === DOUBLE_QUOTE) at = endOfQuoted(text, at)
  }
  parts.push(text.slice(start))
  return parts
}

/**
 * Finds `separator` outside all brackets between `start` and `end`; -1 if it is not there, `undefined` if a bracket does not close
 * before `end`.
 */
export function indexOutsideBrackets(
  text: string,
  separator: string,
  start: number,
  end: number,
): number | undefined {
  const first = separator.charCodeAt(0)
  const last = end - separator.length
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (isOpening(code)) {
      at = closingBracket(text, at)
      if (at < 0 || at >= end) return undefined
    } else if (code === first && at <= last && text.startsWith(separator, at)) return at
    else if (code === DOUBLE_QUOTE) at = endOfQuoted(text, at)
  }
  return -1
}

export function isOpening(code: number): boolean {
  return code === LESS || code === OPEN_ROUND || code === OPEN_SQUARE || code === OPEN_CURLY
}

// A lone `'` is a lifetime or C++'s `'lambda'`.
export function endOfQuoted(text: string, at: number): number {
  if (text.charCodeAt(at) === SINGLE_QUOTE) {
    const isEscaped = text.charCodeAt(at + 1) === BACKSLASH
    const end = text.indexOf("'", at + (isEscaped ? 3 : 2))
    return end === at + 2 || (isEscaped && end > 0 && end <= at + '\\u{10ffff}'.length + 1) ? end : at
  }
  for (let end = at + 1; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code === BACKSLASH) end++
    else if (code === DOUBLE_QUOTE) return end
  }
  return at
}

// `operator<`, `->`, and the comparisons that LLVM writes with spaces into the arguments of `enable_if`.
function isOperator(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1)
  const isGreater = text.charCodeAt(at) === GREATER
  if (before === SPACE) return text.charCodeAt(at + 1) === SPACE && text.charCodeAt(at - 2) !== GREATER
  if (isGreater && before === MINUS) return true
  return endsOperator(text, at) || (before === text.charCodeAt(at) && endsOperator(text, at - 1))
}

function endsOperator(text: string, at: number): boolean {
  return text.charCodeAt(at - 1) === LOWER_R && text.endsWith('operator', at)
}
