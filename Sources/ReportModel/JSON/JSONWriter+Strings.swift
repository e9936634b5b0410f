extension JSONWriter {
  mutating func appendQuoted(_ value: String) {
    let utf8 = value.utf8Span.span
    if isPlain(utf8) {
      bytes.append(0x22)
      bytes.append(contentsOf: value.utf8)
      bytes.append(0x22)
    } else {
      appendQuoted(utf8)
    }
  }

  mutating func appendQuoted(_ value: Span<UInt8>) {
    bytes.append(0x22)
    var offset = 0
    while offset < value.count {
      let byte = value[offset]
      if byte >= 0x80 {
        let length = wellFormedLength(in: value, at: offset)
        if length > 0 {
          for place in offset..<(offset + length) { bytes.append(value[place]) }
          offset += length
        } else {
          bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
          offset -= length
        }
        continue
      }
      appendEscaped(byte)
      offset += 1
    }
    bytes.append(0x22)
  }

  /// Appends one ASCII character. DEL is escaped too: it is no character to read.
  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case 0x22, 0x5C:
      bytes.append(0x5C)
      bytes.append(byte)
    case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
    case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
    case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
    case 0x08: bytes.append(contentsOf: [0x5C, 0x62])
    case 0x0C: bytes.append(contentsOf: [0x5C, 0x66])
    case 0x00..<0x20, 0x7F:
      bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30, hexDigit(byte >> 4), hexDigit(byte & 0xF)])
    default: bytes.append(byte)
    }
  }
}

private func isPlain(_ utf8: Span<UInt8>) -> Bool {
  for place in utf8.indices {
    let byte = utf8[place]
    if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F { return false }
  }
  return true
}

private func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

/// The length of the well-formed UTF-8 sequence at `offset`, or minus the length of the ill-formed part to replace by one
/// U+FFFD.
///
/// Source: The Unicode Standard, table 3-7, and "U+FFFD substitution of maximal subparts".
func wellFormedLength(in bytes: Span<UInt8>, at offset: Int) -> Int {
  let length: Int
  var second: ClosedRange<UInt8> = 0x80...0xBF
  switch bytes[offset] {
  case 0x00...0x7F: return 1
  case 0xC2...0xDF: length = 2
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: length = 3
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: length = 4
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  default: return -1
  }
  for step in 1..<length {
    let place = offset + step
    guard place < bytes.count, (step == 1 ? second : 0x80...0xBF).contains(bytes[place]) else { return -step }
  }
  return length
}
