/** Makes every number its own set. */
export function disjointSets(count: number): Int32Array {
  const parents = new Int32Array(count)
  for (let member = 0; member < count; member++) parents[member] = member
  return parents
}

/** The least member of a set, which stands for it. */
export function findSet(parents: Int32Array, member: number): number {
  let current = member
  for (;;) {
    const parent = parents[current] as number
    if (parent === current) return current
    const grandparent = parents[parent] as number
    parents[current] = grandparent
    current = grandparent
  }
}

/** Joins the sets of two members. */
export function uniteSets(parents: Int32Array, one: number, other: number): void {
  const first = findSet(parents, one)
  const second = findSet(parents, other)
  if (first < second) parents[second] = first
  else parents[first] = second
}
