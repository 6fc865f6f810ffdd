// Builds WebAssembly binaries byte by byte, for what no assembler writes: overlong integers, padded sizes, malformed sections.

/** Unsigned LEB128; `length` pads it to an overlong form of that many bytes. */
export function leb(value: number, length = 1): number[] {
  const bytes: number[] = []
  for (let rest = value; rest > 0 || bytes.length < length; rest = Math.floor(rest / 128))
    bytes.push(rest % 128)
  return bytes.map((byte, at) => (at < bytes.length - 1 ? byte | 0x80 : byte))
}

/** A name or any other string: its length in bytes, then its UTF-8. */
export function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value)
  return [...leb(bytes.length), ...bytes]
}

/** A vector: the number of entries, then the entries. */
export function vector(...entries: readonly (readonly number[])[]): number[] {
  return [...leb(entries.length), ...entries.flat()]
}

/** A section; `sizeLength` pads its size field. */
export function section(id: number, contents: readonly number[], sizeLength = 1): number[] {
  return [id, ...leb(contents.length, sizeLength), ...contents]
}

/** A custom section. */
export function custom(name: string, contents: readonly number[] = []): number[] {
  return section(0, [...text(name), ...contents])
}

/** A `name` section out of whole subsections. */
export function nameSection(...subsections: readonly (readonly number[])[]): number[] {
  return custom('name', subsections.flat())
}

/** A subsection of a `name` section that maps indices to names. */
export function nameMap(id: number, names: readonly (readonly [index: number, name: string])[]): number[] {
  return section(id, vector(...names.map(([index, name]) => [...leb(index), ...text(name)])))
}

/** A module: the header, then the sections. */
export function wasm(...sections: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat())
}

/** A module of functions without parameters or results; each body is given with its local declarations. */
export function functions(...bodies: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  return wasm(
    section(1, vector([0x60, 0, 0])),
    section(3, vector(...bodies.map(() => [0]))),
    section(10, vector(...bodies.map((body) => [...leb(body.length), ...body]))),
  )
}
