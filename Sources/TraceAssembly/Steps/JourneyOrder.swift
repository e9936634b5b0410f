import TraceModel

/// Which traces of a partition links join to journeys, and the order in which they are laid out.
struct JourneyOrder {
  /// Numbers of trace groups, a list for each journey: by trace id within, journeys by their smallest one.
  private(set) var journeys: [[Int]] = []
  /// The place of each group among all traces in this order.
  private(set) var places: [Int] = []
  /// By place of a trace, the journey's number.
  private var numbers: [Int32] = []

  /// Joins the traces of every link, and of every delivery known by its message's key, whose trace is in the partition.
  ///
  /// What `linked` has cut is not joined.
  init(
    _ traces: TraceRuns, _ rows: [SpanReference], _ batches: [SpanBatch], _ stitches: [MessageStitch],
    _ linked: LinkedTraces.Components
  ) {
    let count = traces.groups.count
    var sets = DisjointSets(count: count)
    for (number, group) in traces.groups.enumerated() {
      for run in traces.runs[group.firstRun..<group.firstRun + group.runCount] {
        for row in rows[run.first..<run.first + run.count] {
          let record = batches[Int(row.batch)].records[Int(row.row)]
          if record.linkCount == 0 { continue }
          let links = batches[Int(row.batch)].links[Int(record.firstLink)..<Int(record.firstLink + record.linkCount)]
          for link in links {
            if linked.isCut, linked.component(of: link.traceID.low) != linked.component(of: group.id.low) { continue }
            if let other = traces.group(of: link.traceID), other != number { sets.join(number, other) }
          }
        }
      }
    }
    for stitch in stitches where stitch.consumerLow != stitch.producerLow {
      if linked.isCut, linked.component(of: stitch.consumerLow) != linked.component(of: stitch.producerLow) { continue }
      if let consumer = traces.group(of: TraceID(high: 0, low: stitch.consumerLow)),
        let producer = traces.group(of: TraceID(high: 0, low: stitch.producerLow))
      {
        sets.join(consumer, producer)
      }
    }
    var journeyOfRoot = [Int](repeating: -1, count: count)
    for number in 0..<count {
      let root = sets.root(of: number)
      if journeyOfRoot[root] < 0 {
        journeyOfRoot[root] = journeys.count
        journeys.append([])
      }
      journeys[journeyOfRoot[root]].append(number)
    }
    for journey in journeys.indices where journeys[journey].count > 1 {
      journeys[journey].sort { traces.groups[$0].id < traces.groups[$1].id }
    }
    journeys.sort { traces.groups[$0[0]].id < traces.groups[$1[0]].id }
    places = [Int](repeating: 0, count: count)
    numbers.reserveCapacity(count)
    for (number, journey) in journeys.enumerated() {
      for group in journey {
        places[group] = numbers.count
        numbers.append(Int32(number))
      }
    }
  }

  /// Whether two traces, by place, are of one journey.
  func isSame(_ left: Int32, _ right: Int32) -> Bool { numbers[Int(left)] == numbers[Int(right)] }
}
