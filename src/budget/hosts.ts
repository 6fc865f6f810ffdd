import type { ResolvedBudget } from './budget.ts'

/** What a host refuses: a file, or all that is deployed together, above so many raw bytes. */
interface HostCeiling {
  readonly scope: 'asset' | 'total'
  readonly limitBytes: number
  readonly url: string
  /** Day on which the number was read at `url`, in a copy of that page. */
  readonly readOn: string
}

const MiB = 2 ** 20
const MB = 1e6
const GB = 1e9

/**
 * Ceilings of hosts on static files. All are of raw bytes: hosts compress by themselves.
 *
 * Left out because no number could be found in their documentation: Netlify, the npm registry. A ceiling on everything
 * that is deployed is compared with WebAssembly alone, so that keeping below it is no promise.
 */
const CEILINGS = {
  /** Each file. */
  'cloudflare-pages': {
    scope: 'asset',
    limitBytes: 25 * MiB,
    url: 'https://developers.cloudflare.com/pages/platform/limits/',
    readOn: '2026-11-23',
  },
  /** Each static asset; modules that a Worker itself imports have another, which depends on the plan. */
  'cloudflare-workers': {
    scope: 'asset',
    limitBytes: 25 * MiB,
    url: 'https://developers.cloudflare.com/workers/platform/limits/',
    readOn: '2026-11-23',
  },
  /** Each file. */
  'firebase-hosting': {
    scope: 'asset',
    limitBytes: 2 * GB,
    url: 'https://firebase.google.com/docs/hosting/reference/rest/v1beta1/sites.versions/populateFiles',
    readOn: '2026-11-23',
  },
  /** The whole site. */
  'github-pages': {
    scope: 'total',
    limitBytes: GB,
    url: 'https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits',
    readOn: '2026-11-23',
  },
  /** The whole app, on the free plan. */
  'azure-static-web-apps': {
    scope: 'total',
    limitBytes: 250 * MB,
    url: 'https://learn.microsoft.com/en-us/azure/static-web-apps/quotas',
    readOn: '2026-11-23',
  },
  /** All files that are uploaded, on the Hobby plan. */
  'vercel-hobby': {
    scope: 'total',
    limitBytes: 100 * MB,
    url: 'https://vercel.com/docs/limits/overview',
    readOn: '2026-11-23',
  },
  /** All files that are uploaded, on the Pro plan. */
  'vercel-pro': {
    scope: 'total',
    limitBytes: GB,
    url: 'https://vercel.com/docs/limits/overview',
    readOn: '2026-11-23',
  },
  /** A package on npm that is loaded from cdn.jsdelivr.net. */
  jsdelivr: {
    scope: 'total',
    limitBytes: 150 * MB,
    url: 'https://github.com/jsdelivr/data.jsdelivr.com#restrictions',
    readOn: '2026-11-23',
  },
} as const satisfies Readonly<Record<string, HostCeiling>>

/** Somewhere that an app is deployed to. */
export type Host = keyof typeof CEILINGS

/** All hosts whose ceilings are known. */
export const HOSTS = Object.keys(CEILINGS) as readonly Host[]

/** Makes the budget that a host sets. */
export function hostBudget(host: Host): ResolvedBudget {
  const { scope, limitBytes, url, readOn } = CEILINGS[host]
  return { name: `host ${host}`, scope, match: [], limitBytes, metric: 'raw', source: { url, readOn } }
}
