import stringWidth from 'fast-string-width'
import { largestParts, type Part } from '../analysis/summary.ts'
import type { BudgetVerdict } from '../budget/evaluate.ts'
import type { BuildReport, ModuleReport, Sizes } from './build-report.ts'
import { shareOf } from './budget-use.ts'
import { formatShare, formatSize } from './format.ts'
import { cut, cutEnd, pad } from './fit.ts'
import { printable } from './printable.ts'
import { describeOutcome, describeUses } from './words.ts'

/** Functions that colour text; identity functions where there is no colour. */
export interface Paint {
  readonly accent: (text: string) => string
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly bad: (text: string) => string
  readonly near: (text: string) => string
  readonly good: (text: string) => string
}

/** How a table is to look. */
export interface TableStyle {
  /** Width of the terminal; nothing is wider where names can be cut. */
  readonly columns: number
  readonly paint: Paint
  /** Seconds that the work took. */
  readonly seconds: number
  /** Where there is more. */
  readonly details?: string
}

const FIGURE = 10
const BUDGET = 15
const GAP = 2
const NARROWEST_NAME = 20
const INDENT = 2
const PARTS = 3
const LONGEST_LABEL = 32
/** What must remain of who loads a module: `lazy by edi…`. */
const SHORTEST_USES = 12

/**
 * Renders a report as the table that a build prints, with raw, gzip and brotli sizes of what ships.
 *
 * A module takes one row of figures and two of words; the last rows are the sum, budgets that are not about one file, and
 * what the work cost.
 */
export function renderTable(report: BuildReport, style: TableStyle): string {
  const layout = new Layout(report, style)
  const lines = [layout.header()]
  for (const module of report.modules) lines.push(...layout.module(module))
  lines.push(layout.total(), ...layout.sharedBudgets(), layout.footer())
  return lines.join('\n')
}

/** Renders only some modules of a report, found after the rest was told, and then the sum and the budgets of all. */
export function renderFound(report: BuildReport, found: ReadonlySet<string>, style: TableStyle): string {
  const modules = report.modules.filter(({ fileName }) => found.has(fileName))
  const layout = new Layout(report, style)
  const lines = [layout.header('wasm found on disk')]
  for (const module of modules) lines.push(...layout.module(module))
  lines.push(layout.total(' in all'), ...layout.sharedBudgets(), layout.footer(modules))
  return lines.join('\n')
}

/** The one line of a rebuild in watch mode, which only strips; sizes in bytes. */
export function renderWatchLine(rawBytes: readonly number[]): string {
  const sum = rawBytes.reduce((total, bytes) => total + bytes, 0)
  return `wasm  ${count(rawBytes.length, 'module')}, ${formatSize(sum)} raw, stripped only while watching`
}

class Layout {
  readonly #report: BuildReport
  readonly #style: TableStyle
  readonly #nameWidth: number

  constructor(report: BuildReport, style: TableStyle) {
    this.#report = report
    this.#style = style
    const longest = Math.max(
      ...report.modules.map(({ fileName }) => stringWidth(printable(fileName))),
      NARROWEST_NAME,
    )
    const budgets =
      report.budgets.length === 0
        ? 0
        : GAP + Math.max(BUDGET, ...report.budgets.map((verdict) => describeUse(verdict).length))
    const room = style.columns - 3 * FIGURE - budgets
    this.#nameWidth = Math.max(NARROWEST_NAME, Math.min(longest, room))
  }

  header(title = 'wasm'): string {
    const { bold, dim } = this.#style.paint
    const heads = ['raw', 'gzip', 'brotli'].map((head) => head.padStart(FIGURE)).join('')
    const budget = this.#report.budgets.length === 0 ? '' : `${' '.repeat(GAP)}budget`
    return `\n${bold(title.padEnd(this.#nameWidth))}${dim(heads + budget)}`
  }

  module(module: ModuleReport): string[] {
    const { accent, dim } = this.#style.paint
    const verdicts = this.#report.budgets.filter(
      ({ scope, subject, part }) => scope === 'asset' && part === undefined && subject === module.fileName,
    )
    const row = this.#row(module.fileName, module.after, this.#tightest(verdicts), accent)
    const outcome = `  ${cutEnd(describeOutcome(module, this.#report.metric), this.#style.columns - 2)}`
    const words = [outcome, this.#parts(module)].filter((line) => line.trim() !== '')
    return [row, ...words.map((line) => dim(line))]
  }

  total(among = ''): string {
    const { modules, total, budgets } = this.#report
    const { bold, good, bad } = this.#style.paint
    const broken = budgets.filter(({ state }) => state === 'exceeded').length
    const told = `${broken === 0 ? `ok: ${budgets.length}` : `broken: ${broken}`} of ${budgets.length}`
    const noun = budgets.length === 1 ? ' budget' : ' budgets'
    const room = this.#style.columns - this.#nameWidth - 3 * FIGURE - GAP
    const text = stringWidth(told + noun) > room ? told : told + noun
    const verdict = budgets.length === 0 ? '' : broken === 0 ? good(text) : bad(text)
    return this.#row(count(modules.length, 'module') + among, total, verdict, bold)
  }

  sharedBudgets(): string[] {
    const width = this.#nameWidth + 2 * FIGURE
    return this.#report.budgets
      .filter(({ scope, part }) => scope !== 'asset' || part !== undefined)
      .map((verdict) => {
        const workers = verdict.workers.length === 0 ? '' : ', workers included'
        const { scope, subject, part } = verdict
        const whole = scope === 'total' ? 'total' : scope === 'asset' ? subject : `${scope} of ${subject}`
        const what = part === undefined ? whole : `${part} of ${whole}`
        const name =
          verdict.budget === scope || verdict.budget === what
            ? what + workers
            : `${verdict.budget} (${what}${workers})`
        const size = formatSize(verdict.sizeBytes).padStart(FIGURE)
        return `  ${pad(name, width - 2)}${size}${' '.repeat(GAP)}${this.#use(verdict)}`
      })
  }

  footer(modules: readonly ModuleReport[] = this.#report.modules): string {
    const siblings = modules.flatMap((module) => module.siblings)
    const cached = modules.filter(({ fromCache }) => fromCache).length
    const facts = [
      count(siblings.length, 'sibling'),
      ...(cached === 0 ? [] : [`${count(cached, 'module')} from cache`]),
      `${this.#style.seconds.toFixed(1)} s`,
    ]
    const { columns, details, paint } = this.#style
    const line = facts.join(' · ')
    if (details === undefined) return paint.dim(line)
    const more = `details: ${printable(details)}`
    const isWide = stringWidth(line) + stringWidth(more) + ' · '.length > columns
    return paint.dim(line + (isWide ? '\n' : ' · ') + more)
  }

  #row(name: string, sizes: Sizes, budget: string, paintName: (text: string) => string): string {
    const figures = [sizes.rawBytes, sizes.gzipBytes, sizes.brotliBytes].map((bytes) =>
      formatSize(bytes).padStart(FIGURE),
    )
    const line = `${paintName(pad(name, this.#nameWidth))}${figures.join('')}`
    return budget === '' ? line : `${line}${' '.repeat(GAP)}${budget}`
  }

  /** The largest parts on the left and who loads the module on the right; both are cut rather than wrapped. */
  #parts(module: ModuleReport): string {
    const uses = describeUses(module.uses)
    const room =
      this.#style.columns - INDENT - (uses === '' ? 0 : GAP + Math.min(SHORTEST_USES, stringWidth(uses)))
    const parts = module.summary === undefined ? [] : largestParts(module.summary, PARTS)
    const left = fitParts(parts, module.inlined?.moduleBytes ?? module.after.rawBytes, room)
    const right = cut(uses, this.#style.columns - INDENT - GAP - stringWidth(left))
    const gap = this.#style.columns - INDENT - stringWidth(left) - stringWidth(right)
    return `${' '.repeat(INDENT)}${left}${' '.repeat(Math.max(GAP, gap))}${right}`.trimEnd()
  }

  #tightest(verdicts: readonly BudgetVerdict[]): string {
    const [tightest] = [...verdicts].sort((a, b) => shareOf(b) - shareOf(a))
    return tightest === undefined ? '' : this.#use(tightest)
  }

  #use(verdict: BudgetVerdict): string {
    const { bad, near, good } = this.#style.paint
    return { ok: good, warn: near, exceeded: bad }[verdict.state](describeUse(verdict))
  }
}

function describeUse(verdict: BudgetVerdict): string {
  const { sizeBytes, limitBytes, state } = verdict
  if (limitBytes !== undefined && state === 'exceeded') return `over by ${formatSize(sizeBytes - limitBytes)}`
  if (limitBytes === undefined && verdict.warnBytes === undefined) return 'no baseline'
  const used = shareOf(verdict)
  const cells = Math.min(10, Math.round(used * 10))
  return `${'█'.repeat(cells)}${'░'.repeat(10 - cells)} ${Math.floor(used * 100)} %`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function fitParts(parts: readonly Part[], wholeBytes: number, room: number): string {
  const shares = parts.map(({ sizeBytes }) => formatShare(sizeBytes, wholeBytes))
  const render = (longest: number) =>
    parts.map(({ label }, at) => `${cut(label, longest)} ${shares[at]}`).join(' '.repeat(GAP))
  const full = render(LONGEST_LABEL)
  if (stringWidth(full) <= room) return full
  const fixed = shares.reduce((sum, text) => sum + text.length + 1, 0) + GAP * (parts.length - 1)
  const labels = parts.map(({ label }) => Math.min(LONGEST_LABEL, stringWidth(printable(label))))
  return render(evenCut(labels, room - fixed))
}

/** Finds the width at which texts must be cut to fit into `room` together; the short ones keep theirs. */
function evenCut(widths: readonly number[], room: number): number {
  let longest = LONGEST_LABEL
  while (longest > 1 && widths.reduce((sum, width) => sum + Math.min(width, longest), 0) > room) longest--
  return longest
}
