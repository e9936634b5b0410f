/// Appends `text` as UTF-8 without NUL: what is no UTF-8, and NUL (at which SQLite's text functions stop), becomes U+FFFD.
///
/// Plain ASCII is copied as it is.
func appendRepaired(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
  if text.allSatisfy({ $0 &- 1 < 127 }) {
    bytes.append(contentsOf: text)
    return
  }
  for byte in String(decoding: text, as: UTF8.self).utf8 {
    if byte == 0 { bytes.append(contentsOf: [0xef, 0xbf, 0xbd]) } else { bytes.append(byte) }
  }
}

/// Appends `value` as 16 lower-case hexadecimal digits.
func appendHexadecimal(_ value: UInt64, to bytes: inout [UInt8]) {
  var shift: UInt64 = 64
  while shift > 0 {
    shift &-= 4
    let digit = UInt8(truncatingIfNeeded: value >> shift) & 15
    bytes.append(digit < 10 ? 48 &+ digit : 87 &+ digit)
  }
}
