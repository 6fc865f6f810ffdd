import { describe, expect, it } from 'vitest'
import { findMentions, type ScriptText } from '../../src/scripts/find-mentions.ts'

const script = (text: string, fileName = 'a.js', more: Partial<ScriptText> = {}): ScriptText => ({
  fileName,
  text,
  imports: [],
  dynamicImports: [],
  ...more,
})

const mentionsOf = (text: string, ...names: string[]) => findMentions([script(text)], names)[0]

describe('a name is mentioned', () => {
  it.each([
    ['as a property', 'wasm.add(1)'],
    ['as a property in brackets', 'wasm["add"](1)'],
    ['as an identifier', 'const { add } = exports; add()'],
    ['as the key of a pattern', 'const { add: t } = exports; t()'],
    ['as the key of a pattern for others', 'export const { add } = exports'],
    ['as the key of a pattern for others, later', 'const { add: t } = exports; export { t as e }'],
    ['as the key of a pattern in a parameter', 'load().then(({ add: t }) => {})'],
    ['as the result of a sequence', 'f((0, e.add))'],
    ['as an import', 'import { add as t } from "./x.wasm"'],
    ['as an import by a string', 'import { "add" as t } from "./x.wasm"'],
    ['as a re-export', 'export { add } from "./x.wasm"'],
    ['as a string', "call('add')"],
    ['as a template', 'wasm[`add`]()'],
    ['as a piece of a template', '`${x}add${y}`'],
    ['with escapes in a string', String.raw`wasm["\x61d\u{64}"]()`],
    ['with escapes in a template', 'wasm[`\\u0061dd`]()'],
    ['with escapes in an identifier', String.raw`wasm.\u0061dd()`],
    ['behind an optional chain', 'wasm?.add?.()'],
    ['behind a regular expression with a quote', String.raw`x.replace(/["'\/]/g,"");wasm.add()`],
    ['behind a division', 'a = b / c; wasm.add(d / e)'],
    ['in a template in a template', '`${`${wasm.add()}`}`'],
    ['in minified code', 'var t;(async()=>{t=(await e()).instance.exports,t.add(1)})()'],
    ['as a private name', 'class A { #add }'],
    ['in a classic script that is no module', 'with (wasm) { add() }'],
    ['as the key of a pattern for other classic scripts', 'with (x) {} var { add: t } = exports'],
    ['in a script within a string', `new Blob(["self.onmessage=e=>{e.data.exports.add(1,2,3,4,5)}"])`],
  ])('%s', (_, code) => {
    expect(mentionsOf(code, 'add', 'sub')).toEqual({ fileName: 'a.js', mentioned: ['add'], possible: [] })
  })

  it('as a number, a reserved word, or whatever a string can be', () => {
    const names = ['0', 'delete', 'ns:pkg/face@1.0#run', 'pkg::run', '']
    const code = 'exports[0](); wasm.delete(); wasm["ns:pkg/face@1.0#run"](); wasm["pkg::run"](); f("")'
    expect(mentionsOf(code, ...names)?.mentioned).toEqual(names)
  })
})

describe('a name is not mentioned', () => {
  it.each([
    ['in a comment', '/* add */ // wasm.add()'],
    ['in a longer name', 'wasm.add2(addition, "padding")'],
    ['in a regular expression', 'x.match(/add/)'],
    [
      'where a pattern takes it and nobody asks for it',
      'const { add: t, sub: e } = await init({}, n); e(1, 2)',
    ],
    [
      'where a shorthand takes it and nobody asks for it',
      'const { add, sub } = await init({}, n); sub(1, 2)',
    ],
    ['where it is read for nothing', 'const e = await n; e.add; e.add, e.sub(1); f((e.add, 1))'],
    ['in base64', `"data:application/wasm;base64,${'add/'.repeat(100)}"`],
  ])('%s', (_, code) => {
    expect(mentionsOf(code, 'add')).toEqual({ fileName: 'a.js', mentioned: [], possible: [] })
  })
})

describe('a name is possible', () => {
  it.each([
    ['as a word of a string', 'call("add sub")'],
    ['in a string with code that uses no exports', 'f("wasm.add(1)")'],
    ['by its beginning', 'wasm["ad" + "d_" + kind]; wasm["add_" + kind]()'],
    ['by its beginning in a template', 'wasm[`add_${kind}`]()'],
    ['by its beginning in a call', 'wasm["add_".concat(kind)]()'],
    ['by its end', 'wasm[kind + "_i32"]()'],
    ['by its end in a template', 'wasm[`${kind}_i32`]()'],
  ])('%s', (_, code) => {
    const names = ['add', 'add_i32', 'sub']
    const { mentioned, possible } = mentionsOf(code, ...names) ?? {}
    expect(mentioned).toEqual([])
    expect(possible).toEqual([
      code.includes('_') ? 'add_i32' : 'add',
      ...(code.includes('"add sub"') ? ['sub'] : []),
    ])
  })

  it('not by one or two letters, nor by what is in the middle', () => {
    const code = 'x = "ad" + kind; y = kind + "32"; z = a + "dd_" + b'
    expect(mentionsOf(code, 'add_i32')?.possible).toEqual([])
  })
})

describe('all exports may be used where a script', () => {
  it.each([
    ['enumerated', 'for (const name in instance.exports) f(name)'],
    ['enumerated', 'Object.keys(instance.exports)'],
    ['enumerated', 'const { exports } = instance; Object.entries(exports).map(f)'],
    ['enumerated', 'const { exports: wasm } = instance; for (const name in wasm) f(name)'],
    ['enumerated', 'load().then(({ instance: { exports: e } }) => Reflect.ownKeys(e))'],
    [
      'enumerated',
      'let wasm; function init(i) { wasm = i.exports } function all() { return Object.keys(wasm) }',
    ],
    ['enumerated', 'function wrap(e) { for (const name in e) f(name) } wrap(instance.exports)'],
    [
      'enumerated',
      'const wrap = __name((e) => { for (const name in e) f(name) }, "wrap"); wrap(instance.exports)',
    ],
    ['enumerated', '((e) => Object.keys(e))(instance.exports)'],
    ['enumerated', 'const copy = { ...instance.exports }; Object.keys(copy)'],
    ['enumerated', 'const copy = Object.assign({}, instance.exports); Object.keys(copy)'],
    ['enumerated', 'const { add, ...rest } = instance.exports; Object.keys(rest)'],
    ['computed', 'instance.exports[name]()'],
    ['computed', 'const wasm = (await instantiate()).exports; wasm[`${a}${b}`]()'],
    ['computed', 'class A { start(i) { this.wasm = i.exports } call(name) { return this.wasm[name]() } }'],
    ['computed', 'const state = { wasm: instance.exports }; state.wasm[name]'],
    ['computed', 'const { [name]: f } = instance.exports'],
    ['computed', 'Reflect.get(instance.exports, name)'],
    ['computed', 'async function load() { return (await go()).exports } load().then((wasm) => wasm[name]())'],
    ['computed', 'const load = async () => (await go()).exports; const wasm = await load(); wasm[name]()'],
    ['computed', 'let e = t ? a : n.exports; (0, e)[r]'],
    ['computed', 'let wasm; wasm ??= instance.exports; wasm[name]()'],
    ['computed', 'f("self.onmessage=({data})=>{data.instance.exports[data.name](1)}")'],
    ['enumerated', 'with (x) {} var w; w = i.exports; function f() { Object.keys(w) }'],
    ['unreadable', 'this is no script'],
  ])('%s: %s', (opaque, code) => {
    expect(mentionsOf(code)?.opaque).toBe(opaque)
  })

  it.each([
    ['names all it uses', 'const e = instance.exports; e.add(); e["sub"](); e[`mul`](); e?.div()'],
    ['is CommonJS', 'module.exports[name] = 1; Object.keys(module.exports)'],
    ['is minified CommonJS', '(e,t)=>{t.exports=f;for(var n in t.exports)g(n)}'],
    ['is wrapped CommonJS', 'var t={exports:{}};f(t,t.exports);Object.keys(t.exports)'],
    [
      'is wrapped otherwise',
      'var m=e[n]={i:n,exports:{}};t[n].call(m.exports,m,m.exports);for(var k in m.exports)g(k)',
    ],
    ['shadows a name', 'let e = instance.exports; function f(e, n) { return e[n] } f(other, 1)'],
    ['looks into something else', 'const wasm = instance.exports; Object.keys(table); list[index]'],
    [
      'has a loader that it does not go through',
      'const load = () => instance.exports; Object.keys(load); load[name]',
    ],
  ])('but not where it %s', (_, code) => {
    expect(mentionsOf(code)?.opaque).toBeUndefined()
  })

  it('gives up on what is too deep to be read', () => {
    expect(mentionsOf(`${'('.repeat(50_000)}1${')'.repeat(50_000)}`)?.opaque).toBe('unreadable')
  })
})

describe('what one script hands to another', () => {
  const glue = (use: string) =>
    `let w; export async function init() { w = (await go()).exports; return w } ${use}`

  it.each([
    [
      'exports, by a static import',
      'const w = i.exports; export { w as t }',
      'import { t as e } from "./glue.js"; e[n]()',
    ],
    ['exports, as default', 'export default i.exports', 'import e from "./glue.js"; e[n]()'],
    ['exports, declared', 'export const wasm = i.exports', 'import { wasm } from "./glue.js"; wasm[n]()'],
    [
      'a function that returns them',
      glue(''),
      'import { init } from "./glue.js"; const e = await init(); e[n]()',
    ],
  ])('is followed: %s', (_, from, to) => {
    const scripts = [script(to, 'js/main.js', { imports: ['js/glue.js'] }), script(from, 'js/glue.js')]
    expect(findMentions(scripts, []).map(({ opaque }) => opaque)).toEqual(['computed', undefined])
    const other = [
      script(to.replace('glue.js', 'other.js'), 'js/main.js', { imports: ['js/other.js'] }),
      scripts[1]!,
    ]
    expect(findMentions(other, []).map(({ opaque }) => opaque)).toEqual([undefined, undefined])
  })

  it.each([
    'const { init: t } = await import("./glue.js"); (await t())[n]()',
    'const m = await import("./glue.js"); const e = await m.init(); Object.keys(e)',
    'import("./glue.js").then((m) => m.init()).then(f)',
  ])('is followed by its name where it is loaded later: %s', (to) => {
    const scripts = [script(to, 'main.js', { dynamicImports: ['glue.js'] }), script(glue(''), 'glue.js')]
    const isUsed = !to.includes('then(f)')
    expect(findMentions(scripts, [])[0]?.opaque !== undefined).toBe(isUsed)
  })

  it('is not taken for what is unused of it', () => {
    const to = 'import init, { Resvg } from "./glue.js"; await init(fetch(url)); new Resvg(svg)[method]()'
    const from = `${glue('class Resvg { constructor() { w.resvg_new() } }')} export { init as default, Resvg }`
    const scripts = [script(to, 'main.js', { imports: ['glue.js'] }), script(from, 'glue.js')]
    expect(
      findMentions(scripts, ['resvg_new', 'resvg_free']).map(({ mentioned, opaque }) => [mentioned, opaque]),
    ).toEqual([
      [[], undefined],
      [['resvg_new'], undefined],
    ])
  })
})

describe('a page', () => {
  const page = (...inline: string[]) =>
    findMentions(
      [script('<button onclick="engine.add()">mul</button>', 'index.html', { inline })],
      ['add', 'mul', 'sub'],
    )[0]

  it('mentions what its scripts do, and possibly whatever stands in it', () => {
    expect(page('wasm.sub()')).toEqual({
      fileName: 'index.html',
      mentioned: ['sub'],
      possible: ['add', 'mul'],
    })
  })

  it('is opaque where one of its scripts is', () => {
    expect(page('f()', 'Object.keys(i.exports)')?.opaque).toBe('enumerated')
    expect(page('f()', '{{ template }} in it')?.opaque).toBe('unreadable')
  })
})
