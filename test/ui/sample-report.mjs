import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

import {
  analyzeModule,
  ModuleAnalysis,
  readModule,
  removeSections,
  summarize,
  WasmParseError,
} from '../../dist/core.js'
import { insideOf } from '../../dist/report/module-inside.js'

/** @typedef {import('../../dist/report/html-data.js').HtmlReport} HtmlReport */
/** @typedef {{ name: string, from: string, bytes: Uint8Array, use?: 'initial' | 'lazy' | 'worker', file?: string }} SampleModule */

/** Bytes of a file of this repository. @param {string} path */
export function readModuleFile(path) {
  return new Uint8Array(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url))))
}

/** @param {Uint8Array} bytes */
function sizesOf(bytes) {
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
  return { rawBytes: bytes.length, gzipBytes: gzipSync(bytes).length, brotliBytes: brotli.length }
}

/** @param {Uint8Array} bytes */
function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * A report as a build makes it of modules that are stripped, with all insides.
 * @param {readonly SampleModule[]} modules
 * @param {{ title?: string, budgets?: readonly { budget: string, subject?: string, limitBytes: number, warnBytes?: number }[], findings?: HtmlReport['report']['findings'] }} [options]
 * @returns {HtmlReport}
 */
export function sampleReport(modules, { title = 'sample', budgets = [], findings = [] } = {}) {
  /** @type {Record<string, import('../../dist/report/module-inside.js').ModuleInside>} */
  const insides = {}
  const reports = modules.map(({ name, from, bytes, use = 'initial', file = 'assets/index-Ab12.js' }) => {
    const shipped = stripNames(bytes)
    const after = sizesOf(shipped)
    let summary
    try {
      const symbols = readModule(bytes).names
      const analysis = new ModuleAnalysis(shipped, { symbols, wireSizeBytes: after.brotliBytes })
      summary = summarize(analysis.report)
      insides[name] = insideOf(analysis, analyzeModule(bytes))
    } catch (error) {
      if (!(error instanceof WasmParseError)) throw error
    }
    return {
      fileName: name,
      place: /** @type {const} */ ('asset'),
      originalNames: [from],
      sha256: sha256(shipped),
      sourceSha256: sha256(bytes),
      before: sizesOf(bytes),
      after,
      chosen: shipped.length < bytes.length ? 'strip' : 'keep',
      tries: [],
      removedSections: shipped.length < bytes.length ? ['name'] : [],
      ...(summary === undefined ? { untouched: /** @type {const} */ ('unreadable') } : { summary }),
      siblings: [],
      uses: [{ file, kind: use }],
      importers: ['src/main.ts'],
      fromCache: false,
    }
  })
  const sum = (/** @type {(sizes: ReturnType<typeof sizesOf>) => number} */ pick) =>
    reports.reduce((total, { after }) => total + pick(after), 0)
  const total = {
    rawBytes: sum(({ rawBytes }) => rawBytes),
    gzipBytes: sum(({ gzipBytes }) => gzipBytes),
    brotliBytes: sum(({ brotliBytes }) => brotliBytes),
  }
  const verdicts = budgets.map(({ budget, subject = 'total', limitBytes, warnBytes }) => {
    const counted = reports.filter(({ fileName }) => subject === 'total' || fileName === subject)
    const sizeBytes = counted.reduce((bytes, { after }) => bytes + after.brotliBytes, 0)
    const isNear = warnBytes !== undefined && sizeBytes > warnBytes
    return {
      budget,
      scope: subject === 'total' ? /** @type {const} */ ('total') : /** @type {const} */ ('asset'),
      metric: /** @type {const} */ ('brotli'),
      subject,
      subjectKey: subject,
      sizeBytes,
      limitBytes,
      ...(warnBytes === undefined ? {} : { warnBytes }),
      state:
        sizeBytes > limitBytes
          ? /** @type {const} */ ('exceeded')
          : isNear
            ? /** @type {const} */ ('warn')
            : /** @type {const} */ ('ok'),
      modules: counted
        .map(({ fileName, after }) => ({ fileName, sizeBytes: after.brotliBytes }))
        .sort((a, b) => b.sizeBytes - a.sizeBytes),
      workers: [],
    }
  })
  return {
    title,
    insides,
    report: {
      version: 1,
      tools: { package: 'vite-plugin-wasm-budget', node: process.versions.node },
      environment: 'client',
      metric: 'brotli',
      encoders: { br: 'node-brotli', gz: 'node-gzip' },
      modules: reports,
      total,
      budgets: verdicts,
      findings: [...findings],
    },
  }
}

/** @param {Uint8Array} bytes */
function stripNames(bytes) {
  try {
    return removeSections(
      bytes,
      (section) => section.id === 0 && /^name$|^\.debug_|^sourceMappingURL$/.test(section.name),
    )
  } catch (error) {
    if (error instanceof WasmParseError) return bytes
    throw error
  }
}
