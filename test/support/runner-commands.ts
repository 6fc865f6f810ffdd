/** A workflow command as GitHub's runner reads it. */
export interface RunnerCommand {
  readonly command: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** All that the runner knows (actions/runner, src/Runner.Worker/ActionCommandManager.cs, extensions). */
const REGISTERED = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
])

const unescape = (text: string, tokens: readonly (readonly [string, string])[]): string =>
  tokens.reduce((rest, [escaped, token]) => rest.replaceAll(escaped, token), text)

const LINES = [
  ['%0D', '\r'],
  ['%0A', '\n'],
] as const
const PERCENT = [['%25', '%']] as const

/**
 * Reads the commands in a log, line by line, as `TryParseV2` and `TryParse` of actions/runner do
 * (src/Runner.Common/ActionCommand.cs).
 */
export function runnerCommands(log: string): RunnerCommand[] {
  return log.split(/\r\n|[\r\n]/).flatMap((line) => parseFirst(line.trimStart()) ?? parseWithin(line) ?? [])
}

function parseFirst(line: string): RunnerCommand | undefined {
  if (!line.startsWith('::')) return undefined
  const end = line.indexOf('::', 2)
  if (end < 0) return undefined
  const [command = '', ...rest] = line.slice(2, end).split(' ')
  if (!REGISTERED.has(command)) return undefined
  const pairs = rest
    .join(' ')
    .trim()
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const)
  const tokens = [...LINES, ['%3A', ':'], ['%2C', ','], ...PERCENT] as const
  const properties = Object.fromEntries(pairs.map(([key, value]) => [key, unescape(value, tokens)]))
  return { command, properties, data: unescape(line.slice(end + 2), [...LINES, ...PERCENT]) }
}

function parseWithin(line: string): RunnerCommand | undefined {
  const start = line.indexOf('##[')
  const end = line.indexOf(']', start)
  if (start < 0 || end < 0) return undefined
  const command = line.slice(start + 3, end).split(' ')[0] as string
  return REGISTERED.has(command) ? { command, properties: {}, data: line.slice(end + 1) } : undefined
}
