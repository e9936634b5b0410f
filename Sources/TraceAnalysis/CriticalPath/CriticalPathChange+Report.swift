import ReportModel
import TraceModel

extension CriticalPathResult {
  /// The operations of both dumps, before and now, the largest change of mean own time a response first.
  func changeTable(since baseline: CriticalPathResult, exemplar: (TraceID) -> Text) -> Table {
    var rows: [(change: Int64, key: CriticalPathChangeKey, cells: [Cell])] = []
    let before = baseline.operationsByKey
    let now = operationsByKey
    for key in Set(before.keys).union(now.keys) {
      let (old, new) = (before[key], now[key])
      let (oldMean, newMean) = (old?.mean ?? 0, new?.mean ?? 0)
      let (oldDurations, newDurations) = (old?.operation.exclusive, new?.operation.exclusive)
      let cells: [Cell] = [
        .code("\(key.entryService) \(key.entryOperation)"), .code(key.service), .code(key.operation),
        .text(Text((new ?? old)?.operation.kindWord ?? "")),
        .change(.duration(nanoseconds: oldMean), .duration(nanoseconds: newMean)),
        change(oldDurations, newDurations, percentile: 50), change(oldDurations, newDurations, percentile: 99),
        .change(old?.frequency ?? .none, new?.frequency ?? .none),
        (new ?? old)?.operation.exemplars.first.map { .text(exemplar($0.traceID)) } ?? .none,
      ]
      rows.append((newMean - oldMean, key, cells))
    }
    rows.sort { left, right in
      left.change.magnitude != right.change.magnitude
        ? left.change.magnitude > right.change.magnitude : left.key < right.key
    }
    return Table(
      columns: [
        Table.Column("Entry"), Table.Column("Service"), Table.Column("Operation"), Table.Column("Kind"),
        .figures("Own time a response"), .figures("Own p50"), .figures("Own p99"), .figures("On path in"),
        Table.Column("Exemplar"),
      ], rows: rows.map(\.cells), rowsAre: "operations")
  }

  private func change(_ before: Histogram?, _ now: Histogram?, percentile: Int) -> Cell {
    .change(
      before.map { .duration(nanoseconds: $0.percentile(percentile)) } ?? .none,
      now.map { .duration(nanoseconds: $0.percentile(percentile)) } ?? .none)
  }

  private var operationsByKey: [CriticalPathChangeKey: CriticalPathEntryPart] {
    var parts: [CriticalPathChangeKey: CriticalPathEntryPart] = [:]
    for entry in entries {
      for operation in entry.path {
        let key = CriticalPathChangeKey(
          entryService: entry.service, entryOperation: entry.operation, service: operation.service,
          operation: operation.operation, spanKind: operation.spanKind.rawValue, kind: operation.kind.rawValue)
        parts[key] = CriticalPathEntryPart(operation: operation, responses: entry.traces)
      }
    }
    return parts
  }
}

/// An operation of an entry point, by name: dumps share no symbols.
struct CriticalPathChangeKey: Hashable, Comparable {
  var entryService: String
  var entryOperation: String
  var service: String
  var operation: String
  var spanKind: UInt8
  var kind: UInt8

  static func < (left: Self, right: Self) -> Bool {
    if (left.entryService, left.entryOperation) != (right.entryService, right.entryOperation) {
      return (left.entryService, left.entryOperation) < (right.entryService, right.entryOperation)
    }
    return (left.service, left.operation, left.spanKind, left.kind)
      < (right.service, right.operation, right.spanKind, right.kind)
  }
}

/// What an operation adds to a response of its entry point.
private struct CriticalPathEntryPart {
  var operation: CriticalPathOperation
  var responses: Int

  /// Own time (ns) a response, those without it included, rounded down.
  var mean: Int64 { operation.exclusiveNanoseconds / Int64(max(1, responses)) }
  var frequency: Quantity { .share(operation.traces, of: responses) }
}
