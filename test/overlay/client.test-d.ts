// Compiled by `tsc -b test`, never run: the module has types where a program asks for them.
import '../../client.d.ts'

export const overlay = () => import('virtual:wasm-budget/overlay')
overlay satisfies () => Promise<object>
