import { describe, expect, it } from 'vitest'

import { readReferences } from '../../src/directory/script-references.ts'

describe('readReferences', () => {
  it('tells static imports from those by import()', async () => {
    const references = await readReferences(
      `import{a as b}from"./a.js";export*from'./b.js';import"./c.js";const d=()=>import("./d.js");
      const text = 'import "./no.js"'; // import "./no.js"
      import(\`./\${name}.js\`)`,
    )
    expect(references).toEqual({
      imports: ['./a.js', './b.js', './c.js'],
      dynamicImports: ['./d.js'],
      workers: [],
    })
  })

  it.each([
    'new Worker("w.js")',
    `new Worker(new URL('w.js', import.meta.url), { type: 'module' })`,
    'new SharedWorker(new URL(/* @vite-ignore */ "w.js", import.meta.url))',
    'new Worker(""+new URL("w.js",import.meta.url).href,{type:"module"})',
    'new Worker(\n  /* webpackChunkName: "w" */ new URL(`w.js`, import.meta.url))',
  ])('finds the worker in %j', async (code) => {
    expect((await readReferences(code)).workers).toEqual(['w.js'])
  })

  it('takes importScripts for static imports, and reads scripts that are no modules', async () => {
    expect(await readReferences(`importScripts("a.js", './b.js'); with (x) { return }`)).toMatchObject({
      imports: ['a.js', './b.js'],
    })
    expect(await readReferences('import { from "')).toEqual({ imports: [], dynamicImports: [], workers: [] })
  })
})
