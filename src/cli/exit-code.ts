/** What the process says to whoever started it. */
export const ExitCode = {
  fine: 0,
  /** Budgets are broken, or a difference was found where one was asked for. */
  broken: 1,
  /** Wrong arguments or options, or a file that cannot be used. */
  unusable: 2,
} as const

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]
