import type { InstructionReader } from '../../../wasm/instruction-reader.ts'
import { ControlFlow } from './control-flow.ts'
import { Difference } from './difference.ts'
import { compareInstructions } from './instruction-pair.ts'
import { LocalPairs } from './local-pairs.ts'
import { isAnyMove, isLocalMove, LocalSide } from './local-side.ts'
import type { Locals } from './local-types.ts'
import { PureValues } from './pure-values.ts'

/** A body from its first instruction on. */
export interface LocalBody {
  readonly reader: InstructionReader
  readonly locals: Locals
}

/**
 * Shows that two bodies do the same although their local variables, and what moves values to and from them, differ: every other
 * instruction is the same and takes the same values.
 *
 * With `isStrict` the moves must be the same too, but for the locals they name; without it they may be others, and there may be
 * others of what only pushes a value that something drops, and of `nop`.
 */
export function compareLocalFlow(left: LocalBody, right: LocalBody, isStrict: boolean): void {
  const { reader: before } = left
  const { reader: after } = right
  const flow = new ControlFlow()
  const values = new PureValues()
  const beforeSide = new LocalSide(left.locals, values, !isStrict)
  const afterSide = new LocalSide(right.locals, values, !isStrict)
  const pairs = new LocalPairs(beforeSide, afterSide)
  const isMove = isStrict ? isLocalMove : isAnyMove
  const allowed = new Set<number>()
  let firstValue = 0
  for (let moment = 0; ; moment++) {
    let hasLeft = before.next()
    let hasRight = after.next()
    while (true) {
      const moveLeft = hasLeft && isMove(before.opcode)
      const moveRight = hasRight && isMove(after.opcode)
      if (!moveLeft && !moveRight) break
      if (isStrict) requireSameMove(left, right)
      if (moveLeft) {
        beforeSide.move(before, firstValue, moment)
        hasLeft = before.next()
      }
      if (moveRight) {
        afterSide.move(after, firstValue, moment)
        hasRight = after.next()
      }
    }
    if (!isStrict || flow.block >= 0) requireSameStacks(beforeSide, afterSide, pairs, flow.block, firstValue)
    for (const claim of beforeSide.claims) allowed.add(claim)
    if (afterSide.claims.some((claim) => !allowed.has(claim))) {
      throw new Difference('a local is written, or a constant read, that was not before')
    }
    firstValue += Math.max(beforeSide.popped, afterSide.popped)
    beforeSide.clearStack()
    afterSide.clearStack()
    if (hasLeft !== hasRight) throw new Difference('it does not end where it did')
    if (!hasLeft) break
    compareInstructions(before, after)
    const { block } = flow
    flow.step(before)
    if (flow.block === block) continue
    beforeSide.endBlock(block)
    afterSide.endBlock(block)
  }
  pairs.resolve(flow)
}

function requireSameMove(left: LocalBody, right: LocalBody): void {
  const { opcode, index } = left.reader
  if (opcode !== right.reader.opcode)
    throw new Difference('more than the operands of local instructions differs')
  if (opcode === 0x1a) return
  const { index: newIndex } = right.reader
  const type = left.locals.types[index]
  if (type === undefined || type !== right.locals.types[newIndex]) {
    throw new Difference(`local ${index} became ${newIndex}, which is of another type`)
  }
}

function requireSameStacks(
  before: LocalSide,
  after: LocalSide,
  pairs: LocalPairs,
  block: number,
  firstValue: number,
): void {
  const popped = Math.max(before.popped, after.popped)
  if (before.popped !== after.popped) {
    before.extend(popped, firstValue)
    after.extend(popped, firstValue)
  }
  const { stack } = before
  if (stack.length !== after.stack.length) throw new Difference('an instruction takes another value')
  for (let at = 0; at < stack.length; at++) {
    pairs.require(block, stack[at] as number, after.stack[at] as number)
  }
}
