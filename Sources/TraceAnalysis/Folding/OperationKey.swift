public import TraceModel

/// A service and one of its operations (span names).
public struct OperationKey: PackedKey, Hashable, Comparable {
  public var service: Symbol
  public var operation: Symbol

  @inlinable
  public init(service: Symbol, operation: Symbol) {
    self.service = service
    self.operation = operation
  }

  /// Of the span at `row`.
  @inlinable
  public init(_ row: Int, in table: SpanTable) {
    self.init(service: table.columns.services[row], operation: table.columns.names[row])
  }

  @inlinable public var words: TableWords { TableWords(UInt64(service.index) &<< 32 | UInt64(operation.index)) }

  @inlinable
  public static func < (left: Self, right: Self) -> Bool {
    (left.service, left.operation) < (right.service, right.operation)
  }

  /// A hash of the bytes of its names, the same in every process.
  public func fixedHash(_ symbols: SymbolTable) -> UInt64 {
    TraceID.mix(symbols.fixedHash(of: service) ^ TraceID.mix(symbols.fixedHash(of: operation)))
  }
}

/// A service, one of its operations, and the kind of span.
public struct SpanOperationKey: PackedKey, Hashable, Comparable {
  public var name: OperationKey
  public var kind: SpanKind

  @inlinable
  public init(_ name: OperationKey, _ kind: SpanKind) {
    self.name = name
    self.kind = kind
  }

  /// Of the span at `row`.
  @inlinable
  public init(_ row: Int, in table: SpanTable) {
    self.init(OperationKey(row, in: table), table.columns.kinds[row])
  }

  @inlinable public var words: TableWords { TableWords(name.words.first, UInt64(kind.rawValue)) }

  @inlinable
  public static func < (left: Self, right: Self) -> Bool {
    left.name == right.name ? left.kind.rawValue < right.kind.rawValue : left.name < right.name
  }

  /// A hash of the bytes of its names and its kind, the same in every process.
  public func fixedHash(_ symbols: SymbolTable) -> UInt64 {
    TraceID.mix(name.fixedHash(symbols) &+ UInt64(kind.rawValue))
  }
}

extension OperationName {
  /// The names that a key stands for.
  init(_ key: OperationKey, _ symbols: SymbolTable) {
    self.init(service: symbols.string(of: key.service), operation: symbols.string(of: key.operation))
  }
}

extension SymbolTable {
  /// The key of an operation by its names; nil when one of them never occurred.
  func key(of name: OperationName) -> OperationKey? {
    guard let service = symbol(of: name.service), let operation = symbol(of: name.operation) else { return nil }
    return OperationKey(service: service, operation: operation)
  }
}
