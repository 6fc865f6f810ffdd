import { describeName } from '../analysis/names/describe-name.ts'

/** Names a thing of a module for people: its demangled name, else its kind and index. Not printable yet. */
export function itemLabel(
  { kind, index, name }: { readonly kind: string; readonly index?: number; readonly name?: string },
  isGo: boolean,
): string {
  const thing = kind.replace('-', ' ')
  const numbered = index === undefined ? thing : `${thing} ${index}`
  if (name === undefined) return numbered
  return kind === 'function' ? describeName(name, { isGo }).full : `${numbered} ${name}`
}
