/** A use of a module's exports that does not say which is used: all are gone through, or one is picked by a computed name. */
export type OpaqueUse = 'enumerated' | 'computed'
