import { custom, leb, section, text, vector } from './wasm-builder.ts'

/** Bytes of the symbols that a `linking` section lists. */
export const symbol = {
  /** `flags` 0x10: an import, which is named only with 0x40. */
  indexed: (kind: number, index: number, name?: string, flags = 0) => [
    kind,
    ...leb(flags),
    ...leb(index),
    ...(name === undefined ? [] : text(name)),
  ],
  data: (name: string, segment: number, offset: number, size: number, flags = 0) => [
    1,
    ...leb(flags),
    ...text(name),
    ...leb(segment),
    ...leb(offset),
    ...leb(size),
  ],
  undefinedData: (name: string) => [1, 0x10, ...text(name)],
}

/** A subsection of a `linking` section that lists symbols. */
export function symbolTable(...symbols: readonly (readonly number[])[]): number[] {
  return section(8, vector(...symbols))
}

/** A `linking` section out of whole subsections. */
export function linking(...subsections: readonly (readonly number[])[]): number[] {
  return custom('linking', [2, ...subsections.flat()])
}

/** A `reloc.*` section about the section at a position; entries are type, offset, index and, for addresses, an addend. */
export function relocations(
  name: string,
  target: number,
  ...entries: readonly (readonly number[])[]
): number[] {
  const bytes = entries.map(([type, ...rest]) => [type as number, ...rest.flatMap((value) => leb(value))])
  return custom(`reloc.${name}`, [...leb(target), ...vector(...bytes)])
}
