import { readFile, stat } from 'node:fs/promises'
import { printable } from '../report/printable.ts'
import { WasmParseError } from '../wasm/parse-error.ts'
import { isComponent, isWasm } from '../wasm/sections.ts'
import { UsageError } from './usage-error.ts'

/**
 * Reads a core module.
 *
 * @throws {UsageError} no such file, no WebAssembly, or a component.
 */
export async function readModuleFile(path: string): Promise<Uint8Array> {
  const bytes = await readBytes(path)
  if (!isWasm(bytes)) {
    throw new UsageError(
      `${printable(path)} is no WebAssembly: it does not begin with \\0asm (at offset 0x0). Name the .wasm file itself.`,
    )
  }
  if (isComponent(bytes)) {
    throw new UsageError(
      `${printable(path)} is a component, which is not looked into. Name one of the core modules that it was made of.`,
    )
  }
  return bytes
}

/** @throws {UsageError} a file that cannot be read. */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    throw unreadable(path, error)
  }
}

/** @throws {UsageError} no such directory. */
export async function checkDirectory(path: string): Promise<void> {
  if (!(await isDirectory(path)))
    throw new UsageError(`${printable(path)} is no directory. Name the directory that is deployed.`)
}

/** @throws {UsageError} nothing of that name. */
export async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    throw unreadable(path, error)
  }
}

/**
 * Does something with a module, so that a mistake in it is told with the name of its file.
 *
 * @throws {UsageError} in place of a `WasmParseError`.
 */
export function about<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof WasmParseError)) throw error
    throw new UsageError(
      `${printable(path)} cannot be read: ${printable(error.message)}. Build it again, or check that it was copied whole.`,
      { cause: error },
    )
  }
}

function unreadable(path: string, error: unknown): UsageError {
  const { code, message } = error as NodeJS.ErrnoException
  const reason =
    code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a directory' : message
  return new UsageError(`${printable(path)} cannot be read: ${printable(reason)}.`, { cause: error })
}
