/// A name that occurs many times (service, operation, attribute key), as its number in a ``SymbolTable``.
///
/// Symbols of one table compare like the bytes of their names: the table is sorted.
public struct Symbol: Hashable, Comparable, Sendable {
  public var index: UInt32

  @inlinable
  public init(_ index: UInt32) {
    self.index = index
  }

  /// The empty name, in every table and interner.
  @inlinable public static var empty: Symbol { Symbol(0) }
  @inlinable public var isEmpty: Bool { index == 0 }

  @inlinable
  public static func < (left: Symbol, right: Symbol) -> Bool { left.index < right.index }
}
