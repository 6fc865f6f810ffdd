import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { TUNED, UNTUNED } from '../support/wire-modules.mjs'
import { removeParts } from '../support/wire-removals.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const minutes = 10 * 60_000

describe.each([
  ['modules that its constants were chosen on', TUNED],
  ['other modules', UNTUNED],
])('estimated wire sizes of %s', (_, paths) => {
  it(
    'predict what removing a part saves: median error at most 15 %, worst at most 40 %',
    () => {
      const removals = paths
        .filter((path) => existsSync(join(root, path)))
        .flatMap((path) => {
          const bytes = new Uint8Array(readFileSync(join(root, path)))
          return removeParts(bytes).map((removal) => ({ path, ...removal }))
        })
      const errors = removals.map(({ error }) => error).sort((a, b) => a - b)
      expect(errors.length).toBeGreaterThanOrEqual(10)
      expect(errors[errors.length >> 1]).toBeLessThanOrEqual(0.15)
      expect(removals.filter(({ error }) => error > 0.4)).toEqual([])
    },
    minutes,
  )
})
