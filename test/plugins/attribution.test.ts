import { describe, expect, it } from 'vitest'
import { attributeModules } from '../../src/plugins/attribution.ts'
import type { OutputAsset, OutputBundle, OutputChunk } from '../../src/plugins/types.ts'

const chunk = (fileName: string, code: string, rest: Partial<OutputChunk> = {}): OutputChunk => ({
  type: 'chunk',
  fileName,
  name: fileName.replace(/^.*\/|\.js$/g, ''),
  isEntry: false,
  isDynamicEntry: false,
  facadeModuleId: null,
  imports: [],
  dynamicImports: [],
  code,
  ...rest,
})

const asset = (fileName: string, source: string | Uint8Array): OutputAsset => ({
  type: 'asset',
  fileName,
  source,
})

const bundleOf = (...files: (OutputAsset | OutputChunk)[]): OutputBundle =>
  Object.fromEntries(files.map((file) => [file.fileName, file]))

const ENGINE = 'assets/engine-B7cQ1xZe.wasm'

const modulesIn = (code: string, ...modules: string[]) =>
  attributeModules(bundleOf(chunk('assets/main.js', code)), modules, '/app')[0]?.modules

describe('a page', () => {
  const page = asset('index.html', '<link rel="preload" as="fetch" href="/assets/engine-B7cQ1xZe.wasm">')

  it('loads what it refers to with its entry', () => {
    const entry = chunk('assets/main.js', '', { isEntry: true, facadeModuleId: '/app/index.html' })
    const scripts = attributeModules(bundleOf(page, entry), [ENGINE], '/app')
    expect(scripts.map(({ fileName, modules }) => [fileName, modules])).toEqual([
      ['assets/main.js', [ENGINE]],
    ])
  })

  it('is an entry of its own where it has no script', () => {
    const scripts = attributeModules(bundleOf(page), [ENGINE], '/app')
    expect(scripts).toMatchObject([
      { fileName: 'index.html', isEntry: true, html: 'index.html', modules: [ENGINE] },
    ])
  })

  it('is none where it refers to no module', () => {
    expect(attributeModules(bundleOf(asset('index.html', '<p>')), [ENGINE], '/app')).toEqual([])
  })
})

describe('a style sheet', () => {
  it('loads what it refers to with the chunk that imports it', () => {
    const style = asset('assets/main.css', 'a{background:url(/assets/engine-B7cQ1xZe.wasm)}')
    const own = chunk('assets/main.js', '', { viteMetadata: { importedCss: new Set(['assets/main.css']) } })
    const other = chunk('assets/other.js', '')
    const scripts = attributeModules(bundleOf(style, own, other), [ENGINE], '/app')
    expect(scripts.map(({ modules }) => modules)).toEqual([[ENGINE], []])
  })
})

describe('a module', () => {
  it.each([
    'const url = "/assets/engine-B7cQ1xZe.wasm"',
    'new URL("engine-B7cQ1xZe.wasm", import.meta.url)',
    "fetch('./engine-B7cQ1xZe.wasm')",
    'fetch(`${base}engine-B7cQ1xZe.wasm?v=1`)',
    'f("https://cdn.example/app/assets/engine-B7cQ1xZe.wasm#x")',
    '"old-engine-B7cQ1xZe.wasm";"engine-B7cQ1xZe.wasm"',
  ])('is loaded by %s', (code) => {
    expect(modulesIn(code, ENGINE)).toEqual([ENGINE])
  })

  it.each([
    '',
    'fetch("engine.wasm")',
    'fetch("my-engine-B7cQ1xZe.wasm")',
    'fetch("engine-B7cQ1xZe.wasm2")',
    'fetch("engine-B7cQ1xZe.wasm-old")',
    'fetch("xengine-B7cQ1xZe.wasm")',
    'fetch("engine-B7cQ1xZe")',
  ])('is not loaded by %s', (code) => {
    expect(modulesIn(code, ENGINE)).toEqual([])
  })

  it('is told from one of the same name in another directory', () => {
    const modules = ['a/engine.wasm', 'b/engine.wasm']
    expect(modulesIn('fetch("/a/engine.wasm")', ...modules)).toEqual(['a/engine.wasm'])
    expect(modulesIn('fetch("/a/engine.wasm", "/b/engine.wasm")', ...modules)).toEqual(modules)
  })

  it('is found where its name is written as in a URL', () => {
    const file = 'assets/größe engine.wasm'
    expect(modulesIn('fetch("/assets/gr%C3%B6%C3%9Fe%20engine.wasm")', file)).toEqual([file])
    expect(modulesIn('fetch("/assets/größe engine.wasm")', file)).toEqual([file])
  })
})

describe('a script', () => {
  it('is a chunk with its imports, or a worker that came as an asset', () => {
    const scripts = attributeModules(
      bundleOf(
        chunk('assets/main-1.js', 'new Worker("/assets/outer-2.js"); import("./lazy.js")', {
          name: 'main',
          isEntry: true,
          facadeModuleId: '/app/pages/index.html',
          imports: ['assets/dep.js'],
          dynamicImports: ['assets/lazy-4.js'],
        }),
        chunk('assets/lazy-4.js', '', {
          name: 'lazy',
          isDynamicEntry: true,
          facadeModuleId: '/app/src/lazy.ts',
        }),
        asset('assets/outer-2.js', 'new Worker("inner-3.js"), self.name = "outer-2.js"'),
        asset('assets/inner-3.js', new TextEncoder().encode(`fetch("${ENGINE}")`)),
        asset('style.css', `url(${ENGINE})`),
        asset(ENGINE, Uint8Array.of(0)),
      ),
      [ENGINE],
      '/app',
    )
    expect(scripts).toEqual([
      {
        fileName: 'assets/main-1.js',
        name: 'main',
        kind: 'chunk',
        isEntry: true,
        isDynamicEntry: false,
        html: 'pages/index.html',
        imports: ['assets/dep.js'],
        dynamicImports: ['assets/lazy-4.js'],
        workers: ['assets/outer-2.js'],
        modules: [],
      },
      {
        fileName: 'assets/lazy-4.js',
        name: 'lazy',
        kind: 'chunk',
        isEntry: false,
        isDynamicEntry: true,
        source: 'src/lazy.ts',
        imports: [],
        dynamicImports: [],
        workers: [],
        modules: [],
      },
      {
        fileName: 'assets/outer-2.js',
        name: 'assets/outer-2.js',
        kind: 'worker',
        isEntry: false,
        isDynamicEntry: false,
        imports: [],
        dynamicImports: [],
        workers: ['assets/inner-3.js'],
        modules: [],
      },
      {
        fileName: 'assets/inner-3.js',
        name: 'assets/inner-3.js',
        kind: 'worker',
        isEntry: false,
        isDynamicEntry: false,
        imports: [],
        dynamicImports: [],
        workers: [],
        modules: [ENGINE],
      },
    ])
  })

  it.each(['/app/src/main.ts', null])('has no page where its entry is %j', (facadeModuleId) => {
    const bundle = bundleOf(chunk('main.js', '', { isEntry: true, facadeModuleId }))
    expect(attributeModules(bundle, [], '/app')[0]).not.toHaveProperty('html')
  })

  it.each([null, '\0virtual:page', 'virtual:page'])(
    'has no source where it stands for %j',
    (facadeModuleId) => {
      const bundle = bundleOf(chunk('main.js', '', { facadeModuleId }))
      expect(attributeModules(bundle, [], '/app')[0]).not.toHaveProperty('source')
    },
  )

  it('that is a worker keeps the name that it had, where the bundler says it', () => {
    const worker = { ...asset('assets/w-1.js', ''), originalFileNames: ['src/worker.ts'] }
    expect(attributeModules(bundleOf(worker), [], '/app')).toMatchObject([{ source: 'src/worker.ts' }])
  })

  it.each(['worker.js', 'worker.mjs', 'worker.cjs'])('may be a worker called %s', (fileName) => {
    expect(attributeModules(bundleOf(asset(fileName, '')), [], '/app')).toMatchObject([{ kind: 'worker' }])
  })

  it.each(['worker.js.map', 'data.json', 'worker.js.br'])('is not an asset called %s', (fileName) => {
    expect(attributeModules(bundleOf(asset(fileName, ENGINE)), [ENGINE], '/app')).toEqual([])
  })
})
