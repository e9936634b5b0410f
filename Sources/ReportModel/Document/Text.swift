/// Inline text as styled runs. What a run holds is data: each renderer escapes it for its own syntax.
///
/// A string literal makes one; what is interpolated stays data:
///
///     "p99 of \(code: service) rose to \(.duration(nanoseconds: p99)); see \(link: id, to: url)"
public struct Text: Hashable, Sendable {
  public struct Run: Hashable, Sendable {
    public var content: String
    public var style: Style

    public init(_ content: String, _ style: Style = .plain) {
      self.content = content
      self.style = style
    }
  }

  public enum Style: Hashable, Sendable {
    case plain, strong, code
    /// A link. Renderers link only `http` and `https` addresses; with any other the content stays, unlinked.
    case link(to: String)
  }

  public var runs: [Run]

  public init(runs: [Run] = []) {
    self.runs = runs
  }

  public init(_ content: String, _ style: Style = .plain) {
    runs = [Run(content, style)]
  }

  public static func code(_ content: String) -> Text { Text(content, .code) }
  public static func strong(_ content: String) -> Text { Text(content, .strong) }
  public static func link(_ content: String, to address: String) -> Text { Text(content, .link(to: address)) }

  /// The contents of all runs, without their styles.
  public var content: String { runs.reduce(into: "") { $0 += $1.content } }

  public var isEmpty: Bool { runs.allSatisfy(\.content.isEmpty) }

  public static func + (left: Text, right: Text) -> Text { Text(runs: left.runs + right.runs) }
  public static func += (left: inout Text, right: Text) { left.runs += right.runs }
}
