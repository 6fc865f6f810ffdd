import { readFileSync } from 'node:fs'
import { installedFile, readBytes } from '../glue.mjs'
import { loadGo, runGo } from '../go-program.mjs'
import { fetchedFile } from '../packages.mjs'

const PROGRAM = `import { type A, b } from './b'
  enum Size { small = 1, large = small << 4, text = 'x' }
  namespace Space { export const value: A<string> = <T,>(x: T) => x! as unknown }
  @decorated class Example<T> extends Base { declare p: number; #q?: T; constructor(private r = 3n) { super(); this.#q ??= r } }
  export const view = <main {...props} key="k">{list.map(({ id }) => <li class={id?.name}>&copy; {id} text</li>)}</main>
  label: for await (const x of generate()) { if (x) continue label; else using y = x }
  export default async () => (await import('./c.json', { with: { type: 'json' } })).default satisfies unknown`

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'esbuild',
  large: true,
  what: 'TypeScript with JSX, and a large script, minified',
  fetched: true,
  load: async () => readBytes(fetchedFile('esbuild-wasm/esbuild.wasm')),
  async prepare() {
    const Go = loadGo(fetchedFile('esbuild-wasm/wasm_exec.js'))
    const script = readFileSync(installedFile('web-tree-sitter', 'web-tree-sitter.js'), 'utf8')
    return async (bytes) => {
      const module = await WebAssembly.compile(bytes)
      await WebAssembly.instantiate(module, new Go().importObject)
      const run = (/** @type {string} */ source, /** @type {string[]} */ ...flags) =>
        runGo(Go, module, flags, source)
      return async () => ({
        readable: await run(PROGRAM, '--loader=tsx', '--jsx=automatic', '--target=es2020', '--charset=utf8'),
        minified: await run(PROGRAM, '--loader=tsx', '--minify', '--sourcemap=inline'),
        script: await run(script, '--loader=js', '--minify', '--format=cjs', '--target=es2019'),
        wrong: await run('let a = ;', '--loader=js'),
      })
    }
  },
}
