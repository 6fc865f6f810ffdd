import { describe, expect, it } from 'vitest'
import { JobQueue } from '../../src/optimize/job-queue.ts'

/** Jobs that end when they are told to, and a log of what began and ended. */
function stage() {
  const log: string[] = []
  const ends = new Map<string, () => void>()
  return {
    log,
    job: (name: string) => async () => {
      log.push(`+${name}`)
      await new Promise<void>((resolve) => ends.set(name, resolve))
      log.push(`-${name}`)
      return name
    },
    end: async (name: string) => {
      const end = ends.get(name)
      if (end === undefined) throw new Error(`${name} does not run`)
      end()
      await settled()
    },
  }
}

/** Lets everything that can go on go on. */
const settled = () => new Promise<void>((resolve) => void setImmediate(resolve))

describe('run', () => {
  it('runs as many jobs at a time as it may, in order', async () => {
    const { log, job, end } = stage()
    const queue = new JobQueue(2)
    const results = ['a', 'b', 'c'].map((name) => queue.run(job(name)))
    await settled()
    expect(log).toEqual(['+a', '+b'])
    await end('b')
    expect(log).toEqual(['+a', '+b', '-b', '+c'])
    await end('a')
    await end('c')
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c'])
  })

  it('passes on a failure, and goes on with the next', async () => {
    const queue = new JobQueue(1)
    const failing = queue.run(() => Promise.reject(new Error('no')))
    const next = queue.run(async () => 'next')
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('next')
  })
})

describe('runAlone', () => {
  it('waits for what runs, and lets nothing else start until it is done', async () => {
    const { log, job, end } = stage()
    const queue = new JobQueue(2)
    const all = [queue.run(job('a')), queue.run(job('b')), queue.run(job('c'))]
    await settled()
    all.push(queue.runAlone(job('alone')))
    await settled()
    await end('a')
    expect(log).toEqual(['+a', '+b', '-a'])
    await end('b')
    expect(log.slice(3)).toEqual(['-b', '+alone'])
    all.push(queue.run(job('d')))
    await settled()
    expect(log.slice(5)).toEqual([])
    await end('alone')
    expect(log.slice(5)).toEqual(['-alone', '+c', '+d'])
    await end('c')
    await end('d')
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'alone', 'd'])
  })

  it('runs one after the other where several are to run alone', async () => {
    const { log, job, end } = stage()
    const queue = new JobQueue(4)
    const all = [queue.runAlone(job('first')), queue.runAlone(job('second'))]
    await settled()
    expect(log).toEqual(['+first'])
    await end('first')
    expect(log).toEqual(['+first', '-first', '+second'])
    await end('second')
    expect(await Promise.all(all)).toEqual(['first', 'second'])
  })

  it('passes on a failure, and lets the rest go on', async () => {
    const queue = new JobQueue(1)
    await expect(queue.runAlone(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await queue.run(async () => 'next')).toBe('next')
    expect(await queue.runAlone(async () => 'alone')).toBe('alone')
  })
})
