import type { AnyNode, CallExpression, Identifier, NewExpression, ObjectPattern } from 'acorn'
import type { Variable } from 'eslint-scope'
import { definitionsOf, type Bindings } from './bindings.ts'
import { isCommonJs } from './common-js.ts'
import { isFunction, keyName, propertyName, type FunctionNode } from './node-names.ts'
import type { OpaqueUse } from '../opaque-use.ts'
import { walk, type SyntaxTree } from './syntax-tree.ts'

/** What is followed: the exports of a module, or a function that returns them. */
type Kind = 'exports' | 'loader'

/** A value that goes from one script to those that import it, under a name. */
export interface HandedOn {
  readonly name: string
  readonly kind: Kind
}

/** Functions of `Object` and `Reflect` that go through all properties. */
const ENUMERATING: ReadonlySet<string> = new Set([
  'keys',
  'values',
  'entries',
  'getOwnPropertyNames',
  'getOwnPropertyDescriptors',
  'ownKeys',
])

/** Those that return what they are given, or another object with its properties. */
const PASSING: ReadonlySet<string> = new Set(['assign', 'create', 'freeze', 'setPrototypeOf', 'seal'])

/**
 * Follows the exports of modules through one script: from every property `exports` that is not CommonJS's through variables, through
 * properties by their names, and through functions of the script.
 *
 * What comes back from a function that the script does not contain is not followed.
 */
export class ScriptFlow {
  /** The first use found that does not say which export is used. */
  opaque: OpaqueUse | undefined
  readonly #handedOn = new Map<string, HandedOn>()
  readonly #bindings: Bindings
  readonly #parents = new Map<AnyNode, AnyNode | undefined>()
  /** Where a property of a name is read. */
  readonly #reads = new Map<string, AnyNode[]>()
  readonly #patterns: ObjectPattern[] = []
  readonly #imports: (AnyNode & { type: 'ImportDeclaration' })[] = []
  readonly #seen = new Map<AnyNode | Variable, Set<Kind>>()
  readonly #pending: [node: AnyNode, kind: Kind][] = []

  constructor({ program }: SyntaxTree, bindings: Bindings) {
    this.#bindings = bindings
    const written = new Set<Variable>()
    walk(program, (node, parent) => {
      this.#parents.set(node, parent)
      if (node.type === 'ObjectPattern') this.#patterns.push(node)
      if (node.type === 'ImportDeclaration') this.#imports.push(node)
      if (node.type !== 'MemberExpression') return
      const name = propertyName(node)
      if (name === undefined) return
      if (parent?.type !== 'AssignmentExpression' || parent.left !== node) {
        const reads = this.#reads.get(name)
        if (reads === undefined) this.#reads.set(name, [node])
        else reads.push(node)
      } else if (name === 'exports' && node.object.type === 'Identifier') {
        const variable = this.#bindings.of(node.object)
        if (variable !== undefined) written.add(variable)
      }
    })
    for (const node of this.#reads.get('exports') ?? []) {
      if (node.type !== 'MemberExpression') continue
      if (!isCommonJs(node, this.#bindings, (variable) => written.has(variable)))
        this.#pending.push([node, 'exports'])
    }
    this.#takeFromPatterns('exports', 'exports')
    this.#run()
  }

  /** Values that other scripts get by importing this one. */
  get handedOn(): readonly HandedOn[] {
    return [...this.#handedOn.values()]
  }

  /** Follows a value that another script hands on; `isSource` says by a specifier whether that script is meant. */
  receive({ name, kind }: HandedOn, isSource: (specifier: string) => boolean): void {
    for (const { source, specifiers } of this.#imports) {
      if (typeof source.value !== 'string' || !isSource(source.value)) continue
      for (const specifier of specifiers) {
        const imported =
          specifier.type === 'ImportSpecifier'
            ? keyName(specifier.imported)
            : specifier.type === 'ImportDefaultSpecifier'
              ? 'default'
              : undefined
        if (imported === name) this.#variable(specifier.local, kind)
      }
    }
    this.#run()
  }

  /** Follows a value that a script hands on which is loaded by `import()`: wherever something of its name is read. */
  receiveByName({ name, kind }: HandedOn): void {
    this.#readsOf(name, kind)
    this.#takeFromPatterns(name, kind)
    this.#run()
  }

  #run(): void {
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      const [node, kind] = next
      if (this.#isNew(node, kind)) this.#follow(node, this.#parents.get(node), kind)
    }
  }

  #isNew(what: AnyNode | Variable, kind: Kind): boolean {
    const kinds = this.#seen.get(what) ?? new Set()
    if (kinds.has(kind)) return false
    this.#seen.set(what, kinds.add(kind))
    return true
  }

  /** Follows an expression to what is done with its value. */
  #follow(node: AnyNode, parent: AnyNode | undefined, kind: Kind): void {
    switch (parent?.type) {
      case 'MemberExpression':
        return parent.object === node ? this.#member(parent, kind) : undefined
      case 'VariableDeclarator':
        return this.#bind(parent.id, kind)
      case 'AssignmentExpression':
        if (parent.right !== node) return
        this.#bind(parent.left, kind)
        this.#pending.push([parent, kind])
        return
      case 'AssignmentPattern':
        return parent.right === node ? this.#bind(parent.left, kind) : undefined
      case 'ForInStatement':
        if (parent.right === node) this.#tell('enumerated', kind)
        return
      case 'ConditionalExpression':
        if (parent.test !== node) this.#pending.push([parent, kind])
        return
      case 'SequenceExpression':
        if (parent.expressions.at(-1) === node) this.#pending.push([parent, kind])
        return
      case 'AwaitExpression':
      case 'ChainExpression':
      case 'LogicalExpression':
      case 'ParenthesizedExpression':
        this.#pending.push([parent, kind])
        return
      case 'SpreadElement': {
        const whole = this.#parents.get(parent)
        if (whole?.type === 'ObjectExpression') this.#pending.push([whole, kind])
        return
      }
      case 'Property':
      case 'PropertyDefinition':
      case 'MethodDefinition':
        if (parent.value === node && !parent.computed) this.#readsOf(keyName(parent.key), kind)
        return
      case 'ReturnStatement':
      case 'ArrowFunctionExpression':
        return this.#return(parent)
      case 'ExportDefaultDeclaration':
        return this.#handOn('default', kind)
      case 'ExportSpecifier':
        return this.#handOn(keyName(parent.exported), kind)
      case 'NewExpression':
      case 'CallExpression':
        if (parent.callee !== node) return this.#pass(node, parent, kind)
        if (kind === 'loader') this.#pending.push([parent, 'exports'])
    }
  }

  #tell(use: OpaqueUse, kind: Kind): void {
    if (kind === 'exports') this.opaque ??= use
  }

  #handOn(name: string | undefined, kind: Kind): void {
    if (name !== undefined) this.#handedOn.set(`${kind} ${name}`, { name, kind })
  }

  #member(member: AnyNode & { type: 'MemberExpression' }, kind: Kind): void {
    const name = propertyName(member)
    if (name === undefined) this.#tell('computed', kind)
    const call = this.#parents.get(member)
    if (name !== 'then' || call?.type !== 'CallExpression' || call.callee !== member) return
    const [settled] = call.arguments
    if (settled !== undefined && isFunction(settled) && settled.params[0] !== undefined)
      this.#bind(settled.params[0], kind)
  }

  #bind(target: AnyNode, kind: Kind): void {
    if (target.type === 'Identifier') this.#variable(target, kind)
    else if (target.type === 'MemberExpression') this.#readsOf(propertyName(target), kind)
    else if (target.type === 'AssignmentPattern') this.#bind(target.left, kind)
    else if (target.type === 'ObjectPattern') {
      for (const property of target.properties) {
        if (property.type === 'RestElement') this.#bind(property.argument, kind)
        else if (keyName(property.key, property.computed) === undefined) this.#tell('computed', kind)
      }
    }
  }

  #variable(identifier: Identifier, kind: Kind): void {
    const variable = this.#bindings.of(identifier)
    if (variable === undefined || !this.#isNew(variable, kind)) return
    for (const use of this.#bindings.usesOf(variable)) this.#pending.push([use, kind])
    for (const { node, name } of definitionsOf(variable)) {
      const statement = node.type === 'VariableDeclarator' ? this.#parents.get(node) : node
      const holder = statement && this.#parents.get(statement)
      if (holder?.type === 'ExportNamedDeclaration') this.#handOn(name.name, kind)
      if (holder?.type === 'ExportDefaultDeclaration') this.#handOn('default', kind)
    }
  }

  /** Follows every read of a property of a name, whatever the object: without types no more can be known. */
  #readsOf(name: string | undefined, kind: Kind): void {
    // Those of modules are followed already, the others are CommonJS's.
    if (name === undefined || name === 'exports') return
    for (const read of this.#reads.get(name) ?? []) this.#pending.push([read, kind])
  }

  #takeFromPatterns(name: string, kind: Kind): void {
    for (const { properties } of this.#patterns)
      for (const property of properties)
        if (property.type === 'Property' && keyName(property.key, property.computed) === name)
          this.#bind(property.value, kind)
  }

  #return(from: AnyNode): void {
    let owner: AnyNode | undefined = from
    while (owner !== undefined && !isFunction(owner)) owner = this.#parents.get(owner)
    if (owner === undefined) return
    if (owner.type === 'FunctionDeclaration' && owner.id !== null) this.#variable(owner.id, 'loader')
    else this.#pending.push([owner, 'loader'])
  }

  /** Follows an argument into the function that gets it. */
  #pass(node: AnyNode, call: CallExpression | NewExpression, kind: Kind): void {
    const callee = call.callee as AnyNode
    const at = (call.arguments as readonly AnyNode[]).indexOf(node)
    if (callee.type === 'MemberExpression') return this.#passToBuiltIn(call, callee, at, kind)
    if (callee.type === 'Identifier' && callee.name === 'Proxy') this.#pending.push([call as AnyNode, kind])
    const target = isFunction(callee)
      ? callee
      : callee.type === 'Identifier'
        ? this.#functionOf(callee)
        : undefined
    const parameter = target?.params[at]
    if (parameter !== undefined) this.#bind(parameter, kind)
    // Wrappers, as esbuild's `__name`, return the function that they get.
    if (kind === 'loader' && at === 0) this.#pending.push([call as AnyNode, kind])
  }

  #passToBuiltIn(
    call: CallExpression | NewExpression,
    { object, property, computed }: AnyNode & { type: 'MemberExpression' },
    at: number,
    kind: Kind,
  ): void {
    if (object.type !== 'Identifier' || (object.name !== 'Object' && object.name !== 'Reflect')) return
    const name = keyName(property, computed) ?? ''
    if (ENUMERATING.has(name)) this.#tell('enumerated', kind)
    if (object.name === 'Reflect' && name === 'get' && keyName(call.arguments[1], true) === undefined)
      this.#tell('computed', kind)
    if (!PASSING.has(name)) return
    this.#pending.push([call as AnyNode, kind])
    if (name === 'assign' && at > 0) this.#bind(call.arguments[0] as AnyNode, kind)
  }

  #functionOf(identifier: Identifier): FunctionNode | undefined {
    const variable = this.#bindings.of(identifier)
    if (variable === undefined) return undefined
    const declared = definitionsOf(variable).map(({ node }) => node)
    return [...declared, ...this.#bindings.writtenTo(variable)].map(unwrap).find(isFunction)
  }
}

/** What a wrapper was given first. */
function unwrap(node: AnyNode): AnyNode {
  return node.type === 'CallExpression' ? (node.arguments[0] ?? node) : node
}
