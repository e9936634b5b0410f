import ReportModel
import TraceAnalysis
import TraceModel

extension CriticalPathResult {
  /// The operations of both dumps, before and now.
  ///
  /// First come those of entry points that both dumps have, by how much own time the responses of now gained or lost in
  /// all; then those of entry points that came or went, by their own time; then by name.
  func changeTable(since baseline: CriticalPathResult, exemplar: (TraceID) -> Text) -> Table {
    let rows = changeRows(since: baseline).map { row -> [Cell] in
      let (old, new) = (row.old, row.new)
      return [
        .code("\(row.key.entry.service) \(row.key.entry.operation)"), .code(row.key.service), .code(row.key.operation),
        .text(Text((new.operation ?? old.operation)?.kindWord ?? "")), .change(old.mean, new.mean),
        .change(old.percentile(50), new.percentile(50)), .change(old.percentile(99), new.percentile(99)),
        .change(old.frequency, new.frequency),
        (new.operation ?? old.operation)?.exemplars.first.map { .text(exemplar($0.traceID)) } ?? .none,
      ]
    }
    return Table(
      columns: [
        Table.Column("Entry"), Table.Column("Service"), Table.Column("Operation"), Table.Column("Kind"),
        .figures("Own time a response"), .figures("Own p50"), .figures("Own p99"), .figures("On path in"),
        Table.Column("Exemplar"),
      ], rows: rows, rowsAre: "operations")
  }

  /// Where the responses of an entry point got slower most, else where they got faster most, in one sentence; nil when either is
  /// less than a twentieth of their time.
  func headline(since baseline: CriticalPathResult) -> Text? {
    let rows = changeRows(since: baseline).filter { $0.isComparable && $0.weight > 0 && matters($0) }
    guard let row = rows.first(where: \.isSlower) ?? rows.first else { return nil }
    let distance = (row.new.meanNanoseconds - row.old.meanNanoseconds).magnitude
    return """
      Responses of \(code: "\(row.key.entry.service) \(row.key.entry.operation)") got \
      \(row.isSlower ? "slower" : "faster") most in \(code: "\(row.key.service) \(row.key.operation)"): \
      \(Change(from: row.old.mean, to: row.new.mean)) a response, \
      \(.duration(nanoseconds: Int64(clamping: distance))) \(row.isSlower ? "more" : "less") (n \(row.old.responses) → \
      \(row.new.responses)).
      """
  }

  /// Whether a change is a twentieth of the time of its entry point's responses, or more.
  private func matters(_ row: CriticalPathChangeRow) -> Bool {
    let entry = entries.first { $0.service == row.key.entry.service && $0.operation == row.key.entry.operation }
    return entry.map { row.weight >= UInt128($0.durations.sum.magnitude / 20) } ?? false
  }

  private func changeRows(since baseline: CriticalPathResult) -> [CriticalPathChangeRow] {
    var rows: [CriticalPathChangeRow] = []
    let before = baseline.operationsByKey
    let now = operationsByKey
    let responsesBefore = baseline.responsesByEntry
    let responsesNow = responsesByEntry
    for key in Set(before.keys).union(now.keys) {
      let old = CriticalPathPart(before[key], responses: responsesBefore[key.entry])
      let new = CriticalPathPart(now[key], responses: responsesNow[key.entry])
      let isComparable = old.responses > 0 && new.responses > 0
      let weight =
        isComparable
        ? (Int128(new.meanNanoseconds) - Int128(old.meanNanoseconds)).magnitude * UInt128(new.responses)
        : UInt128((new.operation ?? old.operation)?.exclusiveNanoseconds.magnitude ?? 0)
      rows.append(CriticalPathChangeRow(isComparable: isComparable, weight: weight, key: key, old: old, new: new))
    }
    return rows.sorted()
  }

  private var responsesByEntry: [CriticalPathChangeKey.Entry: Int] {
    var responses: [CriticalPathChangeKey.Entry: Int] = [:]
    for entry in entries { responses[.init(service: entry.service, operation: entry.operation)] = entry.traces }
    return responses
  }

  private var operationsByKey: [CriticalPathChangeKey: CriticalPathOperation] {
    var operations: [CriticalPathChangeKey: CriticalPathOperation] = [:]
    for entry in entries {
      for operation in entry.path {
        let key = CriticalPathChangeKey(
          entry: .init(service: entry.service, operation: entry.operation), service: operation.service,
          operation: operation.operation, spanKind: operation.spanKind.rawValue, kind: operation.kind.rawValue)
        operations[key] = operation
      }
    }
    return operations
  }
}

/// An operation of an entry point, by name: dumps share no symbols.
struct CriticalPathChangeKey: Hashable, Comparable {
  struct Entry: Hashable {
    var service: String
    var operation: String
  }

  var entry: Entry
  var service: String
  var operation: String
  var spanKind: UInt8
  var kind: UInt8

  static func < (left: Self, right: Self) -> Bool {
    if left.entry != right.entry {
      return (left.entry.service, left.entry.operation) < (right.entry.service, right.entry.operation)
    }
    return (left.service, left.operation, left.spanKind, left.kind)
      < (right.service, right.operation, right.spanKind, right.kind)
  }
}

private struct CriticalPathChangeRow: Comparable {
  var isComparable: Bool
  var weight: UInt128
  var key: CriticalPathChangeKey
  var old: CriticalPathPart
  var new: CriticalPathPart

  var isSlower: Bool { new.meanNanoseconds > old.meanNanoseconds }

  static func == (left: Self, right: Self) -> Bool { left.key == right.key }

  static func < (left: Self, right: Self) -> Bool {
    if left.isComparable != right.isComparable { return left.isComparable }
    return left.weight != right.weight ? left.weight > right.weight : left.key < right.key
  }
}

/// What an operation adds to the responses of an entry point in one dump.
private struct CriticalPathPart {
  /// Nil where it is on no path.
  var operation: CriticalPathOperation?
  var responses: Int

  init(_ operation: CriticalPathOperation?, responses: Int?) {
    self.operation = operation
    self.responses = responses ?? 0
  }

  /// Own time (ns) a response, those without it included, rounded down.
  var meanNanoseconds: Int64 { (operation?.exclusiveNanoseconds ?? 0) / Int64(max(1, responses)) }
  var mean: Quantity { responses == 0 ? .none : .duration(nanoseconds: meanNanoseconds) }
  var frequency: Quantity { responses == 0 ? .none : .share(operation?.traces ?? 0, of: responses) }

  func percentile(_ percent: Int) -> Quantity {
    operation.map { $0.exclusive.duration(percent) } ?? .none
  }
}
