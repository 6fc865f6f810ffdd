// Packages without types of their own.
declare module '@webassemblyjs/wasm-parser' {
  export function decode(
    bytes: Uint8Array,
    options?: { readonly ignoreCodeSection?: boolean; readonly ignoreDataSection?: boolean },
  ): { readonly body: readonly [{ readonly fields: object[]; readonly metadata: object }] }
}

declare module '@webassemblyjs/ast' {
  export function getSectionMetadata(node: object, name: string): { readonly startOffset: number } | undefined
  export function moduleContextFromModuleAST(module: object): {
    readonly funcs: readonly { readonly args: readonly string[]; readonly result: readonly string[] }[]
    readonly types: readonly object[]
    readonly globals: readonly object[]
    readonly mems: readonly object[]
    readonly start: number | null
  }
  export function cloneNode<Node>(node: Node): Node
}
