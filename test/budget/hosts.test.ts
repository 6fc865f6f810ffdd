import { describe, expect, it } from 'vitest'
import { hostBudget, HOSTS } from '../../src/budget/hosts.ts'

describe('hosts', () => {
  it.each(HOSTS)(
    '%s has a ceiling in raw bytes, with its source and the day on which it was read',
    (host) => {
      const { limitBytes = 0, metric, match, source } = hostBudget(host)
      expect([metric, match]).toEqual(['raw', []])
      expect(limitBytes).toBeGreaterThanOrEqual(10_000_000)
      expect(new URL(source?.url ?? '').protocol).toBe('https:')
      expect(source?.readOn).toMatch(/^20\d\d-[01]\d-[0-3]\d$/)
    },
  )

  it('says what Cloudflare Pages refuses: a file of more than 25 MiB', () => {
    expect(hostBudget('cloudflare-pages')).toMatchObject({ scope: 'asset', limitBytes: 25 * 1024 * 1024 })
  })
})
