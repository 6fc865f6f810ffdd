import pc from 'picocolors'
import type { TableStyle } from '../report/table.ts'

/** Columns where the terminal does not say: what every terminal and log viewer shows without wrapping. */
const DEFAULT_COLUMNS = 80

const MAXIMUM_COLUMNS = 120

/** Colours and width of the terminal. */
export function terminalStyle(): Pick<TableStyle, 'columns' | 'paint'> {
  return {
    columns: Math.min(process.stdout.columns ?? DEFAULT_COLUMNS, MAXIMUM_COLUMNS),
    paint: { accent: pc.cyan, bold: pc.bold, dim: pc.dim, bad: pc.red, near: pc.yellow, good: pc.green },
  }
}
