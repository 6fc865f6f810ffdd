/** Arguments, or files that they name, that nothing can be done with; the message says what to do instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
