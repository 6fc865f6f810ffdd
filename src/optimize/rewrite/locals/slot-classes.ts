import type { Accesses } from './accesses.ts'
import type { Webs } from './webs.ts'

/** The webs of one value type and the slots that they share: coloured apart from all other types. */
export interface SlotClass {
  /** Those of the parameters first: they stay where they are. */
  readonly webs: Int32Array
  /** Number of parameters among `webs` and `slots`. */
  readonly pinned: number
  /** Local index of each slot: the parameters, then one run. */
  readonly slots: Int32Array
}

/** The slots of a function and who starts where. */
export interface SlotLayout {
  readonly classes: readonly SlotClass[]
  /** Value type of each slot. */
  readonly types: Int32Array
  /** Slot of each web: as in the input, with the locals of a type renumbered by falling use. */
  readonly assignment: Int32Array
}

/** Lays out the slots: parameters, then as many a type as it has locals in use, the type that is used most first. */
export function layOutSlots(
  localTypes: Int32Array,
  parameterCount: number,
  accesses: Accesses,
  webs: Webs,
): SlotLayout {
  const uses = new Int32Array(localTypes.length)
  for (let access = 0; access < accesses.count; access++) {
    const local = accesses.locals[access] as number
    uses[local] = (uses[local] as number) + 1
  }
  const byType = localsInUse(localTypes, parameterCount, uses)
  const weights = useByType(localTypes, parameterCount, webs)
  const order = [...byType.keys()].sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0))
  const slotOfLocal = new Int32Array(localTypes.length)
  const types = [...localTypes.subarray(0, parameterCount)]
  for (let local = 0; local < parameterCount; local++) slotOfLocal[local] = local
  for (const type of order) {
    const locals = byType.get(type) as number[]
    locals.sort((a, b) => (uses[b] as number) - (uses[a] as number) || a - b)
    for (const local of locals) {
      slotOfLocal[local] = types.length
      types.push(type)
    }
  }
  const slotTypes = Int32Array.from(types)
  return {
    classes: makeClasses(localTypes, parameterCount, accesses, webs, slotTypes),
    types: slotTypes,
    assignment: webs.locals.map((local) => slotOfLocal[local] as number),
  }
}

function localsInUse(
  localTypes: Int32Array,
  parameterCount: number,
  uses: Int32Array,
): Map<number, number[]> {
  const byType = new Map<number, number[]>()
  for (let local = parameterCount; local < localTypes.length; local++) {
    if (uses[local] === 0) continue
    const type = localTypes[local] as number
    const locals = byType.get(type)
    if (locals === undefined) byType.set(type, [local])
    else locals.push(local)
  }
  return byType
}

/** Counts the accesses to webs that are free to move. */
function useByType(localTypes: Int32Array, parameterCount: number, webs: Webs): Map<number, number> {
  const weights = new Map<number, number>()
  for (const web of webs.ofAccess) {
    if (web < parameterCount) continue
    const type = localTypes[webs.locals[web] as number] as number
    weights.set(type, (weights.get(type) ?? 0) + 1)
  }
  return weights
}

/** Makes the classes in which some web has a choice. */
function makeClasses(
  localTypes: Int32Array,
  parameterCount: number,
  accesses: Accesses,
  webs: Webs,
  slotTypes: Int32Array,
): SlotClass[] {
  const inUse = new Uint8Array(webs.count)
  for (let access = 0; access < accesses.count; access++) inUse[webs.ofAccess[access] as number] = 1
  const websByType = new Map<number, number[]>()
  for (let web = 0; web < webs.count; web++) {
    if (web >= parameterCount && inUse[web] === 0) continue
    const type = localTypes[webs.locals[web] as number] as number
    const members = websByType.get(type)
    if (members === undefined) websByType.set(type, [web])
    else members.push(web)
  }
  const classes: SlotClass[] = []
  for (const [type, members] of websByType) {
    const slots: number[] = []
    for (let slot = 0; slot < slotTypes.length; slot++) if (slotTypes[slot] === type) slots.push(slot)
    const pinned = slots.filter((slot) => slot < parameterCount).length
    if (slots.length < 2 || members.length === pinned) continue
    classes.push({ webs: Int32Array.from(members), pinned, slots: Int32Array.from(slots) })
  }
  return classes
}
