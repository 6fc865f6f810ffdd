import { describe, expect, it } from 'vitest'
import { reach, usesOf, type ScriptFile } from '../../src/budget/reachability.ts'
import { scriptOf as script } from '../support/script-of.ts'

/** What each entry reaches, as `file: modules | workers`. */
const entriesOf = (...scripts: ScriptFile[]) =>
  reach(scripts).entries.map(
    ({ fileName, modules, workers }) => `${fileName}: ${modules.join(' ')} | ${workers.join(' ')}`,
  )

describe('reach', () => {
  it('follows static imports, however many', () => {
    expect(
      entriesOf(
        script('main.js', { isEntry: true, imports: ['a.js'], modules: ['m.wasm'] }),
        script('a.js', { imports: ['b.js'] }),
        script('b.js', { modules: ['b.wasm'] }),
      ),
    ).toEqual(['main.js: b.wasm m.wasm | '])
  })

  it('does not follow import(), which the list of imports does not have', () => {
    expect(
      entriesOf(script('main.js', { isEntry: true }), script('lazy.js', { modules: ['lazy.wasm'] })),
    ).toEqual(['main.js:  | '])
  })

  it('ends in cycles, and counts what is reached twice once', () => {
    expect(
      entriesOf(
        script('main.js', { isEntry: true, imports: ['a.js', 'b.js'] }),
        script('a.js', { imports: ['b.js', 'main.js'], modules: ['x.wasm'] }),
        script('b.js', { imports: ['a.js', 'b.js'], modules: ['x.wasm'] }),
      ),
    ).toEqual(['main.js: x.wasm | '])
  })

  it('includes workers, workers of workers, and says which', () => {
    expect(
      entriesOf(
        script('main.js', { isEntry: true, workers: ['outer.js'] }),
        script('outer.js', { kind: 'worker', workers: ['inner.js'], modules: ['o.wasm'] }),
        script('inner.js', { kind: 'worker', workers: ['outer.js'], modules: ['i.wasm'] }),
      ),
    ).toEqual(['main.js: i.wasm o.wasm | inner.js outer.js'])
  })

  it('finds workers that an imported chunk starts', () => {
    expect(
      entriesOf(
        script('main.js', { isEntry: true, imports: ['a.js'] }),
        script('a.js', { workers: ['w.js'] }),
        script('w.js', { kind: 'worker', modules: ['w.wasm'] }),
      ),
    ).toEqual(['main.js: w.wasm | w.js'])
  })

  it('keeps entries apart', () => {
    expect(
      entriesOf(
        script('b.js', { isEntry: true, imports: ['shared.js'], modules: ['b.wasm'] }),
        script('a.js', { isEntry: true, imports: ['shared.js'] }),
        script('shared.js', { modules: ['s.wasm'] }),
      ),
    ).toEqual(['a.js: s.wasm | ', 'b.js: b.wasm s.wasm | '])
  })

  it('passes over imports that are no files of the bundle', () => {
    expect(entriesOf(script('main.js', { isEntry: true, imports: ['react'], workers: ['gone.js'] }))).toEqual(
      ['main.js:  | '],
    )
  })

  it('lists every chunk, and no worker among them', () => {
    const { chunks } = reach([
      script('main.js', { isEntry: true, html: 'index.html' }),
      script('lazy.js', { modules: ['l.wasm'] }),
      script('w.js', { kind: 'worker', isEntry: true }),
    ])
    expect(chunks).toEqual([
      { fileName: 'lazy.js', name: 'lazy', modules: ['l.wasm'], workers: [] },
      { fileName: 'main.js', name: 'main', html: 'index.html', modules: [], workers: [] },
    ])
  })
})

/** What each dynamic entry adds. */
const lazyOf = (...scripts: ScriptFile[]) =>
  reach(scripts).lazy.map(({ fileName, modules }) => `${fileName}: ${modules.join(' ')}`)

describe('what is lazy', () => {
  const lazy = (fileName: string, rest: Partial<ScriptFile> = {}) =>
    script(fileName, { isDynamicEntry: true, ...rest })

  it('is what a dynamic entry and its static imports and workers load', () => {
    expect(
      lazyOf(
        script('main.js', { isEntry: true, dynamicImports: ['l.js'] }),
        lazy('l.js', { imports: ['dep.js'], workers: ['w.js'], modules: ['l.wasm'] }),
        script('dep.js', { modules: ['dep.wasm'] }),
        script('w.js', { kind: 'worker', modules: ['w.wasm'] }),
      ),
    ).toEqual(['l.js: dep.wasm l.wasm w.wasm'])
  })

  it('leaves out what the entry has loaded already, by static imports and workers too', () => {
    expect(
      lazyOf(
        script('main.js', { isEntry: true, imports: ['a.js'], workers: ['w.js'], dynamicImports: ['l.js'] }),
        script('a.js', { modules: ['a.wasm'] }),
        script('w.js', { kind: 'worker', modules: ['w.wasm'] }),
        lazy('l.js', { imports: ['a.js'], workers: ['w.js'], modules: ['l.wasm'] }),
      ),
    ).toEqual(['l.js: l.wasm'])
  })

  it('counts what only some of the entries that lead there have loaded', () => {
    const shared = lazy('l.js', { modules: ['a.wasm', 'b.wasm', 'c.wasm'] })
    expect(
      lazyOf(
        script('one.js', { isEntry: true, dynamicImports: ['l.js'], modules: ['a.wasm', 'b.wasm'] }),
        script('two.js', { isEntry: true, dynamicImports: ['between.js'], modules: ['a.wasm'] }),
        script('elsewhere.js', { isEntry: true }),
        lazy('between.js', { dynamicImports: ['l.js'] }),
        shared,
      ),
    ).toEqual(['between.js: ', 'l.js: b.wasm c.wasm'])
  })

  it('is all of it where no entry leads there', () => {
    expect(
      lazyOf(
        script('main.js', { isEntry: true, modules: ['a.wasm'] }),
        lazy('l.js', { modules: ['a.wasm'] }),
      ),
    ).toEqual(['l.js: a.wasm'])
  })

  it('ends where chunks import one another dynamically', () => {
    expect(
      lazyOf(
        script('main.js', { isEntry: true, dynamicImports: ['a.js'] }),
        lazy('a.js', { dynamicImports: ['b.js'], modules: ['a.wasm'] }),
        lazy('b.js', { dynamicImports: ['a.js', 'main.js'], imports: ['a.js'], modules: ['b.wasm'] }),
      ),
    ).toEqual(['a.js: a.wasm', 'b.js: a.wasm b.wasm'])
  })
})

describe('workers', () => {
  it('are those that chunks start, with what they and the workers that they start load', () => {
    const { workers } = reach([
      script('main.js', { isEntry: true, workers: ['outer.js'] }),
      script('outer.js', { kind: 'worker', workers: ['inner.js', 'outer.js'], modules: ['o.wasm'] }),
      script('inner.js', { kind: 'worker', modules: ['i.wasm'] }),
      script('sw.js', { kind: 'worker', modules: ['s.wasm'] }),
    ])
    expect(workers).toEqual([
      { fileName: 'outer.js', name: 'outer', modules: ['i.wasm', 'o.wasm'], workers: ['inner.js'] },
    ])
  })
})

describe('usesOf', () => {
  const scripts = [
    script('main.js', { isEntry: true, imports: ['dep.js'], workers: ['w.js'], modules: ['a.wasm'] }),
    script('dep.js', { imports: ['main.js'], modules: ['b.wasm'] }),
    script('lazy2.js', { modules: ['a.wasm', 'c.wasm'] }),
    script('lazy1.js', { modules: ['c.wasm'], imports: ['dep.js'] }),
    script('w.js', { kind: 'worker', modules: ['c.wasm'] }),
  ]

  it.each([
    { module: 'a.wasm', uses: ['lazy lazy2.js', 'initial main.js'] },
    { module: 'b.wasm', uses: ['initial dep.js'] },
    { module: 'c.wasm', uses: ['worker w.js', 'lazy lazy1.js', 'lazy lazy2.js'] },
    { module: 'd.wasm', uses: [] },
  ])('says who refers to $module itself', ({ module, uses }) => {
    const found = usesOf(module, scripts, reach(scripts))
    expect(found.map(({ file, kind }) => `${kind} ${file}`)).toEqual(uses)
  })
})
