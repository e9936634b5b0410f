/// A whole report: what matters first, then sections.
public struct Report: Hashable, Sendable {
  public var title: Text
  /// The first screen: sentences that say what matters, most important first.
  public var lead: [Text]
  public var sections: [Section]

  public init(title: Text, lead: [Text] = [], sections: [Section] = []) {
    self.title = title
    self.lead = lead
    self.sections = sections
  }
}
