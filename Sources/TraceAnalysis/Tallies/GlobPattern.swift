/// A pattern for a whole name: `*` is any text, `?` one character, anything else itself.
public struct GlobPattern: Hashable, Sendable {
  public let text: String
  private let scalars: [Unicode.Scalar]

  public init(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
  }

  /// Whether the pattern fits all of `name`. O(length of the pattern · length of the name).
  public func matches(_ name: some StringProtocol) -> Bool {
    let name = Array(name.unicodeScalars)
    var here = 0
    var offset = 0
    /// Behind the last `*`, and where the text behind what it took so far begins.
    var retry: (here: Int, offset: Int)?
    while offset < name.count {
      if here < scalars.count, scalars[here] == "*" {
        here += 1
        retry = (here, offset)
      } else if here < scalars.count, scalars[here] == "?" || scalars[here] == name[offset] {
        here += 1
        offset += 1
      } else if let last = retry {
        // The last `*` takes one character more.
        retry = (last.here, last.offset + 1)
        here = last.here
        offset = last.offset + 1
      } else {
        return false
      }
    }
    return scalars[here...].allSatisfy { $0 == "*" }
  }
}
