import { posix } from 'node:path'
import { settingsFor } from '../../module-settings.ts'
import { Estimator } from '../../pipeline/estimator.ts'
import type { ModuleSource } from '../../pipeline/source-tasks.ts'
import type { Served } from '../../report/dev-delivery.ts'
import { HELLO_EVENT, STATE_EVENT, type DevState } from '../../report/dev-state.ts'
import type { ResolvedOptions } from '../../resolve-options.ts'
import { whyLeftAlone } from '../found-module.ts'
import { globNames, isExcluded } from '../matcher.ts'
import { describeState, isPublic } from './describe-state.ts'
import { graphModules, importerNames, nameOf } from './graph-modules.ts'
import { candidateFiles } from './module-path.ts'
import { ModuleList, sourceOf, type ListedModule } from './module-list.ts'
import type { RequestListener } from './observe-requests.ts'
import { listPublicModules } from './public-modules.ts'
import type { DevServer } from './server.ts'
import { SourceReferences } from './source-references.ts'

/** Files are written in pieces, and changes come in bursts. */
const SETTLE_MS = 60

const PUBLISH_MS = 30

/** What is known about the modules of one dev server; tells pages whenever it changes. */
export class DevSession implements RequestListener {
  readonly #options: ResolvedOptions
  readonly #server: DevServer
  readonly #estimator: Estimator
  readonly #references: SourceReferences
  readonly #list: ModuleList
  /** Generation that was measured last, or is being measured. */
  readonly #measured = new WeakMap<ListedModule, number>()
  #publicFiles: ReadonlyMap<string, string> = new Map()
  #publishing: NodeJS.Timeout | undefined
  #settling: NodeJS.Timeout | undefined
  #published = ''
  #revision = 0
  #isClosed = false

  constructor(options: ResolvedOptions, server: DevServer) {
    const { root, publicDir, cacheDir } = server.config
    this.#options = options
    this.#server = server
    this.#estimator = new Estimator({ options, root, cacheDir })
    this.#references = new SourceReferences(root)
    this.#list = new ModuleList(root, publicDir)
    const { hot } = server.environments.client
    hot.on(HELLO_EVENT, (_data, client) => client.send(STATE_EVENT, this.state()))
    for (const event of ['add', 'change', 'unlink'] as const) {
      server.watcher.on(event, (path) => this.#fileChanged(event, path))
    }
    void this.#readPublicDir()
  }

  /** Everything that the overlay shows, as it is now. */
  state(): DevState {
    this.#update()
    return { ...this.#describe(), revision: ++this.#revision }
  }

  /** What is inside a module of the list, a `ModuleInside`, as JSON; undefined where there is no such module, or it cannot be read. */
  async inside(id: string): Promise<Uint8Array | undefined> {
    const module = this.#list.byId(id)
    const source = module && sourceOf(module)
    if (module === undefined || source === undefined) return undefined
    const wanted = { source, names: this.#namesOf(module), isUntouched: this.#isUntouched(module) }
    return this.#estimator.inside(wanted, module.shipped?.brotliBytes)
  }

  wantsBytes(path: string): boolean {
    this.#update()
    return this.#list.byPath(path)?.file === undefined
  }

  hasServed(path: string): boolean {
    return this.#list.byPath(path)?.served !== undefined
  }

  served(path: string, served: Served, source: ModuleSource | undefined): void {
    this.#list.served(path, served, source)
    this.#changed()
  }

  /** Takes over what a script refers to; never waits. */
  noteScript(id: string, code: string): void {
    this.#references.noteUrls(id, code)
    this.#changed()
    if (!code.includes('AGFzbQ')) {
      this.#references.noteInlined(id, [])
      return
    }
    const done = this.#estimator.findInlined(code).then((found) => {
      this.#references.noteInlined(id, found)
      this.#changed()
    })
    done.catch((error: unknown) => this.#complain(error))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#publishing)
    clearTimeout(this.#settling)
    await this.#estimator.close()
  }

  async #readPublicDir(): Promise<void> {
    this.#publicFiles = await listPublicModules(this.#server.config.publicDir)
  }

  #fileChanged(event: 'add' | 'change' | 'unlink', path: string): void {
    if (event === 'unlink') this.#references.forget(path.replaceAll('\\', '/'))
    const isModule = /\.wasm$/i.test(path)
    if (isModule && event !== 'change') void this.#readPublicDir()
    if (isModule && this.#list.fileChanged(path)) {
      clearTimeout(this.#settling)
      this.#settling = setTimeout(() => this.#changed(), SETTLE_MS)
    } else this.#changed()
  }

  #update(): void {
    const { root, publicDir } = this.#server.config
    const { moduleGraph, depsOptimizer } = this.#server.environments.client
    const surroundings = {
      root,
      publicFiles: this.#publicFiles,
      optimized: depsOptimizer?.metadata.optimized ?? {},
    }
    const fileOf = (path: string) =>
      this.#publicFiles.get(path) ?? (candidateFiles(path, root, publicDir).at(-1) as string)
    const referred = [
      ...graphModules(moduleGraph.idToModuleMap.values(), surroundings),
      ...this.#references.referred(fileOf, importerNames(surroundings)),
    ]
    this.#list.update(referred, this.#references.inlined)
    for (const module of this.#list.modules) {
      module.file ??= this.#publicFiles.get(module.path)
      this.#measure(module)
    }
  }

  #measure(module: ListedModule): void {
    const source = sourceOf(module)
    const { generation, path } = module
    if (source === undefined || this.#measured.get(module) === generation) return
    this.#measured.set(module, generation)
    const isCurrent = () =>
      !this.#isClosed && module.generation === generation && this.#list.byPath(path) === module
    const done = this.#estimator.estimate({
      source,
      names: this.#namesOf(module),
      forms: module.inlined === undefined ? ['file', 'base64'] : ['base64'],
      isUntouched: this.#isUntouched(module),
      isCurrent,
      tell: (examined, shipped) => {
        if (!isCurrent()) return
        Object.assign(module, { examined, shipped, isMissing: false })
        this.#publishSoon()
      },
    })
    done.then(
      (isThere) => {
        if (isThere || !isCurrent()) return
        Object.assign(module, { examined: undefined, shipped: undefined, isMissing: true })
        this.#publishSoon()
      },
      (error: unknown) => this.#complain(error),
    )
  }

  /** Whether a build ships the module as it is. */
  #isUntouched(module: ListedModule): boolean {
    const { path, file, importers } = module
    const names = this.#namesOf(module)
    if (isPublic(file, this.#server.config) && importers.length === 0)
      return whyLeftAlone(this.#options, path.slice(1), names) !== undefined
    return settingsFor(this.#options, names).optimize === false || isExcluded(names, this.#options)
  }

  /** Names that globs know before anything is emitted: bundlers are told the path and the name of a file, but not of copies. */
  #namesOf({ path, file }: ListedModule): string[] {
    const { config } = this.#server
    const name = nameOf(file ?? path, config.root)
    return isPublic(file, config)
      ? globNames(path.slice(1), [name])
      : globNames(undefined, [name, posix.basename(name)])
  }

  #changed(): void {
    this.#publishSoon()
  }

  #publishSoon(): void {
    if (this.#isClosed) return
    this.#publishing ??= setTimeout(() => {
      this.#publishing = undefined
      const state = this.state()
      const text = JSON.stringify({ ...state, revision: 0 })
      if (text === this.#published) return
      this.#published = text
      this.#server.environments.client.hot.send(STATE_EVENT, state)
    }, PUBLISH_MS)
  }

  #describe(): Omit<DevState, 'revision'> {
    const { config } = this.#server
    const { modules } = this.#list
    return describeState({ modules, options: this.#options, config })
  }

  #complain(error: unknown): void {
    // Threads end in the middle of their work when the server closes.
    if (this.#isClosed) return
    this.#server.config.logger.warn(`wasm  the overlay cannot measure a module: ${String(error)}`)
  }
}
