/** Import paths of Go's standard library, internal ones by their first elements. Source: `go list std`, up to Go 1.25. */
const PACKAGES: ReadonlySet<string> = new Set(
  `archive/tar archive/zip bufio bytes cmp compress/bzip2 compress/flate compress/gzip compress/lzw compress/zlib
  container/heap container/list container/ring context crypto crypto/aes crypto/cipher crypto/des crypto/dsa crypto/ecdh
  crypto/ecdsa crypto/ed25519 crypto/elliptic crypto/fips140 crypto/hkdf crypto/hmac crypto/md5 crypto/mlkem crypto/pbkdf2
  crypto/rand crypto/rc4 crypto/rsa crypto/sha1 crypto/sha256 crypto/sha3 crypto/sha512 crypto/subtle crypto/tls
  crypto/tls/fipsonly crypto/x509 crypto/x509/pkix database/sql database/sql/driver debug/buildinfo debug/dwarf debug/elf
  debug/gosym debug/macho debug/pe debug/plan9obj embed encoding encoding/ascii85 encoding/asn1 encoding/base32
  encoding/base64 encoding/binary encoding/csv encoding/gob encoding/hex encoding/json encoding/json/jsontext
  encoding/json/v2 encoding/pem encoding/xml errors expvar flag fmt go/ast go/build go/build/constraint go/constant go/doc
  go/doc/comment go/format go/importer go/parser go/printer go/scanner go/token go/types go/version hash hash/adler32
  hash/crc32 hash/crc64 hash/fnv hash/maphash html html/template image image/color image/color/palette image/draw image/gif
  image/jpeg image/png index/suffixarray io io/fs io/ioutil iter log log/slog log/syslog maps math math/big math/bits
  math/cmplx math/rand math/rand/v2 mime mime/multipart mime/quotedprintable net net/http net/http/cgi net/http/cookiejar
  net/http/fcgi net/http/httptest net/http/httptrace net/http/httputil net/http/pprof net/mail net/netip net/rpc
  net/rpc/jsonrpc net/smtp net/textproto net/url os os/exec os/signal os/user path path/filepath plugin reflect regexp
  regexp/syntax runtime runtime/cgo runtime/coverage runtime/debug runtime/metrics runtime/pprof runtime/race runtime/trace
  slices sort strconv strings structs sync sync/atomic syscall syscall/js testing testing/fstest testing/iotest
  testing/quick testing/slogtest testing/synctest text/scanner text/tabwriter text/template text/template/parse time
  time/tzdata unicode unicode/utf16 unicode/utf8 unique unsafe weak`.split(/\s+/),
)

const INTERNAL =
  /^(?:internal|(?:crypto|encoding|go|image|log|net|os|runtime|testing|time)(?:\/\w+)*?\/internal)\//

/** Other languages name modules like these, and Zig writes `fmt.format` too. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  `bytes cmp context crypto embed encoding errors flag fmt hash html image io iter log maps math mime net os path plugin sort
  slices strings structs testing time unicode unique unsafe weak`.split(/\s+/),
)

/** Whether an import path is one of Go's standard library, the copies that it vendors included. */
export function isGoStandardPackage(path: string): boolean {
  return PACKAGES.has(path) || INTERNAL.test(path) || path.startsWith('vendor/golang.org/x/')
}

/** Whether a function of this package is Go's for sure, whatever else is known of the module. */
export function isOnlyGoPackage(path: string): boolean {
  return isGoStandardPackage(path) && !AMBIGUOUS.has(path)
}
