import TraceModel

/// Finds for rejects the line they begin on and their first bytes, after decoding: nothing is counted while all is well.
enum RejectPlaces {
  /// How many bytes of a rejected value are shown.
  static let excerptSize = 80

  /// The number of line feeds in `bytes[start..<end]`.
  static func lineFeeds(in bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    // SAFETY: the range is cut to the array.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var count = 0
      var place = max(0, start)
      let end = min(end, buffer.count)
      while place < end {
        count &+= unsafe buffer[place] == 0x0a ? 1 : 0
        place &+= 1
      }
      return count
    }
  }

  /// Completes rejects whose bytes are at hand.
  ///
  /// - Parameters:
  ///   - quality: Whose rejects are completed.
  ///   - bytes: A stretch of the input.
  ///   - count: How many of the bytes count.
  ///   - base: Offset of the first byte within the input.
  ///   - line: The number of line feeds before it.
  static func complete(_ quality: inout DataQuality, from bytes: [UInt8], count: Int, base: Int, line: Int) {
    quality.updateRejects { reject in
      let place = reject.offset - base
      guard 0..<count ~= place else { return }
      reject.line = line + lineFeeds(in: bytes, 0, place) + 1
      reject.excerpt = excerpt(bytes[place..<min(count, place + excerptSize)])
    }
  }

  /// Completes rejects from a file, which is read again up to the last of them.
  static func complete(_ quality: inout DataQuality, from file: Int32) {
    if quality.rejects.isEmpty { return }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var base = 0
    var counted = 0
    var got = 0
    var line = 1
    // Rejects are in order of their offsets.
    quality.updateRejects { reject in
      while base + got <= reject.offset {
        line += lineFeeds(in: buffer, counted - base, got)
        base += got
        counted = base
        got = readFile(file, into: &buffer, at: 0, count: buffer.count, from: base) ?? 0
        if got == 0 { return }
      }
      let place = max(counted - base, reject.offset - base)
      line += lineFeeds(in: buffer, counted - base, place)
      counted = base + place
      reject.line = line
      var bytes = [UInt8](repeating: 0, count: excerptSize)
      let count = readFile(file, into: &bytes, at: 0, count: excerptSize, from: reject.offset) ?? 0
      reject.excerpt = excerpt(bytes[..<count])
    }
  }

  /// The bytes up to the end of their line.
  private static func excerpt(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array(bytes.prefix { $0 != 0x0a && $0 != 0x0d })
  }
}
