import { describe, expect, it } from 'vitest'
import { prebundledPackage } from '../../../src/plugins/dev/prebundled-package.ts'

describe('prebundledPackage', () => {
  it('finds the package among those who refer to a module', () => {
    expect(prebundledPackage(['src/main.js', '@scope/dep (prebundled)'])).toBe('@scope/dep')
    expect(prebundledPackage(['src/main.js'])).toBeUndefined()
  })
})
