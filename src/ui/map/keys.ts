import type { Direction } from '../model/navigate.ts'

/** What a key does on a map. */
export type MapCommand = Direction | 'in' | 'out' | 'find' | 'why' | 'first'

const COMMANDS: Readonly<Record<string, MapCommand>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Enter: 'in',
  ' ': 'in',
  Backspace: 'out',
  Escape: 'out',
  Home: 'first',
  '/': 'find',
  w: 'why',
  W: 'why',
}

/** Reads a key; undefined where it is not one of the map's, or belongs to the browser. */
export function commandOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): MapCommand | undefined {
  return ctrlKey || metaKey || altKey ? undefined : COMMANDS[key]
}

/** Says whether a command is an arrow. */
export function isDirection(command: MapCommand): command is Direction {
  return command === 'left' || command === 'right' || command === 'up' || command === 'down'
}
