import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { renderHtml } from '../../dist/report/html.js'
import { readModuleFile, sampleReport } from './sample-report.mjs'

/** The script of report pages, as `npm run build` makes it. */
export function readReportScript() {
  return readFileSync(fileURLToPath(new URL('../../dist/ui/report.js', import.meta.url)), 'utf8')
}

/** @param {import('../../dist/report/html-data.js').HtmlReports} reports */
export function samplePage(reports) {
  return renderHtml(reports, { script: readReportScript() })
}

/** A report of four modules of different makers: budgets broken, near and met, and findings. */
export function shopReport() {
  const modules = [
    {
      name: 'assets/search-Ck81xQ0a.wasm',
      from: 'src/search.wasm',
      path: 'test/fixtures/rust196-rx_sizez.wasm',
      use: 'lazy',
      file: 'assets/search-B1.js',
    },
    {
      name: 'assets/rust_app_bg-D3fa7b1c.wasm',
      from: 'src/rust-app/rust_app_bg.wasm',
      path: 'playground/src/rust-app/rust-app.wasm',
      use: 'initial',
      file: 'assets/index-Ab12.js',
    },
    {
      name: 'assets/web-tree-sitter-BxA2kQ9z.wasm',
      from: 'node_modules/web-tree-sitter/web-tree-sitter.wasm',
      path: 'node_modules/web-tree-sitter/web-tree-sitter.wasm',
      use: 'worker',
      file: 'assets/highlight.worker-C9.js',
    },
    {
      name: 'assets/filter-e71a0c3d.wasm',
      from: 'src/filter.wasm',
      path: 'test/fixtures/emscripten3.1.6-Oz_names.wasm',
      use: 'lazy',
      file: 'assets/search-B1.js',
    },
  ]
  return sampleReport(
    modules.map(({ path, ...module }) => ({
      ...module,
      use: /** @type {'initial'} */ (module.use),
      bytes: readModuleFile(path),
    })),
    {
      title: 'shop',
      budgets: [
        { budget: 'Search', subject: 'assets/search-Ck81xQ0a.wasm', limitBytes: 120_000 },
        {
          budget: 'Highlighting',
          subject: 'assets/web-tree-sitter-BxA2kQ9z.wasm',
          limitBytes: 78_000,
          warnBytes: 60_000,
        },
        { budget: 'Everything', limitBytes: 600_000 },
      ],
      findings: [
        {
          code: 'module-inlined',
          severity: 'warn',
          asset: 'assets/index-Ab12.js#tiny.wasm',
          args: {
            file: 'assets/index-Ab12.js',
            moduleBytes: 20_140,
            base64Bytes: 26_856,
            metric: 'brotli',
            wireBytes: 9_800,
            asFileBytes: 7_400,
            bundler: 'vite',
          },
        },
        { code: 'name-not-ours', severity: 'info', asset: 'assets/filter-e71a0c3d.wasm', args: {} },
      ],
    },
  )
}

/** The same app before: no search yet, an older filter, a finding that is gone. */
export function earlierShopReport() {
  const modules = [
    {
      name: 'assets/rust_app_bg-00aa11bb.wasm',
      from: 'src/rust-app/rust_app_bg.wasm',
      path: 'test/fixtures/rust196-app_sizez.wasm',
    },
    {
      name: 'assets/web-tree-sitter-BxA2kQ9z.wasm',
      from: 'node_modules/web-tree-sitter/web-tree-sitter.wasm',
      path: 'node_modules/web-tree-sitter/web-tree-sitter.wasm',
    },
    {
      name: 'assets/filter-11223344.wasm',
      from: 'src/filter.wasm',
      path: 'test/fixtures/emscripten3.1.6-threads.wasm',
    },
  ]
  return sampleReport(
    modules.map(({ path, ...module }) => ({ ...module, bytes: readModuleFile(path) })),
    {
      title: 'main branch',
      findings: [{ code: 'engine-missing', severity: 'info', args: { install: 'npm i -D binaryen' } }],
    },
  )
}
