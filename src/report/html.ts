import { describeFinding } from '../messages.ts'
import type { BuildReport, ModuleReport } from './build-report.ts'
import { formatSize } from './format.ts'
import { writeHtmlData, type HtmlReports } from './html-data.ts'
import { printable } from './printable.ts'

/** What a page is made of beside its data. */
export interface HtmlAssets {
  /** `dist/ui/report.js` of this package. */
  readonly script: string
}

// Nothing is ever fetched, whatever a name says: no source is allowed but what stands in the file.
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/**
 * Renders a report as one HTML file that works from `file://` and asks no network for anything.
 *
 * ```
 * <title>, Content-Security-Policy
 * <wb-report>      tables for readers without scripts, which the elements take the place of
 * <script>         data as JSON, `<` as \u003c
 * <script>         the elements
 * ```
 *
 * With `before`, the page also shows what changed.
 */
export function renderHtml(reports: HtmlReports, { script }: HtmlAssets): string {
  const { report, title = report.environment } = reports.now
  const name = `${escapeText(title)}: WebAssembly report`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="icon" href="data:,">
<title>${name}</title>
<style>:root{color-scheme:light dark;background:light-dark(#f5f6f8,#0e1014)}body{margin:0;font-family:system-ui,sans-serif}wb-report:not(:defined){display:block;padding:16px}@page{size:A4;margin:14mm 13mm}@media print{:root{color-scheme:light;background:#fff}}</style>
</head>
<body>
<wb-report>
<h1>${name}</h1>
${plainReport(report)}
</wb-report>
<script type="application/json" id="wasm-budget-data">${writeHtmlData(reports)}</script>
<script>
${embedScript(script)}
</script>
</body>
</html>
`
}

/** The same figures without scripts. */
function plainReport({ modules, budgets, findings, total, metric }: BuildReport): string {
  const sizes = ({ rawBytes, gzipBytes, brotliBytes }: ModuleReport['after']) =>
    [rawBytes, gzipBytes, brotliBytes].map((bytes) => formatSize(bytes))
  const moduleRows = modules.map(({ fileName, after }) => [fileName, ...sizes(after)])
  const budgetRows = budgets.map(({ budget, subject, sizeBytes, limitBytes, state }) => [
    budget,
    subject,
    `${formatSize(sizeBytes)} ${metric}`,
    limitBytes === undefined ? '' : formatSize(limitBytes),
    state,
  ])
  return [
    ...(budgetRows.length === 0
      ? []
      : [table(['budget', 'applies to', 'size', 'limit', 'state'], budgetRows)]),
    table(['module', 'raw', 'gzip', 'brotli'], [...moduleRows, ['total', ...sizes(total)]]),
    ...(findings.length === 0
      ? []
      : [
          `<ul>${findings.map((finding) => `<li>${escapeText(describeFinding(finding))}</li>`).join('')}</ul>`,
        ]),
  ].join('\n')
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th scope="col">${escapeText(text)}</th>`).join('')
  const body = rows
    .map((row) => `<tr>${row.map((text) => `<td>${escapeText(text)}</td>`).join('')}</tr>`)
    .join('\n')
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`
}

function escapeText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Keeps a string of the script from ending it. */
function embedScript(script: string): string {
  return script.replace(/<(?=\/script|!--)/gi, '\\x3c')
}
