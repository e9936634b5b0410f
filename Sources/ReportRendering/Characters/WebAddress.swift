/// `address` with every byte that an URL cannot hold percent-encoded, parentheses and quotes too; nil unless it is an
/// `http` or `https` address with a host, of at most 2,000 bytes.
///
/// The result is ASCII without spaces, control characters, quotes, `\`, `|`, `<`, `>`, backticks, `(` or `)`: no syntax that we
/// write needs to escape it further, but for `&`.
func webAddress(_ address: String) -> String? {
  let lower = address.prefix(8).lowercased()
  guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix), address.utf8.count > scheme.utf8.count,
    address.utf8.count <= 2_000
  else { return nil }
  var encoded = scheme
  let bytes = Array(address.utf8.dropFirst(scheme.utf8.count))
  for (place, byte) in bytes.enumerated() {
    let isEscape = byte == 0x25 && bytes[place...].dropFirst().prefix(2).count(where: isHexadecimal) == 2
    if isEscape || isURLByte(byte) {
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      encoded += percentEncoded(byte)
    }
  }
  return encoded
}

/// `%0A` for 10.
func percentEncoded(_ byte: UInt8) -> String {
  "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}

private func isURLByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
  case 0x2D, 0x2E, 0x5F, 0x7E, 0x3A, 0x2F, 0x3F, 0x23, 0x5B, 0x5D, 0x40, 0x21, 0x24, 0x26, 0x2A, 0x2B, 0x2C, 0x3B, 0x3D:
    true
  default: false
  }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
  default: false
  }
}
