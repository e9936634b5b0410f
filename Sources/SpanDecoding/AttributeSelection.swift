/// Which attributes of spans, links and events a decoder keeps; resource attributes are always kept.
public enum AttributeSelection: Sendable {
  case all
  /// Only those with one of these names: what the analyses that follow will ask for.
  case only(Set<String>)

  /// The same with some more.
  public func adding(_ names: [String]) -> AttributeSelection {
    switch self {
    case .all: .all
    case .only(let others): .only(others.union(names))
    }
  }
}
