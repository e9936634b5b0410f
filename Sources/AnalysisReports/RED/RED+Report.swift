public import ReportModel
public import TraceAnalysis
import TraceModel

extension REDResult {
  /// The section "Rate, errors, duration": services, the operations of the longest total time, requests over time.
  ///
  /// - Parameter top: How many rows a table shows; nil for all.
  /// - Returns: The section; says so when the dump holds no spans.
  public func section(top: Int? = 20) -> Section {
    var section = Section("Rate, errors, duration")
    if operations.isEmpty {
      section.blocks.append(.paragraph("The dump holds no spans."))
      return section
    }
    section.blocks.append(.table(servicesTable.prefix(top)))
    let counted = services.filter(\.topmostSpans).map(\.service)
    if !counted.isEmpty {
      section.blocks.append(
        .paragraph(
          "Services without SERVER or CONSUMER spans are counted by their topmost spans: \(counted.prefix(8).joined(separator: ", "))\(counted.count > 8 ? " …" : "")."
        ))
    }
    if polls > 0 {
      section.blocks.append(
        .paragraph("\(Quantity.count(polls)) receives took no message: they are operations, but no requests."))
    }
    section.sections.append(Section("Operations by total time", blocks: [.table(operationsTable.prefix(top))]))
    if buckets.count > 1 { section.sections.append(Section("Requests over time", blocks: [.timeline(timeline)])) }
    return section
  }

  private var servicesTable: Table {
    let sorted = services.sorted { $0.statistics.durations.sum > $1.statistics.durations.sum }
    return Table(
      columns: [Table.Column("Service")] + [.figures("Rate")] + CallStatistics.columns,
      rows: sorted.map {
        [.code($0.service), .quantity(.rate($0.statistics.calls, nanoseconds: coveredNanoseconds))]
          + $0.statistics.cells
      }, rowsAre: "services")
  }

  private var operationsTable: Table {
    Table(
      columns: [Table.Column("Service"), Table.Column("Operation"), Table.Column("Kind")] + CallStatistics.columns
        + [.figures("Total")],
      rows: operationsByTime.map {
        [.code($0.service), .code($0.operation), .text(Text($0.kind.name))] + $0.statistics.cells
          + [.duration(nanoseconds: $0.statistics.durations.sum)]
      }, rowsAre: "operations")
  }

  /// Requests over time.
  public var timeline: Timeline {
    Timeline(
      title: "Requests (spans without a parent in the dump)", start: buckets.first?.start.nanoseconds ?? 0,
      bucketNanoseconds: bucketWidth,
      buckets: buckets.map { bucket in
        let durations = bucket.statistics.durations
        return Timeline.Bucket(
          calls: bucket.statistics.calls, errors: bucket.statistics.errors,
          p50: durations.count > 0 ? durations.percentile(50) : nil,
          p99: durations.count > 0 ? durations.percentile(99) : nil)
      })
  }
}

extension CallStatistics {
  static let columns: [Table.Column] = [
    .figures("Calls"), .figures("Errors"), .figures("p50"), .figures("p99"), .figures("Max"),
  ]

  var cells: [Cell] {
    [
      .count(calls), .share(errors, of: calls), .quantity(durations.duration(50)), .quantity(durations.duration(99)),
      durations.count > 0 ? .duration(nanoseconds: durations.maximum) : .none,
    ]
  }
}
