import type { Reporter, TestModule } from 'vitest/node'

/** Closes a run with `N passed, N failed`, and `, N skipped` where some were; a file that cannot be run counts as failed. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 }
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed++
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        counts[state === 'pending' ? 'skipped' : state]++
      }
    }
    const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`
    console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`)
  }
}
