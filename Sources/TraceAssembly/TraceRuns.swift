import TraceModel

/// The traces of a partition, found from runs of neighbouring spans with one trace id.
struct TraceRuns {
  struct Run {
    var id: TraceID
    /// First of the run in the partition's rows.
    var first: Int
    var count: Int
  }

  /// One trace: its id, and its runs `runs[firstRun..<firstRun + runCount]`.
  struct Group {
    var id: TraceID
    var firstRun: Int
    var runCount: Int
  }

  private(set) var runs: [Run] = []
  /// By low half, then high half.
  private(set) var groups: [Group] = []
  /// Groups whose id came both with and without its high half.
  private(set) var joinedForms = 0

  /// Groups the rows by trace; a 64-bit id is joined with the one 128-bit id that has its low half.
  init(_ rows: [SpanReference], _ batches: [SpanBatch]) {
    for (place, row) in rows.enumerated() {
      let id = batches[Int(row.batch)].records[Int(row.row)].traceID
      if let last = runs.last, last.id == id {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(Run(id: id, first: place, count: 1))
      }
    }
    runs.sort { ($0.id.low, $0.id.high, $0.first) < ($1.id.low, $1.id.high, $1.first) }
    var start = 0
    while start < runs.count {
      var end = start + 1
      while end < runs.count, runs[end].id.low == runs[start].id.low { end += 1 }
      addGroups(start..<end)
      start = end
    }
  }

  /// Splits runs with one low half by their high half; those without one join when there is a single other.
  private mutating func addGroups(_ range: Range<Int>) {
    let first = runs[range.lowerBound].id
    let last = runs[range.upperBound - 1].id
    if first == last {
      groups.append(Group(id: first, firstRun: range.lowerBound, runCount: range.count))
      return
    }
    let short = runs[range].prefix { $0.id.high == 0 }.count
    if short > 0, runs[range.lowerBound + short].id == last {
      joinedForms += 1
      groups.append(Group(id: last, firstRun: range.lowerBound, runCount: range.count))
      return
    }
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, runs[end].id == runs[start].id { end += 1 }
      groups.append(Group(id: runs[start].id, firstRun: start, runCount: end - start))
      start = end
    }
  }

  /// The group that a trace id (in either form) names, or nil.
  func group(of id: TraceID) -> Int? {
    var place = groups.firstPlace { $0.id.low >= id.low }
    var found: Int?
    while place < groups.count, groups[place].id.low == id.low {
      if groups[place].id.high == id.high { return place }
      // A 64-bit id means the only 128-bit one with its low half, and the other way round.
      if id.high == 0 || groups[place].id.high == 0 { found = found == nil ? place : -1 }
      place += 1
    }
    return found == -1 ? nil : found
  }
}
