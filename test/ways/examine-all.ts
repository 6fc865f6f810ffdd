import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { BUNDLERS, removeApps } from '../support/app.ts'
import { examine } from './examine.ts'
import { Lab } from './lab.ts'
import { groups } from './table.ts'
import type { Way } from './way.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** Place of a test in the printed table. */
    problems?: readonly string[]
    way?: { group: string; name: string; place: number; bundler: string; ownError?: string }
  }
}

/** Declares a test for each chosen way in each bundler; what comes out goes to the printed table. */
export function examineAll(choose: (way: Way) => boolean): void {
  vi.setConfig({ maxConcurrency: 5 })
  let lab: Lab
  beforeAll(async () => {
    lab = await Lab.open()
  })
  afterAll(async () => {
    await lab.close()
    removeApps()
  })
  for (const [group, ways] of Object.entries(groups)) {
    const chosen = ways.filter(choose)
    if (chosen.length === 0) continue
    describe.concurrent(group, () => {
      for (const way of chosen) {
        describe.concurrent(way.name, () => {
          it.concurrent.for(BUNDLERS)('in %s', async (bundler, { task }) => {
            const id = `${group.replace(/[^a-z]/gi, '').toLowerCase()}-${ways.indexOf(way)}-${bundler}`
            const { problems, ownError } = await examine(way, bundler, id, lab)
            const place = Object.keys(groups).indexOf(group) * 1000 + ways.indexOf(way)
            task.meta.way = {
              group,
              name: way.name,
              place,
              bundler,
              ...(ownError === undefined ? {} : { ownError }),
            }
            task.meta.problems = problems
            expect(problems).toEqual([])
          })
        })
      }
    })
  }
}
