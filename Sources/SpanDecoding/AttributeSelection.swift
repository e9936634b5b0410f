/// Which attributes of spans, links and events a decoder keeps; resource attributes are always kept.
public enum AttributeSelection: Sendable {
  case all
  /// Only those with one of these names: what the analyses that follow will ask for.
  case only(Set<String>)
}
