import type { Finding } from '../finding.ts'
import type { Try } from '../report/build-report.ts'

/** Bytes that may ship. */
export interface Candidate {
  readonly name: string
  readonly bytes: Uint8Array
  /** The same code with its names. */
  readonly twin: Uint8Array
  /** Whether an engine had a part in it. */
  readonly byEngine: boolean
}

/** A candidate that cannot ship. */
export interface Failure {
  readonly failure: Try
  readonly finding: Finding
}

/** Makes the failure of a candidate that would fail every time. */
export function rejected(asset: string, candidate: string, reason: string): Failure {
  return {
    failure: { candidate, outcome: 'rejected', reason },
    finding: { code: 'candidate-rejected', severity: 'warn', asset, args: { candidate, reason } },
  }
}
