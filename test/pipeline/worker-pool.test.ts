import { describe, expect, it } from 'vitest'
// Built: threads load it as a file.
import { WorkerPool } from '../../dist/pipeline/worker-pool.js'
import { readFixture } from '../support/fixtures.ts'

const inspect = (pool: WorkerPool) =>
  pool.run('inspect', { bytes: readFixture('rust196-app_sizez.wasm'), strip: 'auto', keepSections: [] })

describe('WorkerPool', () => {
  it('lets a task at work end when it is closed', async () => {
    const pool = new WorkerPool()
    await inspect(pool)
    const working = inspect(pool)
    // By then the task is with its thread.
    await new Promise((resolve) => void setImmediate(resolve))
    await pool.close()
    await expect(working).resolves.toHaveProperty('value')
  })

  it('gives up tasks that wait', async () => {
    const pool = new WorkerPool()
    await inspect(pool)
    const tasks = Array.from({ length: 200 }, () => inspect(pool))
    const settled = Promise.allSettled(tasks)
    await new Promise((resolve) => void setImmediate(resolve))
    await pool.close()
    const states = (await settled).map(({ status }) => status)
    expect(new Set(states)).toEqual(new Set(['fulfilled', 'rejected']))
  })

  it('can be closed without having been used, and twice', async () => {
    const pool = new WorkerPool()
    await pool.close()
    await inspect(pool)
    await pool.close()
    await expect(pool.close()).resolves.toBeUndefined()
  })
})
