public import ReportModel
public import TraceAnalysis
import TraceModel

extension DumpComparison {
  /// The document: the requests in a sentence, then entry points, operations and edges by how much they changed.
  ///
  /// - Parameter top: How many rows a table shows; nil for all.
  /// - Returns: The document, complete also where one of the dumps is empty.
  public func report(top: Int? = 20) -> Report {
    let sections = [
      Section("Entry points", blocks: [.table(entryPoints.table(withKinds: false).prefix(top))]),
      operations.section(top: top), dependencies.section(top: top),
    ]
    return Report(title: "What changed", lead: [requests] + changes, sections: sections)
  }

  private var requests: Text {
    let (left, right) = (before.requests, now.requests)
    guard left.calls > 0, right.calls > 0 else {
      return "One of the dumps holds no requests: \(left.calls) before, \(right.calls) now."
    }
    let rate = Change(
      from: .rate(left.calls, nanoseconds: before.activeNanoseconds),
      to: .rate(right.calls, nanoseconds: now.activeNanoseconds))
    return """
      \(left.calls) → \(counted(right.calls, "request")) (\(rate)): failed \
      \(Change(from: .share(left.errors, of: left.calls), to: .share(right.errors, of: right.calls))), p50 \
      \(percentile(50)), p99 \(percentile(99)).
      """
  }

  private func percentile(_ percent: Int) -> Change {
    Change(from: before.requests.durations.duration(percent), to: now.requests.durations.duration(percent))
  }

  /// The three operations that changed most, and the edges.
  private var changes: [Text] {
    let changed = operations.notable
    let operations: [Text] =
      changed.isEmpty
      ? ["No operation changed much."]
      : changed.prefix(3).map { "Changed: \(code: $0.service) → \(code: $0.operation), \($0.sentence)." }
    return operations + [dependencies.sentence]
  }
}

extension REDComparison.Row {
  /// What changed, in a clause.
  var sentence: Text {
    if before.calls == 0 { return "new (\(counted(now.calls, "call")))" }
    if now.calls == 0 { return "not seen any more (\(counted(before.calls, "call")) before)" }
    return """
      p50 \(change(50)), p99 \(change(99)), failed \
      \(Change(from: .share(before.errors, of: before.calls), to: .share(now.errors, of: now.calls))) \
      (n \(before.calls) → \(now.calls))
      """
  }

  private func change(_ percent: Int) -> Change {
    Change(from: before.durations.duration(percent), to: now.durations.duration(percent))
  }
}
