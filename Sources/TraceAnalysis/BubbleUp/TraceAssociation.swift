/// What sets the bad traces of an incident apart from its good ones.
public struct TraceAssociation: Sendable {
  /// Which traces are called bad.
  public enum Kind: String, Sendable, CaseIterable {
    case failed
    case slow
  }

  public var kind: Kind
  public var result: BubbleUpResult

  public init(kind: Kind, result: BubbleUpResult) {
    self.kind = kind
    self.result = result
  }
}
