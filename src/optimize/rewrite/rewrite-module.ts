import type { PassName, PassResult, PassTask } from './run-pass.ts'

/** How much work rewriting a module may be. */
export interface RewriteEffort {
  /** Rounds in which live ranges look for better slots; each number is tried, for more are not always better. */
  readonly rounds: readonly number[]
  /** Orders of functions; each is tried. */
  readonly orders: readonly ('similarity' | 'path-cover')[]
  /** Zero bytes between data segments up to which these become one; each is tried. */
  readonly gapsBytes: readonly number[]
}

/** What rewriting needs from around it. */
export interface RewriteServices {
  /** Runs a pass with its proof, on another thread. */
  run(task: PassTask): Promise<PassResult>
  /** Size of what would ship of a module, by which variants are compared: exact or an estimate. */
  measure(bytes: Uint8Array): Promise<number>
}

/** A module that says the same in other bytes. */
export interface Rewritten {
  /** With its names, under the indices that functions have now; the input itself where nothing was gained. */
  readonly bytes: Uint8Array
  /** Size of what would ship of it, by the measure that chose; absent where no pass changed anything. */
  readonly sizeBytes?: number
  /** Passes that were kept, with the part of the size that each took away. */
  readonly gains: readonly PassGain[]
  /** Why a pass was not used though it was tried: its proof failed, which is a mistake of ours. */
  readonly unproved: readonly { readonly pass: PassName; readonly reason: string }[]
  /** Why the module was left as it is. */
  readonly declined?: string
}

/** What one pass was worth. */
export interface PassGain {
  readonly pass: PassName
  readonly parameter: number
  /** 0.05 for 5 %; by the measure that chose. */
  readonly ratio: number
}

type Variant = Pick<PassTask, 'pass' | 'parameter'>

/** The passes in their order: each is kept only if it makes the module smaller, and of its variants the best. */
function planPasses({ rounds, orders, gapsBytes }: RewriteEffort): readonly (readonly Variant[])[] {
  return [
    [{ pass: 'identical', parameter: 0 }],
    [{ pass: 'clean', parameter: 0 }],
    [{ pass: 'alignment', parameter: 0 }],
    rounds.map((parameter) => ({ pass: 'locals', parameter }) as const),
    // Both ends of a copy may have come into one local.
    [{ pass: 'clean', parameter: 0 }],
    // After the locals, which is a little better than before them.
    orders.map((pass) => ({ pass, parameter: 0 })),
    gapsBytes.map((parameter) => ({ pass: 'data', parameter }) as const),
  ]
}

/** Rewrites a module so that a general compressor says less about it. */
export async function rewriteModule(
  input: Uint8Array,
  effort: RewriteEffort,
  services: RewriteServices,
): Promise<Rewritten> {
  const gains: PassGain[] = []
  const unproved: { pass: PassName; reason: string }[] = []
  const normal = await services.run({ bytes: input, pass: 'shortest', parameter: 0 })
  if ('declined' in normal) return { bytes: input, gains, unproved, declined: normal.declined }
  if ('unproved' in normal) {
    return { bytes: input, gains, unproved: [{ pass: 'shortest', reason: normal.unproved }] }
  }
  let bytes = normal.bytes ?? input
  let sizeBytes: number | undefined
  for (const variants of planPasses(effort)) {
    const from = bytes
    const results = await Promise.all(
      variants.map(async (variant) => ({ variant, result: await services.run({ bytes: from, ...variant }) })),
    )
    for (const { variant, result } of results) {
      if (!('unproved' in result) || unproved.some(({ pass }) => pass === variant.pass)) continue
      unproved.push({ pass: variant.pass, reason: result.unproved })
    }
    const made = results.flatMap(({ variant, result }) =>
      'bytes' in result && result.bytes !== undefined ? [{ variant, bytes: result.bytes }] : [],
    )
    if (made.length === 0) continue
    const before = sizeBytes ?? (await services.measure(from))
    const sizes = await Promise.all(made.map((variant) => services.measure(variant.bytes)))
    sizeBytes = Math.min(before, ...sizes)
    const best = made[sizes.indexOf(sizeBytes)]
    if (best === undefined || sizeBytes === before) continue
    bytes = best.bytes
    gains.push({ ...best.variant, ratio: 1 - sizeBytes / before })
  }
  return { bytes, ...(sizeBytes === undefined ? {} : { sizeBytes }), gains, unproved }
}
