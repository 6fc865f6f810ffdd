/**
 * A path of Rust's v0 mangling as a tree, backreferences already followed.
 *
 * Source: RFC 2603 "Syntax of mangled names", production `path`. Crate hashes and the disambiguators of modules, types and
 * impls are not kept: they say nothing to a reader and change with every compiler.
 */
export type RustPath =
  | { readonly kind: 'crate'; readonly name: string }
  | { readonly kind: 'inherent-impl'; readonly implPath: RustPath; readonly self: RustType }
  | {
      readonly kind: 'trait-impl'
      readonly implPath: RustPath
      readonly self: RustType
      readonly trait: RustPath
    }
  | { readonly kind: 'trait-default'; readonly self: RustType; readonly trait: RustPath }
  | RustNestedPath
  | { readonly kind: 'generic'; readonly base: RustPath; readonly args: readonly RustGenericArg[] }

/**
 * A named item in its parent.
 *
 * `namespace` is one letter: `t` types and modules, `v` values, upper case what the compiler made (`C` closure, `S` shim);
 * `index` tells closures and shims of one parent apart and starts at 0.
 */
export interface RustNestedPath {
  readonly kind: 'nested'
  readonly namespace: string
  readonly parent: RustPath
  readonly name: string
  readonly index: number
}

/** What stands between `<` and `>` after a path (RFC 2603 `generic-arg`). */
export type RustGenericArg =
  | { readonly kind: 'lifetime'; readonly index: number }
  | { readonly kind: 'const'; readonly value: RustConst }
  | RustType

/**
 * A type (RFC 2603 `type`).
 *
 * A lifetime is a De Bruijn index: 0 is an erased one, 1 the innermost bound one. `binder` is the number of lifetimes that
 * `for<..>` introduces.
 */
export type RustType =
  | { readonly kind: 'basic'; readonly name: string }
  | { readonly kind: 'path'; readonly path: RustPath }
  | {
      readonly kind: 'reference'
      readonly mutable: boolean
      readonly lifetime: number
      readonly inner: RustType
    }
  | { readonly kind: 'pointer'; readonly mutable: boolean; readonly inner: RustType }
  | { readonly kind: 'slice'; readonly item: RustType }
  | { readonly kind: 'array'; readonly item: RustType; readonly length: RustConst }
  | { readonly kind: 'tuple'; readonly items: readonly RustType[] }
  | RustFunctionType
  | {
      readonly kind: 'dyn'
      readonly binder: number
      readonly bounds: readonly RustDynBound[]
      readonly lifetime: number
    }
  | { readonly kind: 'pattern'; readonly inner: RustType; readonly pattern: RustPattern }

/** A function pointer type (RFC 2603 `fn-sig`); `abi` is absent for Rust's own. */
export interface RustFunctionType {
  readonly kind: 'fn'
  readonly binder: number
  readonly isUnsafe: boolean
  readonly abi?: string
  readonly params: readonly RustType[]
  readonly result: RustType
}

/** One trait of a `dyn` type with its `Name = Type` bindings (RFC 2603 `dyn-trait`). */
export interface RustDynBound {
  readonly trait: RustPath
  readonly bindings: readonly { readonly name: string; readonly value: RustGenericArg }[]
}

/** The condition of a pattern type (`u32 is 1..=9`), an addition to v0 made after RFC 2603. */
export type RustPattern =
  | { readonly kind: 'range'; readonly from: RustConst; readonly to: RustConst }
  | { readonly kind: 'or'; readonly alternatives: readonly RustPattern[] }
  | { readonly kind: 'not-null' }

/**
 * A value of a const generic parameter (RFC 2603 `const`, with the structural constants added later).
 *
 * `text` of an integer is decimal up to 64 bits and `0x..` beyond, `-` in front where negative.
 */
export type RustConst =
  | { readonly kind: 'placeholder' }
  | { readonly kind: 'integer'; readonly text: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'char'; readonly value: string }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'ref'; readonly mutable: boolean; readonly value: RustConst }
  | { readonly kind: 'array-value'; readonly items: readonly RustConst[] }
  | { readonly kind: 'tuple-value'; readonly items: readonly RustConst[] }
  | { readonly kind: 'variant'; readonly path: RustPath; readonly fields: RustConstFields }

/** The fields of a constant's struct or enum variant: none, by position, by name. */
export type RustConstFields =
  | { readonly kind: 'unit' }
  | { readonly kind: 'positional'; readonly items: readonly RustConst[] }
  | {
      readonly kind: 'named'
      readonly items: readonly { readonly name: string; readonly value: RustConst }[]
    }

/**
 * A whole v0 name.
 *
 * `instantiatingCrate` is the crate that asked for a generic function; `suffix` is what a tool appended and is worth showing
 * (`.27`, ` externref shim`), empty otherwise.
 */
export interface RustSymbol {
  readonly path: RustPath
  readonly instantiatingCrate?: string
  readonly suffix: string
}
