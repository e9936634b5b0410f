import TraceModel

/// Judges what the second pass counted.
struct BubbleUpFindings {
  /// What was compared, and how it came out.
  struct Candidate {
    var code: Int
    var item: BubbleUpResult.Item
    /// The value's bytes; empty for a cut.
    var bytes: [UInt8]
    /// Where the cut is.
    var cut: Double?
    var counts: BubbleUpCounts
    var association: Association
    /// Traces the counts are a part of.
    var good: Int { counts.good }
    var q = 1.0
    var alike: [BubbleUpResult.Item] = []
  }

  private(set) var findings: [Candidate] = []
  private(set) var symptoms: [Candidate] = []
  private(set) var leftOut: [BubbleUpResult.LeftOut] = []
  private(set) var comparisons = 0

  /// Fewest traces that must have a value for it to be compared.
  static let fewest = 3

  private let selection: Int
  private let totals: BubbleUpCounts
  private let codes: BubbleUpCodes

  /// - Parameters:
  ///   - counted: What the second pass counted.
  ///   - selection: By which of its selections.
  ///   - condition: That of the selection: what it names is not found again.
  ///   - options: Limits.
  init(_ counted: BubbleUpFold.State, selection: Int, condition: TraceCondition?, options: BubbleUpOptions) {
    self.selection = selection
    totals = counted.totals[selection]
    codes = counted.tables.codes
    var candidates: [Candidate] = []
    for key in counted.tables.keys.sorted(by: { $0.code < $1.code }) {
      let (kind, name) = codes.key(key.code)
      if kind == .attribute || kind == .resource, condition?.attributes.contains(name) == true {
        leftOut.append(.init(kind: kind, key: name, reason: .condition, values: values(key)))
        continue
      }
      let first = candidates.count
      if key.values.isOverCap {
        leftOut.append(.init(kind: kind, key: name, reason: .overCap, values: nil))
      } else {
        addValues(of: key, kind, name, condition, to: &candidates)
      }
      addCut(of: key, kind, name, to: &candidates)
      if candidates.count == first, !key.values.isOverCap {
        let isConstant = (0..<key.values.count + 1).allSatisfy {
          let counts = key.values.counts(of: $0, selection: selection)
          let traces = counts.good + counts.bad
          return traces == 0 || traces == totals.good + totals.bad
        }
        leftOut.append(
          .init(kind: kind, key: name, reason: isConstant ? .constant : .id, values: values(key)))
      }
    }
    comparisons = candidates.count
    for (place, q) in Association.discoveryRates(candidates.map(\.association.p)).enumerated() {
      candidates[place].q = q
    }
    let significant = candidates.filter {
      $0.q <= options.mostQ && $0.association.z > 0 && $0.association.bad >= 2
    }.sorted(by: Candidate.comesBefore)
    for candidate in significant {
      if Self.isSymptom(candidate.item) {
        Self.append(candidate, to: &symptoms)
      } else {
        Self.append(candidate, to: &findings)
      }
    }
    leftOut.sort { left, right in
      if left.reason != right.reason { return left.reason.rawValue < right.reason.rawValue }
      if left.key != right.key { return left.key.utf8.lexicographicallyPrecedes(right.key.utf8) }
      return left.kind.rawValue < right.kind.rawValue
    }
  }

  private func values(_ key: BubbleUpTables.Key) -> Int? {
    key.values.isOverCap ? nil : key.values.count + (key.values.counts(of: 0, selection: selection) == .none ? 0 : 1)
  }

  private func addValues(
    of key: BubbleUpTables.Key, _ kind: BubbleUpResult.Kind, _ name: String, _ condition: TraceCondition?,
    to candidates: inout [Candidate]
  ) {
    let all = totals.good + totals.bad
    for number in 0..<key.values.count + 1 {
      let counts = key.values.counts(of: number, selection: selection)
      let traces = counts.good + counts.bad
      if traces < Self.fewest || traces == all { continue }
      let bytes = key.values.names.bytes(of: Symbol(UInt32(number)))
      let value = codes.value(key.code, bytes)
      if Self.isNamed(kind, value, by: condition) { continue }
      candidates.append(
        Candidate(
          code: key.code,
          item: .init(kind: kind, key: name, comparison: .equal, value: value), bytes: Array(bytes), cut: nil,
          counts: counts, association: Association(counts, in: totals)))
    }
  }

  /// The cut of the numbers that tells bad and good apart best, if there are at least four different ones.
  private func addCut(
    of key: BubbleUpTables.Key, _ kind: BubbleUpResult.Kind, _ name: String, to candidates: inout [Candidate]
  ) {
    let cuts = key.numbers.cuts(selection: selection)
    if cuts.count < 3 || Self.isNumberOnlyByName(name) { return }
    let all = key.numbers.all(selection: selection)
    var best: (cut: Double, counts: BubbleUpCounts, association: Association)?
    for cut in cuts {
      let association = Association(cut.counts, in: all)
      if abs(association.z) > abs(best?.association.z ?? 0) { best = (cut.least, cut.counts, association) }
    }
    guard var best else { return }
    let isLess = best.association.z < 0
    if isLess {
      best.counts = all.less(best.counts)
      best.association = Association(best.counts, in: all)
    }
    best.association.p = min(1, best.association.p * Double(cuts.count))
    candidates.append(
      Candidate(
        code: key.code,
        item: .init(
          kind: kind, key: name, comparison: isLess ? .less : .atLeast, value: Self.text(best.cut)),
        bytes: [], cut: best.cut, counts: best.counts, association: best.association))
  }

  /// Whole numbers without a fraction.
  static func text(_ number: Double) -> String {
    if let whole = Int64(exactly: number), abs(number) < 1e15 { return String(whole) }
    return String(number)
  }

  private static func append(_ candidate: Candidate, to list: inout [Candidate]) {
    // Alike ones have equal figures, so they stand together.
    var place = list.count - 1
    while place >= 0, list[place].association.z == candidate.association.z {
      if list[place].counts == candidate.counts {
        list[place].alike.append(candidate.item)
        return
      }
      place -= 1
    }
    list.append(candidate)
  }

  // MARK: What is known by name

  /// Whether the item only repeats the condition.
  private static func isNamed(_ kind: BubbleUpResult.Kind, _ value: String, by condition: TraceCondition?) -> Bool {
    guard let condition else { return false }
    return condition.clauses.contains { clause in
      guard clause.op == .equal else { return false }
      switch clause.key {
      case .service: return kind == .service && value == clause.value
      case .operation: return kind == .operation && value.hasSuffix(" " + clause.value)
      default: return false
      }
    }
  }

  /// Whether it is what a span says about its own outcome: that bad traces have it explains nothing.
  static func isSymptom(_ item: BubbleUpResult.Item) -> Bool {
    guard item.kind == .attribute else { return false }
    return symptomNames.contains(item.key) || item.key.hasPrefix("exception.") || item.key.hasPrefix("otel.status")
  }

  private static let symptomNames: Set<String> = Set(
    [
      "error", "error.message", "error.kind", "status.code", "status.message", "rpc.grpc.status_code",
      "rpc.response.status_code", "rpc.connect_rpc.error_code", "db.response.status_code", "http.request.resend_count",
      "http.response.body.size", "http.status_text", "grpc.status_code",
    ] + AttributeConcept.httpStatus.names + AttributeConcept.errorType.names)

  /// Whether numbers of this name have no size: ids, ports, places in a log.
  static func isNumberOnlyByName(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["id", "offset", "port", "partition", "pid", "timestamp", "lineno", "line.number", "_at", ".time"].contains {
      name.hasSuffix($0)
    }
  }
}

extension BubbleUpFindings.Candidate {
  fileprivate static func comesBefore(_ left: Self, _ right: Self) -> Bool {
    let excess = (left.association.excess, right.association.excess)
    if excess.0 != excess.1 { return excess.0 > excess.1 }
    if left.association.z != right.association.z { return left.association.z > right.association.z }
    return left.item < right.item
  }
}

extension BubbleUpResult.Item: Comparable {
  /// Attributes before resources before versions before services before operations; then by key, value.
  public static func < (left: Self, right: Self) -> Bool {
    if left.kind != right.kind { return left.kind.rank < right.kind.rank }
    if left.key != right.key { return left.key.utf8.lexicographicallyPrecedes(right.key.utf8) }
    if left.comparison != right.comparison { return left.comparison.rawValue < right.comparison.rawValue }
    return left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
  }
}

extension BubbleUpResult.Kind {
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
