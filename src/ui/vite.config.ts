import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const inUi = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Its licence wants to be in every copy.
const NOTICE = `/*! Contains d3-hierarchy, Copyright 2010-2021 Mike Bostock. Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies. THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE. */`

/** Where each script begins. */
const ENTRIES: Readonly<Record<string, string>> = {
  report: './report.ts',
  overlay: './overlay.ts',
  inside: './elements/inside.ts',
}

/** Builds one script of `src/ui`, which `--mode` names, into one file of `dist/ui`: a page embeds it whole. */
export default defineConfig(({ mode }) => ({
  root: inUi('.'),
  // The package has no side effects for those who import it; elements define themselves.
  plugins: [
    {
      name: 'side-effects',
      transform: {
        filter: { id: /[\\/]src[\\/]ui[\\/].*\.ts$/ },
        handler: (code) => ({ code, moduleSideEffects: true }),
      },
    },
  ],
  publicDir: false,
  logLevel: 'warn',
  build: {
    outDir: inUi('../../dist/ui'),
    emptyOutDir: false,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: false,
    lib: {
      entry: inUi(ENTRIES[mode] as string),
      formats: ['iife'],
      name: 'wasmBudget',
      fileName: () => `${mode}.js`,
    },
    rolldownOptions: {
      output: mode === 'overlay' ? {} : { postBanner: NOTICE },
    },
  },
}))
