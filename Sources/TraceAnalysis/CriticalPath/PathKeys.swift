import TraceModel

/// A group of responses: an entry point, and the number of the attribute value that splits it (0 where nothing is split).
struct EntryKey: PackedKey, Comparable {
  var operation: OperationKey
  var value: Int32

  var words: TableWords { TableWords(operation.words.first, UInt64(UInt32(bitPattern: value))) }

  static func < (left: Self, right: Self) -> Bool {
    left.operation == right.operation ? left.value < right.value : left.operation < right.operation
  }
}

/// An operation, and what it did on a path.
struct PathOperationKey: PackedKey, Comparable {
  var operation: SpanOperationKey
  var segment: CriticalPathSegmentKind

  init(_ operation: SpanOperationKey, _ segment: CriticalPathSegmentKind) {
    self.operation = operation
    self.segment = segment
  }

  /// Of the span at `row`.
  @inline(__always)
  init(_ row: Int, _ segment: CriticalPathSegmentKind, in table: SpanTable) {
    self.init(SpanOperationKey(row, in: table), segment)
  }

  var words: TableWords {
    TableWords(operation.words.first, UInt64(segment.rawValue) &<< 8 | UInt64(operation.kind.rawValue))
  }

  static func < (left: Self, right: Self) -> Bool {
    if left.operation.name != right.operation.name { return left.operation.name < right.operation.name }
    return (left.segment.rawValue, left.operation.kind.rawValue)
      < (right.segment.rawValue, right.operation.kind.rawValue)
  }
}

/// An operation on the paths of one entry point.
struct EntryOperationKey: PackedKey {
  var operation: PathOperationKey
  /// A number of the table of entry points.
  var entry: Int32

  var words: TableWords {
    let words = operation.words
    return TableWords(words.first, UInt64(UInt32(bitPattern: entry)) &<< 16 | words.second)
  }
}

/// A call context: an operation, and by whom it is called.
struct ContextKey: PackedKey {
  var operation: SpanOperationKey
  /// The number of its caller's context; of a root's, the number of its entry point as a negative number: -1 for the first.
  var caller: Int32

  var words: TableWords {
    let words = operation.words
    return TableWords(words.first, UInt64(UInt32(bitPattern: caller)) &<< 8 | words.second)
  }

  static func caller(ofEntry entry: Int) -> Int32 { -1 &- Int32(truncatingIfNeeded: entry) }
}

/// The responses of one entry point whose durations fall into one bucket.
struct DurationBucketKey: PackedKey {
  /// A number of the table of entry points.
  var entry: Int32
  /// See ``DurationBuckets``.
  var bucket: Int32

  var words: TableWords {
    TableWords(UInt64(UInt32(bitPattern: entry)) &<< 32 | UInt64(UInt32(bitPattern: bucket)))
  }
}
