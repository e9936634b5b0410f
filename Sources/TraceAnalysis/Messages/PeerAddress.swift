/// What an address of a peer is.
enum PeerAddress {
  static func isLoopback(_ address: ArraySlice<UInt8>) -> Bool {
    guard let first = address.first else { return true }
    switch first {
    case UInt8(ascii: "1"): return address.starts(with: "127.".utf8)
    case UInt8(ascii: "l"): return address.elementsEqual("localhost".utf8)
    case UInt8(ascii: "0"):
      return address.elementsEqual("0.0.0.0".utf8) || address.elementsEqual("0:0:0:0:0:0:0:1".utf8)
    case UInt8(ascii: ":"): return address.elementsEqual("::1".utf8)
    case UInt8(ascii: "["): return address.elementsEqual("[::1]".utf8)
    default: return false
    }
  }

  /// Whether an address is a name: neither loopback nor a bare number of IPv4 or IPv6.
  static func isName(_ address: ArraySlice<UInt8>) -> Bool { !isLoopback(address) && !isNumber(address) }

  /// Whether an address is a bare number of IPv4 or IPv6, perhaps with a port.
  static func isNumber(_ address: ArraySlice<UInt8>) -> Bool {
    var dots = 0
    var colons = 0
    var isDecimal = true
    for byte in address {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "."): dots += 1
      case UInt8(ascii: ":"): colons += 1
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "["),
        UInt8(ascii: "]"):
        isDecimal = false
      default: return false
      }
    }
    return colons >= 2 || (isDecimal && dots == 3 && colons <= 1)
  }

  /// The address without its port: of `host:port`, and of a URL.
  static func host(of address: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let whole = authority(of: address) ?? address
    guard let colon = whole.lastIndex(of: UInt8(ascii: ":")), whole[..<colon].firstIndex(of: UInt8(ascii: ":")) == nil
    else { return whole }
    return whole[..<colon]
  }

  /// Whether two addresses may be those of one peer: equal hosts, one below the domain of the other, or a name and a number.
  static func mayBeOne(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    let (one, other) = (host(of: left), host(of: right))
    if equals(one, other) || isName(one) != isName(other) { return true }
    if !isName(one) { return isLoopback(one) || isLoopback(other) }
    let (short, long) = one.count < other.count ? (one, other) : (other, one)
    let rest = long.suffix(short.count + 1)
    return rest.first == UInt8(ascii: ".") && equals(rest.dropFirst(), short)
  }

  /// Whether two texts are equal but for the case of ASCII letters.
  static func equals(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { lowered($0) == lowered($1) }
  }

  /// Whether a text has a word of small letters in it, whatever the case of its own.
  static func contains(_ text: ArraySlice<UInt8>, _ word: StaticString) -> Bool {
    let word = Array(word.description.utf8)
    return text.indices.contains { start in
      let part = text[start...].prefix(word.count)
      return part.count == word.count && zip(part, word).allSatisfy { lowered($0) == $1 }
    }
  }

  static func lowered(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// Host and port of a URL, or of a bare `host:port`; nil when there is none.
  static func authority(of url: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var rest = url
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8) {
      rest = rest[(colon + 3)...]
    }
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    rest = rest[..<(end ?? rest.endIndex)]
    if let at = rest.lastIndex(of: UInt8(ascii: "@")) { rest = rest[(at + 1)...] }
    return rest.isEmpty ? nil : rest
  }
}
