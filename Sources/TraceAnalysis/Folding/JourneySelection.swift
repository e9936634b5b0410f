public import TraceModel

/// Which journeys of a dump a pass observes.
public struct JourneySelection: Sendable, Equatable {
  /// Journeys with a trace that starts within it. A journey is kept whole.
  public var traces: TimeWindow
  /// Journeys whose earliest start lies within it: each journey lies in exactly one of two windows that meet.
  public var journeys: TimeWindow

  public init(traces: TimeWindow = .always, journeys: TimeWindow = .always) {
    self.traces = traces
    self.journeys = journeys
  }

  public static let all = JourneySelection()

  func includes(_ journey: borrowing Journey) -> Bool {
    if self == .all { return true }
    if journeys != .always, !journeys.contains(journey.earliestStart) { return false }
    return traces == .always || journey.starts(within: traces)
  }
}

extension Journey {
  /// Whether one of its traces starts within the window.
  func starts(within window: TimeWindow) -> Bool {
    traces.contains { window.contains(start(of: $0)) }
  }

  /// When its first trace starts.
  var earliestStart: Timestamp {
    var earliest = start(of: traces.lowerBound)
    for number in traces.dropFirst() { earliest = min(earliest, start(of: number)) }
    return earliest
  }

  /// The start of a trace's earliest span with a believable time; where it has none, of its first span.
  private func start(of number: Int) -> Timestamp {
    let trace = Trace(table: table, index: TraceIndex(number: number))
    let first = trace.rows.first { !table.columns.flags[$0].contains(.missingTime) } ?? trace.rows.lowerBound
    return Timestamp(nanoseconds: table.columns.starts[first])
  }
}
