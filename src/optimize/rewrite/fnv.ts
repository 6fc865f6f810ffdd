/** Where a hash begins, and its factor: http://www.isthe.com/chongo/tech/comp/fnv/ */
export const FNV_BASIS = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** Mixes a number into a hash of 32 bits as FNV-1a does a byte, and its upper half into the lower. */
export function mixFnv(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, FNV_PRIME)
  return mixed ^ (mixed >>> 15)
}
