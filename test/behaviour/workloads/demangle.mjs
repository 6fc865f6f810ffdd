import { readFileSync } from 'node:fs'
import { fixtureFile, freshImport, installedFile, readBytes } from '../glue.mjs'

/** Itanium names of templates, operators, lambdas, expressions, local and special names; names of Microsoft; what is none. */
const OTHER_NAMES = `
  _ZN3foo3barEv _ZNSt6vectorIiSaIiEE9push_backEOi _ZN12_GLOBAL__N_11fIZNS_1gEvEUlT_E_EEvS2_ _ZTV3Foo _ZdlPvm
  _Z1fILi3EEvM1AFvvE _ZNKSt3mapIiSsSt4lessIiESaISt4pairIKiSsEEE4findERS3_ _ZN1AC2ERKS_ _ZN1AD0Ev _ZTI1A _ZTS1A _ZTT1A
  _ZN1AcvT_IiEEv _ZNK1AixEi _ZN1AclEiz _ZN1AaSEOS_ _ZplRK1AS1_ _ZlsRSoRK1A _ZN1AnwEm _ZN1AdaEPv _ZThn16_N1B1fEv
  _ZTv0_n24_N1B1fEv _ZZ4mainE1x _ZZ4mainENKUlvE_clEv _ZGVZ1fvE1x _Z1fIJiidEEvDpT_ _Z1fIiEDTplcvT__EcvS0__EES0_ _Z1fDn
  _Z1fPFvidE _Z1fRA10_KPKc _Z1fIXadL_Z1gvEEEvv _ZNSt8functionIFviEEC1IPFviEEET_ _Z3fooILb1ELc97ELj5ELln3EEvv
  _ZN5outer5innerB5cxx11Ev _ZSt4endlIcSt11char_traitsIcEERSt13basic_ostreamIT_T0_ES6_ _Z1fU8__vectorf _Z1fDv4_f
  _ZN4core3fmt9Formatter3pad17h0123456789abcdefE _ZN3std2io5Write9write_fmt17hfedcba9876543210E
  ?f@@YAXXZ ??0A@@QEAA@XZ ??1A@@UEAA@XZ ?g@N@@YAHPEBDAEAH@Z ??_7A@@6B@ ??$t@H@@YAXH@Z ?x@A@@2HA ??HA@@QEAA?AV0@AEBV0@@Z
  ?h@?$V@HV?$Al@H@@@@QEBA_NXZ ??_GA@@UEAAPEAXI@Z ?cb@@YAXP6AXH@Z@Z ??BA@@QEBAHXZ ?v@@YAXPEIAU?$P@M_N@@0@Z
  _Z _RNv plain _ZN1fE ?@ _ZN99999999999foo`

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'demangle',
  what: 'names of Rust, C++ and Microsoft functions',
  load: async () => readBytes(installedFile('gecko-profiler-demangle', 'index_bg.wasm')),
  async prepare() {
    const glue = await freshImport(installedFile('gecko-profiler-demangle', 'index_bg.js'))
    const rust = readFileSync(fixtureFile('names/rust-v0.tsv'), 'utf8')
    const names = [
      ...rust
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[0]),
      ...OTHER_NAMES.trim().split(/\s+/),
    ]
    return async (bytes) => {
      const { instance } = await WebAssembly.instantiate(bytes, { './index_bg.js': glue })
      glue['__wbg_set_wasm'](instance.exports)
      const start = /** @type {() => void} */ (instance.exports['__wbindgen_start'])
      start()
      return () => ({ names: names.map((name) => glue.demangle_any(name)).join('\n') })
    }
  },
}
