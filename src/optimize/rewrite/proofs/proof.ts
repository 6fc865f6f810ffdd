/**
 * Shows that two modules do the same, given that one was made from the other by a certain pass; knows nothing of how.
 *
 * @returns what is not shown to be the same, as a sentence for a report; undefined where all is.
 */
export type Proof = (before: Uint8Array, after: Uint8Array) => string | undefined
