import type { BuildReport, ModuleReport } from '../../report/build-report.ts'
import { describeOutcome } from '../../report/words.ts'
import type { TableModel } from '../elements/table.ts'
import { cutMiddle, formatBytes, formatCount } from '../model/figure.ts'
import { countOf, moduleState, shortName } from '../model/report-page.ts'
import type { Visit } from '../model/visits.ts'
import { h, styled } from './dom.ts'
import { figure } from './figures.ts'
import { stateMark } from './marks.ts'

/** What the wire is called in heads. */
export function wireNameOf(metric: BuildReport['metric']): string {
  return { brotli: 'Brotli', gzip: 'Gzip', raw: 'Raw' }[metric]
}

/** The table of modules: as built, as shipped, on the wire. */
export function modulesTable(
  report: BuildReport,
  onPick: (module: ModuleReport) => void,
): TableModel<ModuleReport> {
  const { modules, metric, total, budgets } = report
  const largest = Math.max(...modules.map(({ before }) => before.rawBytes), 1)
  const wireBytes = ({ after }: ModuleReport) => after[`${metric}Bytes`]
  const builtBytes = modules.reduce((sum, { before }) => sum + before.rawBytes, 0)
  const wire = wireNameOf(metric)
  return {
    caption: 'Modules',
    rows: modules,
    sorting: { column: metric === 'raw' ? 4 : 5, isDescending: true },
    empty:
      'No WebAssembly in this build. A module that is imported, or lies in the public directory, appears here.',
    onPick,
    columns: [
      {
        label: 'Module',
        isWide: true,
        sortBy: ({ fileName }) => fileName,
        foot: countOf(modules.length, 'module'),
        render({ fileName }) {
          const state = moduleState(fileName, budgets)
          const name = h('code', {}, cutMiddle(shortName(fileName), 44))
          return h('span', { title: fileName }, state === undefined ? '' : stateMark(state), name)
        },
      },
      {
        label: 'Loaded by',
        hide: 'medium',
        sortBy: (module) => loadedBy(module),
        render: (module) =>
          h('span', { class: 'faint', title: loadedBy(module) }, cutMiddle(loadedBy(module), 26)),
      },
      {
        label: 'What was done',
        hide: 'medium',
        render(module) {
          const outcome = describeOutcome(module, metric)
          return h(
            'span',
            { class: 'faint', title: outcome },
            module.inlined === undefined ? outcomeOf(module) : 'base64',
          )
        },
      },
      {
        label: 'Raw, built',
        isNumber: true,
        hide: 'medium',
        sortBy: ({ before }) => before.rawBytes,
        foot: figure(builtBytes),
        render: ({ before }) => figure(before.rawBytes),
      },
      {
        label: 'Raw, shipped',
        isNumber: true,
        hide: 'narrow',
        sortBy: ({ after }) => after.rawBytes,
        foot: figure(total.rawBytes),
        render: ({ after }) => figure(after.rawBytes),
      },
      ...(metric === 'raw'
        ? []
        : [
            {
              label: wire,
              isNumber: true,
              sortBy: wireBytes,
              foot: figure(total[`${metric}Bytes`]),
              render: (module: ModuleReport) => figure(wireBytes(module)),
            },
          ]),
      {
        label: metric === 'raw' ? 'Built, shipped' : `Built, shipped, ${wire.toLowerCase()}`,
        hide: 'medium',
        render: (module) => nest([module.before.rawBytes, module.after.rawBytes, wireBytes(module)], largest),
      },
    ],
  }
}

/** The table of what a visit downloads. */
export function visitsTable(visits: readonly Visit[], metric: BuildReport['metric']): TableModel<Visit> {
  const most = Math.max(...visits.map(({ wireBytes }) => wireBytes), 1)
  return {
    caption: 'What a visit downloads',
    rows: visits,
    empty: 'Nothing is loaded.',
    columns: [
      {
        label: 'Visit',
        render: ({ label, file }) => h('span', { title: file ?? label }, cutMiddle(label, 28)),
      },
      { label: 'Adds', isWide: true, hide: 'narrow', render: (visit) => visitBar(visit, most, metric) },
      {
        label: 'Requests',
        isNumber: true,
        render: ({ requestCount }) => formatCount(requestCount),
      },
      { label: 'Raw', isNumber: true, hide: 'narrow', render: ({ rawBytes }) => figure(rawBytes) },
      ...(metric === 'raw'
        ? []
        : [
            {
              label: wireNameOf(metric),
              isNumber: true,
              render: ({ wireBytes }: Visit) => h('b', {}, figure(wireBytes)),
            },
          ]),
    ],
  }
}

function visitBar({ modules }: Visit, mostBytes: number, metric: BuildReport['metric']): HTMLElement {
  const parts = modules.map(({ fileName, after }) => {
    const bytes = after[`${metric}Bytes`]
    const part = h('i', { title: `${shortName(fileName)}, ${formatBytes(bytes)}` }, ` ${shortName(fileName)}`)
    return styled(part, {
      width: `${(bytes / mostBytes) * 100}%`,
      background: 'var(--wb-hover)',
      'box-shadow': 'inset 0 0 0 1px var(--wb-line)',
      font: '400 11px/18px var(--wb-mono)',
      overflow: 'hidden',
      'text-overflow': 'ellipsis',
      'white-space': 'nowrap',
      'text-indent': '5px',
      color: 'var(--wb-ink-2)',
    })
  })
  return styled(h('span', {}, ...parts), { display: 'flex', gap: '1px', height: '18px' })
}

function loadedBy({ uses, inlined }: ModuleReport): string {
  if (inlined !== undefined) return shortName(inlined.file)
  const use = uses.find(({ kind }) => kind === 'initial') ?? uses[0]
  return use === undefined ? '' : shortName(use.file)
}

function outcomeOf({ untouched, chosen, removedSections }: ModuleReport): string {
  if (untouched !== undefined) return 'untouched'
  if (chosen === 'keep') return 'kept as it was'
  const isStripped = chosen.startsWith('strip')
  return isStripped ? 'stripped' : removedSections.length > 0 ? `stripped, ${chosen}` : chosen
}

function nest(sizes: readonly number[], widestBytes: number): HTMLElement {
  const bars = sizes.map((bytes) => styled(h('i'), { width: `${(bytes / widestBytes) * 100}%` }))
  return h('span', { class: 'nest', 'aria-hidden': 'true' }, ...bars)
}
