// Exceptions that are thrown, caught, caught again and passed on, with locals whose values live across handlers.
import loadWabt from 'wabt'

const SOURCE = `(module
  (tag $number (param i32))
  (tag $pair (param i32 i64))
  (global $depth (export "depth") (mut i32) (i32.const 0))
  (func $throwing (param $n i32) (result i32) (local $a i32) (local $b i32)
    (local.set $a (i32.mul (local.get $n) (i32.const 7)))
    (local.set $b (i32.add (local.get $a) (i32.const 3)))
    (if (i32.eqz (i32.rem_u (local.get $n) (i32.const 3))) (then (throw $number (local.get $b))))
    (if (i32.eqz (i32.rem_u (local.get $n) (i32.const 5)))
      (then (throw $pair (local.get $a) (i64.extend_i32_s (local.get $b)))))
    (i32.sub (local.get $b) (local.get $n)))
  (func $cleaning (param $n i32) (result i32) (local $kept i32)
    (local.set $kept (i32.const 1000))
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    try (result i32)
      (local.set $kept (i32.add (local.get $kept) (local.get $n)))
      (i32.add (call $throwing (local.get $n)) (local.get $kept))
    catch_all
      (global.set $depth (i32.add (global.get $depth) (local.get $kept)))
      rethrow 0
    end)
  (func $catching (param $n i32) (result i64) (local $before i32) (local $number i32) (local $wide i64) (local $sum i64)
    (local.set $before (i32.add (local.get $n) (i32.const 11)))
    try
      (local.set $number (call $cleaning (local.get $n)))
      (local.set $sum (i64.extend_i32_s (i32.add (local.get $number) (local.get $before))))
    catch $number
      local.set $number
      (local.set $sum (i64.extend_i32_s (i32.xor (local.get $number) (local.get $before))))
    catch $pair
      local.set $wide
      local.set $number
      (local.set $sum (i64.add (local.get $wide) (i64.extend_i32_s (i32.sub (local.get $number) (local.get $before)))))
    end
    (i64.add (local.get $sum) (i64.extend_i32_s (local.get $before))))
  (func (export "total") (param $count i32) (result i64) (local $at i32) (local $total i64)
    (loop $again
      try
        (local.set $total (i64.add (i64.mul (local.get $total) (i64.const 31)) (call $catching (local.get $at))))
        (if (i32.eqz (i32.rem_u (local.get $at) (i32.const 11))) (then (throw $number (local.get $at))))
        (local.set $total (i64.xor (local.get $total) (i64.const 5)))
      catch_all
        (local.set $total (i64.sub (local.get $total) (i64.extend_i32_u (local.get $at))))
      end
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $at) (local.get $count))))
    (local.get $total)))`

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'exceptions',
  what: 'numbers thrown through three functions',
  async load() {
    const wabt = await loadWabt()
    const module = wabt.parseWat('exceptions.wat', SOURCE, { exceptions: true })
    try {
      return new Uint8Array(module.toBinary({}).buffer)
    } finally {
      module.destroy()
    }
  },
  prepare: async () => async (bytes) => {
    const { instance } = await WebAssembly.instantiate(bytes)
    const { total, depth } = /** @type {any} */ (instance.exports)
    return () => {
      depth.value = 0
      const totals = [0, 1, 3, 5, 11, 12, 200, 5000].map((count) => total(count))
      return { totals: totals.join(), depth: String(depth.value) }
    }
  },
}
