import TraceModel

/// A number of bytes: `4096`, `512M`, `2GiB`, `1.5G`, `10MB`.
///
/// `K M G T` and `KiB MiB GiB TiB` are powers of 1024, `kB MB GB TB` powers of 1000, as in GNU tools; letters count in
/// either case. A fraction of a byte is dropped.
struct ByteSize: Equatable, Sendable, CustomStringConvertible {
  var bytes: Int64

  init(bytes: Int64) { self.bytes = bytes }

  @Sendable static func parse(_ text: String) throws(UsageError) -> ByteSize {
    let (number, unit) = text.numberAndUnit
    guard let decimal = DecimalNumber(number), let factor = units.first(where: { $0.name == unit.lowercased() }) else {
      throw UsageError("\"\(text)\" is no size", remedy: "write it like 512M, 1.5GiB or 4096")
    }
    guard let (bytes, _) = decimal.scaled(by: factor.bytes) else {
      throw UsageError("\"\(text)\" is larger than any file", remedy: "write it like 512M or 1.5GiB")
    }
    return ByteSize(bytes: bytes)
  }

  /// The largest binary unit that divides it: `512M`. Parses to the same size.
  var description: String {
    for unit in units.reversed() where unit.name.count == 1 && unit.name != "b" {
      let factor = Int64(unit.bytes)
      if bytes != 0, bytes % factor == 0 { return "\(bytes / factor)\(unit.name.uppercased())" }
    }
    return String(bytes)
  }
}

private let units: [(name: String, bytes: UInt64)] = [
  ("", 1), ("b", 1), ("k", 1 << 10), ("kib", 1 << 10), ("kb", 1000), ("m", 1 << 20), ("mib", 1 << 20),
  ("mb", 1_000_000), ("g", 1 << 30), ("gib", 1 << 30), ("gb", 1_000_000_000), ("t", 1 << 40), ("tib", 1 << 40),
  ("tb", 1_000_000_000_000),
]
