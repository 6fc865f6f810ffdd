import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Lists the modules of the public directory by path in the URL; empty where there is none. */
export async function listPublicModules(publicDir: string): Promise<Map<string, string>> {
  if (publicDir === '') return new Map()
  const names = await readdir(publicDir, { recursive: true }).catch(() => [])
  return new Map(
    names
      .filter((name) => /\.wasm$/i.test(name))
      .map((name) => [`/${name.replaceAll('\\', '/')}`, join(publicDir, name).replaceAll('\\', '/')]),
  )
}
