import HostSystem

/// Where the bytes of an input's windows come from.
protocol WindowSource: Sendable {
  /// Adds bytes at the end of a window, and tells it when the input ends with it.
  ///
  /// - Parameters:
  ///   - window: Does not end the input yet.
  ///   - more: How many bytes are wanted, more than 0.
  /// - Throws: When the input cannot be read.
  /// - Returns: False when only the next window of the input brings them.
  func extend(_ window: inout InputWindow, by more: Int) throws(SpanDecodingError) -> Bool
}

/// A file that can be read at any offset, by several workers at a time.
struct PlainFile: WindowSource {
  /// Stays open as long as the value is in use.
  let descriptor: BorrowedDescriptor
  /// What messages call the file.
  let path: String
  /// Offset behind the last byte that is read.
  let end: Int

  func extend(_ window: inout InputWindow, by more: Int) throws(SpanDecodingError) -> Bool {
    let offset = window.end
    let wanted = min(more, max(0, end - offset))
    let got: Int
    do throws(SystemError) {
      got = try window.append(atMost: wanted) { (buffer, start, count) throws(SystemError) in
        try descriptor.read(into: &buffer, at: start, count: count, from: offset)
      }
    } catch {
      throw SpanDecodingError(input: path, reason: .cannotRead(code: error.code))
    }
    // A file that became shorter ends where it ends now.
    if got < wanted || window.end >= end { window.isLast = true }
    return true
  }
}

/// A stream that is read from front to end by one reader: windows come in order, and none can be extended by itself.
struct StreamInOrder: WindowSource {
  func extend(_ window: inout InputWindow, by more: Int) throws(SpanDecodingError) -> Bool { false }
}
