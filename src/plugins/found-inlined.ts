import type { ScriptFile } from '../budget/reachability.ts'
import { digestHex } from '../cache/digest.ts'
import { findBase64Modules, type Base64Form } from '../wasm/base64-modules.ts'
import type { FoundModule } from './found-module.ts'
import { inlinedFileName } from './inlined-text.ts'
import type { Session } from './session.ts'
import type { OutputAsset, OutputBundle, OutputChunk } from './types.ts'

const TEXT = /\.(?:[cm]?js|css|html)$/

/** Finds the modules that stand in scripts, style sheets and pages as base64, each content once in each file. */
export async function inlinedModules(session: Session, bundle: OutputBundle): Promise<FoundModule[]> {
  const files = Object.values(bundle).filter(({ fileName }) => TEXT.test(fileName))
  const found = await Promise.all(files.map((file) => modulesIn(session, file)))
  return found.flat()
}

async function modulesIn(session: Session, file: OutputAsset | OutputChunk): Promise<FoundModule[]> {
  const contents = new Map<string, { bytes: Uint8Array; copies: Base64Form[] }>()
  for (const { bytes, padded, escaped } of findBase64Modules(textOf(file))) {
    const sha256 = await digestHex(bytes)
    const copies = contents.get(sha256)?.copies ?? []
    contents.set(sha256, { bytes, copies: [...copies, { padded, escaped }] })
  }
  const taken = new Map<string, number>()
  return Promise.all(
    [...contents].map(async ([sha256, { bytes, copies }]): Promise<FoundModule> => {
      const known = session.inlined.of(sha256)
      const originalNames = [...(known?.names ?? [])].sort()
      const name = inlinedFileName(file.fileName, originalNames)
      const times = (taken.get(name) ?? 0) + 1
      taken.set(name, times)
      // Those that one script mentions by `new URL` are all called like the script.
      const fileName = times === 1 ? name : `${name}-${times}`
      const shipped = known?.shipped ?? (await session.pipeline.ship(bytes, fileName, 'text-not-ours'))
      return {
        place: 'inlined',
        fileName,
        bytes,
        inlined: { file: file.fileName, copies },
        originalNames,
        shipped,
      }
    }),
  )
}

/** Lets every script refer to the modules that stand in it. */
export function referToInlined(
  scripts: readonly ScriptFile[],
  found: readonly Pick<FoundModule, 'fileName' | 'inlined'>[],
): ScriptFile[] {
  return scripts.map((script) => {
    const own = found.filter(({ inlined }) => inlined?.file === script.fileName)
    return { ...script, modules: [...script.modules, ...own.map(({ fileName }) => fileName)] }
  })
}

function textOf(file: OutputAsset | OutputChunk): string {
  if (file.type === 'chunk') return file.code
  return typeof file.source === 'string' ? file.source : new TextDecoder().decode(file.source)
}
