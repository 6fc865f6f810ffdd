// Modules on which the estimate of wire sizes is judged; all come with the checkout and its dependencies.

/** Looked at while the estimate's constants were chosen. */
export const TUNED = [
  'node_modules/sql.js/dist/sql-wasm.wasm',
  'node_modules/web-tree-sitter/debug/web-tree-sitter.wasm',
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'node_modules/tree-sitter-javascript/tree-sitter-javascript.wasm',
  'playground/src/rust-app/rust-app.wasm',
  'test/fixtures/rust196-app_sizez.wasm',
  'test/fixtures/emscripten3.1.6-mainmodule.wasm',
]

/** Not fitted on; their errors were seen while chain length, copy share and the rule for an embedded dictionary were chosen. */
export const UNTUNED = [
  'node_modules/sql.js/dist/sql-wasm-debug.wasm',
  'node_modules/gecko-profiler-demangle/index_bg.wasm',
  'node_modules/oxc-parser/parser.wasm32-wasip1.wasm',
  'node_modules/@resvg/resvg-wasm/index_bg.wasm',
]

/**
 * Where nothing can be estimated, and why: its brotli size is luck. Eight kilobytes less at its beginning make it 13,533 bytes
 * smaller, four make it 32,270 larger (node 20.20), for it holds brotli's own dictionary and a table of 65,536 floats.
 */
export const LUCKY = ['node_modules/brotli-wasm/pkg.bundler/brotli_wasm_bg.wasm']
