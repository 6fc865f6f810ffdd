import type { ByteKind } from '../model/byte-kind.ts'

type Rgb = readonly [red: number, green: number, blue: number]

/** The colours of a map, as the tokens say in the theme that holds. */
export interface Palette {
  readonly ink: string
  readonly quietInk: string
  readonly surface: string
  readonly accent: string
  readonly hatch: string
  readonly fill: (kind: ByteKind, strength: number) => string
}

const TOKENS: Readonly<Record<ByteKind, string>> = {
  own: '--wb-code-own',
  dep: '--wb-code-dep',
  std: '--wb-code-std',
  data: '--wb-data',
  names: '--wb-names',
  io: '--wb-io',
  other: '--wb-other',
}

/** Reads the tokens through an element within the shadow root; `isPrinted` takes the light ones. */
export function readPalette(probe: HTMLElement, isPrinted: boolean): Palette {
  if (isPrinted) probe.style.setProperty('color-scheme', 'light')
  const read = (token: string): Rgb => {
    probe.style.setProperty('color', `var(${token})`)
    return parseRgb(getComputedStyle(probe).color)
  }
  const surface = read('--wb-surface')
  const fills = new Map(Object.entries(TOKENS).map(([kind, token]) => [kind, read(token)]))
  const known = new Map<string, string>()
  const palette: Palette = {
    ink: cssOf(read('--wb-ink')),
    quietInk: cssOf(read('--wb-ink-2')),
    surface: cssOf(surface),
    accent: cssOf(read('--wb-accent')),
    hatch: cssOf(read('--wb-names-hatch')),
    fill(kind, strength) {
      const key = `${kind} ${strength}`
      const colour = known.get(key) ?? cssOf(mix(fills.get(kind) ?? surface, surface, strength))
      known.set(key, colour)
      return colour
    },
  }
  probe.removeAttribute('style')
  return palette
}

function mix(colour: Rgb, under: Rgb, strength: number): Rgb {
  const at = (index: 0 | 1 | 2) => Math.round(colour[index] * strength + under[index] * (1 - strength))
  return [at(0), at(1), at(2)]
}

function parseRgb(css: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (css.match(/[\d.]+/g) ?? []).map(Number)
  return [red, green, blue]
}

function cssOf([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`
}
