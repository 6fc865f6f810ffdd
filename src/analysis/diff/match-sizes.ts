/** One thing before and after; -1 is where it is not there. */
export type Match = readonly [before: number, after: number]

/**
 * Matches things that nothing but their sizes tells apart, by their positions in the two lists.
 *
 * Equal sizes first, so that one that is new does not shift all others; what is left goes by its rank, the largest first; what
 * then has no partner was removed or added.
 */
export function matchSizes(before: readonly number[], after: readonly number[]): Match[] {
  const largestFirst = (sizes: readonly number[]) =>
    Array.from(sizes.keys()).sort((a, b) => (sizes[b] as number) - (sizes[a] as number) || a - b)
  const olds = largestFirst(before)
  const news = largestFirst(after)
  const matches: Match[] = []
  const oldsLeft: number[] = []
  const newsLeft: number[] = []
  let at = 0
  for (const old of olds) {
    const size = before[old] as number
    while (at < news.length && (after[news[at] as number] as number) > size)
      newsLeft.push(news[at++] as number)
    if (at < news.length && after[news[at] as number] === size) matches.push([old, news[at++] as number])
    else oldsLeft.push(old)
  }
  while (at < news.length) newsLeft.push(news[at++] as number)
  for (let rank = 0; rank < Math.max(oldsLeft.length, newsLeft.length); rank++)
    matches.push([oldsLeft[rank] ?? -1, newsLeft[rank] ?? -1])
  return matches
}
