import { formatSize } from '../report/format.ts'

/** Formats a change in bytes: `'+26.9 kB'`, `'-140 B'`, `'0 B'`. */
export function signedSize(deltaBytes: number): string {
  return `${deltaBytes > 0 ? '+' : ''}${formatSize(deltaBytes)}`
}
