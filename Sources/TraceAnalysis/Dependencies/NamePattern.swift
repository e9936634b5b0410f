/// A name, or a pattern of names in which `*` stands for any text and `?` for any one character.
public struct NamePattern: Sendable, Hashable {
  /// As it was written.
  public let text: String
  private let scalars: [Unicode.Scalar]

  public init(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
  }

  /// Whether it can only ever match one name.
  public var isPlain: Bool { !scalars.contains("*") && !scalars.contains("?") }

  /// Whether the whole of `name` fits. O(*n m*) in the lengths at worst.
  public func matches(_ name: String) -> Bool {
    let name = Array(name.unicodeScalars)
    var (place, here) = (0, 0)
    // Where to go on after the last star when what follows it does not fit.
    var (star, retry) = (-1, 0)
    while place < name.count {
      if here < scalars.count, scalars[here] == "*" {
        (star, retry) = (here, place)
        here += 1
      } else if here < scalars.count, scalars[here] == "?" || scalars[here] == name[place] {
        here += 1
        place += 1
      } else if star >= 0 {
        retry += 1
        (here, place) = (star + 1, retry)
      } else {
        return false
      }
    }
    return scalars[here...].allSatisfy { $0 == "*" }
  }
}
