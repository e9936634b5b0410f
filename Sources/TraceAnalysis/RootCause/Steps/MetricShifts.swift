import Glibc
import TraceModel

/// Step 6: metrics far from their median, in robust standard deviations. They name the resource; their weight is low.
struct MetricShifts {
  /// Medians within ``relativeNoise`` of each other never stand out.
  static let relativeNoise = 0.05

  struct Series: Hashable, Comparable {
    var service: String
    var pod: String
    var name: String

    static func < (left: Series, right: Series) -> Bool {
      (left.service, left.pod, left.name) < (right.service, right.pod, right.name)
    }
  }

  /// - Parameters:
  ///   - metrics: Of any time; those within the incident are compared with all others.
  ///   - incident: The incident window.
  /// - Returns: One item a series whose highest value stands out, by service, pod, name; it counts by the part of the other pods in which the metric
  ///   did not move.
  static func evidence(_ metrics: [MetricPoint], incident: TimeWindow) -> [RootCauseResult.Evidence] {
    var before: [Series: [Double]] = [:]
    var now: [Series: [Double]] = [:]
    for point in metrics where point.value.isFinite {
      let series = Series(service: point.service, pod: point.pod, name: point.name)
      if incident.contains(Timestamp(nanoseconds: point.time)) {
        now[series, default: []].append(point.value)
      } else {
        before[series, default: []].append(point.value)
      }
    }
    var found: [(series: Series, evidence: RootCauseResult.Evidence)] = []
    var compared: [String: Int] = [:]
    for (series, values) in now.sorted(by: { $0.key < $1.key }) {
      guard let past = before[series], past.count >= 3, let highest = values.max() else { continue }
      let middle = median(past)
      let spread = 1.4826 * median(past.map { abs($0 - middle) }) + relativeNoise * abs(middle)
      // A metric that never moved says nothing about how far it may move.
      if spread <= 0 { continue }
      compared[series.name, default: 0] += 1
      let z = (highest - middle) / spread
      if z <= 3 { continue }
      let count = Double(min(values.count, past.count))
      let evidence = RootCauseResult.Evidence(
        service: series.service,
        observation: .metric(
          RootCauseResult.MetricShift(
            name: series.name, pod: series.pod, median: middle, highest: highest, deviations: z,
            valuesBefore: past.count, valuesNow: values.count)),
        score: log(z / 3) * count / (count + 4))
      found.append((series, evidence))
    }
    var moved: [String: Int] = [:]
    for item in found { moved[item.series.name, default: 0] += 1 }
    // What moved in most pods says nothing about one of them.
    return found.map { series, evidence in
      var evidence = evidence
      let others = Double((moved[series.name] ?? 1) - 1) / Double(max(1, (compared[series.name] ?? 1) - 1))
      evidence.score *= 1 - others
      return evidence
    }.filter { $0.score > 0 }
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted[sorted.count / 2]
  }
}
