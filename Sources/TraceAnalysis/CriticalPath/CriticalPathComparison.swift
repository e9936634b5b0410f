public import TraceModel

/// The operations on critical paths of two dumps, before and now, by name: dumps share no symbols.
public struct CriticalPathComparison: Sendable {
  /// An operation of an entry point.
  public struct Row: Sendable {
    public var entry: OperationName
    public var name: OperationName
    public var spanKind: SpanKind
    public var kind: CriticalPathSegmentKind
    public var before: Part
    public var now: Part

    /// Whether both dumps have responses of the entry point.
    public var isComparable: Bool { before.responses > 0 && now.responses > 0 }
    public var isSlower: Bool { now.meanNanoseconds > before.meanNanoseconds }
  }

  /// What an operation adds to the responses of an entry point in one dump.
  public struct Part: Sendable {
    /// Nil where it is on no path.
    public var operation: CriticalPathOperation?
    /// Those of the entry point; 0 where the dump has none.
    public var responses = 0

    /// Own time (ns) a response, those without it included, rounded down.
    public var meanNanoseconds: Int64 { (operation?.exclusiveNanoseconds ?? 0) / Int64(max(1, responses)) }
  }

  /// First those of entry points that both dumps have, by how much own time the responses of now gained or lost in all; then those of entry
  /// points that came or went, by their own time; then by name.
  public var rows: [Row]
  /// Where the responses of an entry point got slower most, else where they got faster most; nil when either is less than a twentieth of
  /// their time.
  public var largest: Row?

  /// O(*n* log *n*) in the operations.
  public init(before: CriticalPathResult, now: CriticalPathResult) {
    var rows: [Key: Row] = [:]
    for (side, result) in [(\Row.before, before), (\Row.now, now)] {
      for entry in result.entries {
        for operation in entry.path {
          let key = Key(entry, operation)
          rows[key, default: Row(key, operation)][keyPath: side].operation = operation
        }
      }
    }
    for (side, result) in [(\Row.before, before), (\Row.now, now)] {
      var responses: [OperationName: Int] = [:]
      for entry in result.entries { responses[entry.operationName] = entry.traces }
      for (key, row) in rows { rows[key]?[keyPath: side].responses = responses[row.entry] ?? 0 }
    }
    self.rows = rows.sorted { left, right in
      if left.value.isComparable != right.value.isComparable { return left.value.isComparable }
      let weights = (left.value.weight, right.value.weight)
      return weights.0 != weights.1 ? weights.0 > weights.1 : left.key < right.key
    }.map(\.value)
    var times: [OperationName: UInt64] = [:]
    for entry in now.entries where times[entry.operationName] == nil {
      times[entry.operationName] = entry.durations.sum.magnitude
    }
    let worthTelling = self.rows.filter { row in
      row.isComparable && row.weight > 0 && times[row.entry].map { row.weight >= UInt128($0 / 20) } ?? false
    }
    largest = worthTelling.first(where: \.isSlower) ?? worthTelling.first
  }
}

extension CriticalPathEntry {
  fileprivate var operationName: OperationName { OperationName(service: service, operation: operation) }
}

extension CriticalPathComparison.Row {
  fileprivate init(_ key: Key, _ operation: CriticalPathOperation) {
    self.init(
      entry: key.entry, name: key.name, spanKind: operation.spanKind, kind: operation.kind, before: .init(),
      now: .init()
    )
  }

  /// What all responses of now gained or lost (ns); of an entry point that came or went, the operation's own time.
  fileprivate var weight: UInt128 {
    isComparable
      ? (Int128(now.meanNanoseconds) - Int128(before.meanNanoseconds)).magnitude * UInt128(now.responses)
      : UInt128((now.operation ?? before.operation)?.exclusiveNanoseconds.magnitude ?? 0)
  }
}

private struct Key: Hashable, Comparable {
  var entry: OperationName
  var name: OperationName
  var spanKind: UInt8
  var kind: UInt8

  init(_ entry: CriticalPathEntry, _ operation: CriticalPathOperation) {
    self.entry = entry.operationName
    name = OperationName(service: operation.service, operation: operation.operation)
    spanKind = operation.spanKind.rawValue
    kind = operation.kind.rawValue
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.entry, left.name, left.spanKind, left.kind) < (right.entry, right.name, right.spanKind, right.kind)
  }
}
