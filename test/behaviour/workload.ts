/** What a workload computed, part by part, so that a difference says where it is. */
export type Parts = Readonly<Record<string, string | Uint8Array>>

/** Computes everything once more; the parts are the same every time. */
export type Session = () => Promise<Parts> | Parts

/** A real module, and what a program does with it. */
export interface Workload {
  /** Also names its file in `workloads/`. */
  readonly name: string
  /** What is computed, for a table. */
  readonly what: string
  /** Packages that only the full tests and the benchmark install. */
  readonly fetched?: true
  /** Only the full tests and the benchmark run it: optimising it takes too long for a test. */
  readonly large?: true
  /** The module as it is published. */
  load(): Promise<Uint8Array>
  /** Loads the glue code anew, so that two modules of a process share no state of it; what it returns compiles and instantiates. */
  prepare(): Promise<(bytes: Uint8Array<ArrayBuffer>) => Promise<Session>>
}
