import type { FunctionCode, ModuleCode } from '../module-code.ts'
import { GET, listAccesses, type Accesses } from './accesses.ts'
import { buildControlFlow } from './control-flow.ts'
import { isFollowed } from './control-opcodes.ts'
import { findInterference, type Interference } from './interference.ts'
import { layOutSlots, type SlotClass } from './slot-classes.ts'
import { CONTEXTS } from './slot-model.ts'
import { hashInstructions } from './tokens.ts'
import { findWebs, wholeLocals, type Webs } from './webs.ts'

/** A function while its slots are chosen. */
export interface FunctionState {
  readonly func: FunctionCode
  /** Whether the function stays as it is, and is only an example to others. */
  readonly fixed: boolean
  readonly accesses: Accesses
  readonly webs: Webs
  /** Accesses of each web: `webAccesses[webStarts[web]]` up to `webAccesses[webStarts[web + 1]]`. */
  readonly webStarts: Int32Array
  readonly webAccesses: Int32Array
  /** Hashes of the instructions; of those that access locals without the slot. */
  readonly tokens: Int32Array
  /** Pairs of webs that a copy joins and that may share a slot. */
  readonly copies: Int32Array
  /** What may be chosen; none where the function stays as it is. */
  classes: readonly SlotClass[]
  /** By class; none where all of the class conflict with each other. */
  readonly interferences: readonly (Interference | undefined)[]
  /** Value types of the slots. */
  types: Int32Array
  /** Slot of each web. */
  assignment: Int32Array
  /** Contexts of each access in the model. */
  readonly contexts: Int32Array
}

const NON_NULL_REFERENCE = 0x64

/** Analyses a function. */
export function analyzeFunction(
  { code, valueTypes }: Pick<ModuleCode, 'code' | 'valueTypes'>,
  func: FunctionCode,
): FunctionState {
  const { parameters, locals } = func
  const accesses = listAccesses(func)
  const tokens = hashInstructions(code, func)
  const localTypes = new Int32Array(parameters.length + locals.length)
  localTypes.set(parameters)
  localTypes.set(locals, parameters.length)
  const canChange = accesses.count > 0 && isFollowed(func.opcodes)
  let webs: Webs | undefined
  if (canChange) {
    // What has no initial value may be read only where validation sees it written before: that depends on blocks, not on values.
    const split = Uint8Array.from(localTypes, (type) =>
      valueTypes[type]?.[0] === NON_NULL_REFERENCE ? 0 : 1,
    )
    webs = findWebs(buildControlFlow(code, func), accesses, parameters.length, split)
  }
  webs ??= wholeLocals(accesses, localTypes.length)
  const layout = layOutSlots(localTypes, parameters.length, accesses, webs)
  const contexts = new Int32Array(accesses.count * CONTEXTS)
  const shared = { func, accesses, webs, tokens, contexts, ...accessesByWeb(webs) }
  if (!canChange) {
    return {
      ...shared,
      fixed: true,
      copies: new Int32Array(),
      classes: [],
      interferences: [],
      types: localTypes,
      assignment: webs.locals,
    }
  }
  const { ranges } = webs
  const interferences =
    ranges === undefined
      ? []
      : findInterference(layout.classes, accesses, webs, ranges).map((interference, index) =>
          isWhole(valueTypes, localTypes, webs, layout.classes[index] as SlotClass)
            ? undefined
            : interference,
        )
  const copies = ranges === undefined ? new Int32Array() : findCopies(accesses, webs)
  return { ...shared, ...layout, fixed: false, copies, interferences }
}

function isWhole(
  valueTypes: readonly Uint8Array[],
  localTypes: Int32Array,
  webs: Webs,
  { webs: members }: SlotClass,
): boolean {
  const type = localTypes[webs.locals[members[0] as number] as number] as number
  return valueTypes[type]?.[0] === NON_NULL_REFERENCE
}

function accessesByWeb({ count, ofAccess }: Webs): Pick<FunctionState, 'webStarts' | 'webAccesses'> {
  const webStarts = new Int32Array(count + 1)
  for (const web of ofAccess) webStarts[web + 1] = (webStarts[web + 1] as number) + 1
  for (let web = 0; web < count; web++) {
    webStarts[web + 1] = (webStarts[web + 1] as number) + (webStarts[web] as number)
  }
  const next = webStarts.slice()
  const webAccesses = new Int32Array(ofAccess.length)
  for (let access = 0; access < ofAccess.length; access++) {
    const web = ofAccess[access] as number
    webAccesses[next[web] as number] = access
    next[web] = (next[web] as number) + 1
  }
  return { webStarts, webAccesses }
}

/** Finds `local.get` right before `local.set` or `local.tee`: both ends in one slot make it a copy of nothing. */
function findCopies({ count, positions, kinds }: Accesses, { ofAccess }: Webs): Int32Array {
  const pairs: number[] = []
  for (let access = 1; access < count; access++) {
    if (positions[access] !== (positions[access - 1] as number) + 1) continue
    if (kinds[access - 1] !== GET || kinds[access] === GET) continue
    const [from, to] = [ofAccess[access - 1] as number, ofAccess[access] as number]
    if (from !== to) pairs.push(from, to)
  }
  return Int32Array.from(pairs)
}
