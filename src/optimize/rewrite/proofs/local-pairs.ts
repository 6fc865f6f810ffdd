import type { ControlFlow } from './control-flow.ts'
import { Difference } from './difference.ts'
import type { LocalSide } from './local-side.ts'

const BITS = 32
/** Words that visited blocks may take: 256 MB. */
const MAX_WORDS = 2 ** 26

/**
 * Pairs of a local of each of two bodies that must hold the same where a block begins, because something that counts would differ
 * otherwise.
 *
 * A pair is followed backwards to where both locals are written the same value, or to the beginning of the function. Along a
 * cycle it holds if it does where the cycle is entered.
 */
export class LocalPairs {
  readonly #before: LocalSide
  readonly #after: LocalSide
  readonly #numbers = new Map<number, number>()
  readonly #befores: number[] = []
  readonly #afters: number[] = []
  /** Blocks by pair that still have to be looked at. */
  readonly #open: number[][] = []

  constructor(before: LocalSide, after: LocalSide) {
    this.#before = before
    this.#after = after
  }

  /** Requires two symbols, each of its body, to be the same; -1 is code that cannot be reached, where only types count. */
  require(block: number, before: number, after: number): void {
    if (before >= 0 && before === after) return
    const pair = before < 0 && after < 0 ? this.#number(~before, ~after) : undefined
    if (pair === undefined) throw new Difference('an instruction takes another value')
    if (block < 0) return
    const open = this.#open[pair] as number[]
    if (open.at(-1) !== block) open.push(block)
  }

  #number(before: number, after: number): number {
    const key = before * this.#after.locals.types.length + after
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    if (this.#before.locals.types[before] !== this.#after.locals.types[after]) {
      throw new Difference(`local ${before} became ${after}, which is of another type`)
    }
    const pair = this.#open.length
    this.#numbers.set(key, pair)
    this.#befores.push(before)
    this.#afters.push(after)
    this.#open.push([])
    return pair
  }

  /** Follows all pairs; throws {@link Difference} where one does not hold. */
  resolve(flow: ControlFlow): void {
    const hasCopies = this.#before.hasCopies || this.#after.hasCopies
    const words = Math.ceil(flow.blockCount / BITS)
    let wordsLeft = MAX_WORDS
    const visited: (Uint32Array | undefined)[] = []
    const waiting = [...this.#open.keys()].reverse()
    for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
      const open = this.#open[pair] as number[]
      if (open.length === 0) continue
      if (visited[pair] === undefined && (wordsLeft -= words) < 0)
        throw new Difference('too many locals to follow')
      const seen = (visited[pair] ??= new Uint32Array(words))
      for (let block = open.pop(); block !== undefined; block = open.pop()) {
        const bit = 1 << (block % BITS)
        const word = Math.floor(block / BITS)
        if (((seen[word] as number) & bit) !== 0) continue
        seen[word] = (seen[word] as number) | bit
        this.#follow(pair, block, flow, waiting)
      }
      if (hasCopies) continue
      // No other pair leads back to this one.
      visited[pair] = undefined
      wordsLeft += words
    }
  }

  #follow(pair: number, block: number, flow: ControlFlow, waiting: number[]): void {
    const before = this.#befores[pair] as number
    const after = this.#afters[pair] as number
    if (block === 0) return this.#requireInitial(before, after)
    flow.eachSource(block, (source) => {
      const left = this.#before.endOf(source, before)
      const right = this.#after.endOf(source, after)
      if (left === ~before && right === ~after) (this.#open[pair] as number[]).push(source)
      else if (left >= 0 || right >= 0) {
        if (left !== right) throw new Difference(`local ${after} does not always hold what ${before} held`)
      } else {
        const other = this.#number(~left, ~right)
        this.#open[other]?.push(source)
        waiting.push(other)
      }
    })
  }

  /** Equal arguments, or zeros of one type. */
  #requireInitial(before: number, after: number): void {
    if (before >= this.#before.locals.parameterCount && after >= this.#after.locals.parameterCount) return
    if (before !== after) throw new Difference(`local ${after} does not begin as ${before} did`)
  }
}
