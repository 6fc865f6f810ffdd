import loadWabt from 'wabt'

const wabt = await loadWabt()

const FEATURES = {
  exceptions: true,
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  threads: true,
  function_references: true,
  multi_value: true,
  tail_call: true,
  bulk_memory: true,
  reference_types: true,
  memory64: true,
  extended_const: true,
  relaxed_simd: true,
}

/** Assembles a module from its text; `names` writes a `name` section. */
export function wat(source: string, { names = false } = {}): Uint8Array<ArrayBuffer> {
  const module = wabt.parseWat('test.wat', source, FEATURES)
  try {
    return new Uint8Array(module.toBinary({ write_debug_names: names }).buffer)
  } finally {
    module.destroy()
  }
}
