declare const WebAssembly: { validate(bytes: Uint8Array): boolean }

/**
 * Says whether this runtime would compile a module.
 *
 * A no proves little: runtimes lag behind proposals, so it may only veto what came from a module that is accepted.
 */
export function isAccepted(bytes: Uint8Array): boolean {
  return WebAssembly.validate(bytes)
}
