import HostSystem
import TraceModel

/// Finds for rejects the line they begin on and their first bytes, after decoding: nothing is counted while all is well.
enum RejectLines {
  /// How many bytes of a rejected value are shown.
  static let excerptSize = 80

  /// The number of line feeds in `bytes[start..<end]`.
  static func lineFeeds(in bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    // SAFETY: the range is cut to the array.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var count = 0
      var index = max(0, start)
      let end = min(end, buffer.count)
      while index < end {
        count &+= unsafe buffer[index] == 0x0a ? 1 : 0
        index &+= 1
      }
      return count
    }
  }

  /// Completes rejects whose bytes are at hand.
  ///
  /// - Parameters:
  ///   - quality: Whose rejects, in order of their offsets, are completed.
  ///   - window: Part of the input.
  ///   - line: The number of line feeds before it.
  static func complete(_ quality: inout DataQuality, from window: InputWindow, line: Int) {
    var line = line
    var counted = 0
    quality.updateRejects { reject in
      let index = reject.offset - window.base
      guard counted..<max(counted, window.count) ~= index else { return }
      line += lineFeeds(in: window.bytes, counted, index)
      counted = index
      reject.line = line + 1
      reject.excerpt = excerpt(window.bytes[index..<min(window.count, index + excerptSize)])
    }
  }

  /// Completes rejects from a file, which is read again up to the last of them.
  static func complete(_ quality: inout DataQuality, from file: BorrowedDescriptor) {
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
        got = (try? file.read(into: &buffer, count: buffer.count, from: base)) ?? 0
        if got == 0 { return }
      }
      let index = max(counted - base, reject.offset - base)
      line += lineFeeds(in: buffer, counted - base, index)
      counted = base + index
      reject.line = line
      var bytes = [UInt8](repeating: 0, count: excerptSize)
      let count = (try? file.read(into: &bytes, count: excerptSize, from: reject.offset)) ?? 0
      reject.excerpt = excerpt(bytes[..<count])
    }
  }

  /// The bytes up to the end of their line.
  private static func excerpt(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array(bytes.prefix { $0 != 0x0a && $0 != 0x0d })
  }
}
