public import ReportModel
public import TraceAnalysis
import TraceModel

/// What of the critical paths a flame graph is to show.
public struct FlameGraphSelection: Sendable {
  /// Only entry points of this service, or this service and operation; nil for all.
  public var entry: (service: String, operation: String?)?
  /// Only the responses of this band of each entry point's durations; nil for all.
  public var band: CriticalPathBand?

  public init(entry: (service: String, operation: String?)? = nil, band: CriticalPathBand? = nil) {
    self.entry = entry
    self.band = band
  }

  func contains(_ other: CriticalPathEntry) -> Bool {
    guard let entry else { return true }
    return entry.service == other.service && (entry.operation ?? other.operation) == other.operation
  }
}

extension CriticalPathResult {
  /// The time of critical paths by call context, as a picture: entry points at the bottom of the stacks, own times as widths.
  ///
  /// - Returns: The graph; without frames when no response fits.
  /// - Complexity: O(*n*) in the nodes of the trees.
  public func flameGraph(_ selection: FlameGraphSelection = FlameGraphSelection()) -> FlameGraph {
    let shown = entries.filter { selection.contains($0) }
    var frames: [FlameGraph.Frame] = []
    var responses = 0
    for entry in shown {
      responses += selection.band.map { entry.summary(of: $0)?.traces ?? 0 } ?? entry.traces
      append(entry, band: selection.band, to: &frames)
    }
    return FlameGraph(
      title: title(shown), lead: [lead(shown, responses: responses, band: selection.band)], frames: frames)
  }

  private func title(_ shown: [CriticalPathEntry]) -> Text {
    guard shown.count == 1, let entry = shown.first else { return "Critical paths" }
    return "Critical path of \(code: "\(entry.service) \(entry.operation)")"
  }

  private func lead(_ shown: [CriticalPathEntry], responses: Int, band: CriticalPathBand?) -> Text {
    var lead: Text = "\(responses) \(responses == 1 ? "response" : "responses")"
    if shown.count != 1 { lead += " of \(shown.count) entry points" }
    if let band {
      lead += shown.count == 1 ? ", the band \(band.name) of durations" : ", of each the band \(band.name) of durations"
      if shown.count == 1, let summary = shown[0].summary(of: band) {
        lead +=
          ": \(Quantity.duration(nanoseconds: summary.lowest)) to \(Quantity.duration(nanoseconds: summary.limit))"
      }
    }
    lead += "."
    if let treeDepth { lead += " Calls deeper than \(treeDepth) count as their callers' own time." }
    return lead
  }

  private func append(_ entry: CriticalPathEntry, band: CriticalPathBand?, to frames: inout [FlameGraph.Frame]) {
    var places = [Int](repeating: -1, count: entry.tree.nodes.count)
    for (number, node) in entry.tree.nodes.enumerated() {
      let part = band.map { node.bands[Int($0.rawValue)] }
      if part?.inclusive ?? node.inclusiveNanoseconds <= 0 { continue }
      let traces = part?.traces ?? node.traces
      places[number] = frames.count
      frames.append(
        FlameGraph.Frame(
          caller: node.parent.map { places[$0] }, service: node.service, operation: node.operation,
          own: part?.exclusive ?? node.exclusiveNanoseconds, requests: node.parent == nil ? traces : 0,
          note: node.note(traces: traces, of: entry, band: band)))
    }
  }
}

extension CriticalPathEntry {
  fileprivate func summary(of band: CriticalPathBand) -> CriticalPathBandSummary? { bands.first { $0.band == band } }
}

extension CriticalPathTree.Node {
  fileprivate func note(traces: Int, of entry: CriticalPathEntry, band: CriticalPathBand?) -> String {
    var note = spanKind == .unspecified ? "" : "\(spanKind.name); "
    let responses = band.map { entry.summary(of: $0)?.traces ?? 0 } ?? entry.traces
    note += "on the path of \(Quantity.share(traces, of: responses)) of responses"
    if let exclusive, band == nil {
      note +=
        "; own p50 \(Quantity.duration(nanoseconds: exclusive.percentile(50))), p95 \(Quantity.duration(nanoseconds: exclusive.percentile(95)))"
    }
    if isCut { note += "; with all calls below" }
    if band == nil, let exemplar = exemplars.first { note += "; longest in trace \(exemplar.traceID)" }
    return note
  }
}
