/// A titled part of a report: its own blocks, then its sections one level deeper.
public struct Section: Hashable, Sendable {
  public var title: Text
  public var blocks: [Block]
  public var sections: [Section]

  public init(_ title: Text, blocks: [Block] = [], sections: [Section] = []) {
    self.title = title
    self.blocks = blocks
    self.sections = sections
  }
}
