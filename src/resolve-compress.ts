import type { OptionChecker } from './option-checker.ts'
import type { SiblingFormat } from './options.ts'

/** {@link CompressOptions} after validation. */
export interface ResolvedCompress {
  readonly formats: readonly SiblingFormat[]
  readonly encoder: 'native' | 'portable'
  readonly thresholdBytes: number
}

export const COMPRESS_DEFAULTS: ResolvedCompress = {
  formats: ['br', 'gz'],
  encoder: 'native',
  thresholdBytes: 1024,
}

/** Validates the option `compress`; problems go to `check`. */
export function resolveCompress(check: OptionChecker, value: unknown): false | ResolvedCompress {
  if (value === false) return false
  if (value === undefined || value === true) return COMPRESS_DEFAULTS
  const given = check.object('compress', value) ?? {}
  check.keys('compress', given, ['formats', 'encoder', 'threshold'])
  return resolveCompressFields(check, 'compress', given, COMPRESS_DEFAULTS)
}

/** Validates the fields of an object at `path`; what it does not have is that of `base`. */
export function resolveCompressFields(
  check: OptionChecker,
  path: string,
  given: Readonly<Record<string, unknown>>,
  base: ResolvedCompress,
): ResolvedCompress {
  const formats = check.strings(`${path}.formats`, given['formats'], base.formats)
  return {
    formats: formats.map((format, index) =>
      check.oneOf(`${path}.formats[${index}]`, format, ['br', 'gz'], 'br'),
    ),
    encoder: check.oneOf(`${path}.encoder`, given['encoder'], ['native', 'portable'], base.encoder),
    thresholdBytes: check.size(`${path}.threshold`, given['threshold']) ?? base.thresholdBytes,
  }
}
