/// Where the attributes (or events) of a span lie: a block in the arena of the batch it was decoded in.
public struct ArenaReference: Hashable, Sendable {
  public var arena: UInt32
  /// 0 means "no block".
  public var offset: UInt32

  @inlinable
  public init(arena: UInt32, offset: UInt32) {
    self.arena = arena
    self.offset = offset
  }

  @inlinable public static var none: ArenaReference { ArenaReference(arena: 0, offset: 0) }
  @inlinable public var isNone: Bool { offset == 0 }
}
