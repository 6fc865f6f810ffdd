// Prints how many functions Binaryen finds in a module, in a process of its own because of the memory that takes.
import { readFileSync } from 'node:fs'
import binaryen from 'binaryen'

/** Its declarations leave the second parameter out. @type {Function} */
const readBinary = binaryen.readBinary
const module = readBinary(new Uint8Array(readFileSync(process.argv[2] ?? '')), binaryen.Features.All)
console.log(module.getNumFunctions())
